import { MAX_LOCAL_COPY_BYTES } from '../../../lambda/aws/fetch-transcript';
import { SESSIONS_AT_A_TIME } from '../../../lambda/report-transcripts';
import { resourceOf, stackOf } from '../synthesise';

it('the disk has room for every transcript that is reported at the same time, and a gzipped copy of each', () => {
  const { ephemeral_storage: storage } = resourceOf(stackOf({}), 'aws_lambda_function', 'reporter');
  const neededMb = (SESSIONS_AT_A_TIME * 2 * MAX_LOCAL_COPY_BYTES) / 2 ** 20;
  expect(Object.values(storage ?? {})[0]).toBeGreaterThanOrEqual(neededMb);
});
