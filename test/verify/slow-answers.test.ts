import { awsSources } from '../../verify/aws-sources';
import { UncheckableError } from '../../verify/sources';
import { setEnvironment } from '../cli/environment';
import { openSlow, withoutWaiting } from '../slow-service';
import { daysAgo } from './verified-world';

it.each([
  ['hangs', false],
  ['comes byte by byte', true],
])('an answer of AWS that %s ends a verification after 60 seconds', async (_, drips) => {
  const slow = await openSlow(drips);
  const restore = setEnvironment({
    AWS_ENDPOINT_URL: slow.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  });
  try {
    withoutWaiting();
    const read = async () => {
      for await (const _event of awsSources('eu-central-1', null).history('ExecuteCommand', daysAgo(7)));
    };
    const failure = read().catch((error: unknown) => error);
    await slow.wasAsked;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await failure).toBeInstanceOf(UncheckableError);
    expect(String(await failure)).toMatch(/CloudTrail LookupEvents of .* 60 seconds/);
  } finally {
    jest.useRealTimers();
    restore();
    await slow.close();
  }
});
