import { gzipSync } from 'node:zlib';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { DAYS, logFileKey, statementTrail, worldOfEachTest } from './verified-world';

const [, QUIET] = DAYS;
const world = worldOfEachTest();
const openedAt = new Date(`${QUIET}T13:00:00Z`);
const odd = executeCommandRecord({ openedAt, eventId: 'odd-1' }, { responseElements: null });
const OPEN =
  'call odd-1: responseElements.session.sessionId is missing, expected ecs-execute-command- and 10 to 76 letters or digits';
const statement = () => {
  const [stated] = world().held(statementTrail(QUIET));
  if (stated === undefined) throw new Error(`${QUIET} is not stated`);
  return stated;
};
const state = (fields: object): void => {
  Object.assign(statement(), { is_compliant: false });
  Object.assign(statement().user_data ?? {}, fields);
};
const verify = (...flags: readonly string[]) => world().verify('--from', QUIET, '--to', QUIET, ...flags);

describe('a call that cannot be read', () => {
  it('does not match a statement that does not count it, and is named', async () => {
    world().cloudtrail.record(odd);
    const { code, said } = await verify();
    expect(code).toBe(1);
    expect(said).toContain('unreadable_calls: stated 0, found 1');
    expect(said).toContain('call odd-1');
  });

  it('is found in a log file as well', async () => {
    const file = gzipSync(JSON.stringify({ Records: [odd] }));
    await world().put(world().cloudTrailBucket, logFileKey(QUIET, '1310'), file);
    const { code, said } = await verify(...world().withBucket);
    expect([code, said]).toEqual([1, expect.stringContaining('unreadable_calls: stated 0, found 1')]);
  });

  it('matches as it was stated, also from copies', async () => {
    world().cloudtrail.record(odd);
    state({ unreadable_calls: 1, open: OPEN });
    for (const flags of [
      ['--save', world().folder],
      ['--offline', world().folder],
    ]) {
      const { code, said } = await verify(...flags);
      expect([code, said]).toEqual([0, expect.stringContaining(`note: cannot be read: ${OPEN}`)]);
    }
  });
});

it('a statement of a release that did not count such calls matches when there is none', async () => {
  const { unreadable_calls: _, ...stated } = statement().user_data ?? {};
  Object.assign(statement(), { user_data: stated });
  expect(await verify()).toMatchObject({ code: 0 });
});
