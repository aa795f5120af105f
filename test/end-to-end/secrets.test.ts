import { STREAM_URL, TOKEN_VALUE } from '../../stand-ins/recorded-session/session';
import { KOSLI, TOKEN_PARAMETER } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { endSession, poll, send, trailOf } from './sessions';
import { stages } from './stage';

/** What must not be known to whoever reads the log, or the evidence. */
const SECRETS = { token: KOSLI.token, streamUrl: STREAM_URL, tokenValue: TOKEN_VALUE, override: 'hunter2' };

describeOnRuntime('a secret', () => {
  const openStage = stages();

  it('is in no log and in nothing sent to Kosli, except the token in its header', async () => {
    const stage = await openStage();
    await endSession(stage);
    stage.kosli.injectFault({ method: 'POST' }, { kind: 'reset' });
    stage.kosli.injectFault({ method: 'PUT' }, { kind: 'answer', status: 400 });
    await poll(stage);
    await stage.mapping.passTime();
    await send(stage, 'poison');
    await poll(stage);
    const bodies = stage.kosli.requests.map(
      ({ method, path, form }) =>
        `${method} ${path} ${form?.dataJson} ${form?.file?.filename} ${form?.file?.bytes}`,
    );
    const texts = [stage.reporter.logs(), ...bodies];
    expect(bodies.join()).toContain(`trail/${trailOf('alice')}/generic`);
    for (const [name, secret] of Object.entries(SECRETS))
      expect({ name, found: texts.filter((text) => text.includes(secret)) }).toEqual({ name, found: [] });
    expect(new Set(stage.kosli.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${KOSLI.token}`]),
    );
  });

  it('is not logged when AWS or Kosli refuse', async () => {
    const stage = await openStage();
    await endSession(stage);
    stage.ssm.putSecret(TOKEN_PARAMETER, '');
    await poll(stage);
    stage.ssm.putSecret(TOKEN_PARAMETER, KOSLI.token);
    await stage.mapping.passTime();
    stage.kosli.injectFault({ times: 4 }, { kind: 'answer', status: 503, headers: { 'retry-after': '0' } });
    await poll(stage);
    await stage.mapping.passTime();
    stage.kosli.rotateToken('another');
    await poll(stage);
    expect(stage.reporter.logs()).toContain(`parameter \\"${TOKEN_PARAMETER}\\"`);
    for (const secret of Object.values(SECRETS)) expect(stage.reporter.logs()).not.toContain(secret);
  });

  it('is not logged when an answer repeats what it was sent', async () => {
    const stage = await openStage();
    await endSession(stage);
    const echo = {
      kind: 'answer',
      status: 400,
      body: { got: `authorization: Bearer ${KOSLI.token}` },
    } as const;
    stage.kosli.injectFault({}, echo);
    await poll(stage);
    expect(stage.reporter.logs()).toContain('Bearer [API token]');
    expect(stage.reporter.logs()).not.toContain(KOSLI.token);
  });
});
