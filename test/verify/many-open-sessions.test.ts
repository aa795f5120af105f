import { listOf, rootOf, sessionOn, TRAIL } from './stated-days';
import { DAYS, statementTrail, worldOfEachTest } from './verified-world';

const [, QUIET] = DAYS;
const world = worldOfEachTest();

it('names every open session with its reason where the statement has no room for all', async () => {
  const sessions = Array.from({ length: 50 }, (_, index) => ({
    ...sessionOn(QUIET, index),
    attestations: [],
  }));
  for (const { record } of sessions) world().cloudtrail.record(record);
  const open = sessions.map(
    ({ id }) => `${id}: trail "${TRAIL}" lacks user-identity, service-identity, command-logs`,
  );
  const all = open.join('; ');
  const [statement] = world().held(statementTrail(QUIET));
  Object.assign(statement ?? {}, { is_compliant: false });
  Object.assign(statement?.user_data ?? {}, {
    calls_in_cloudtrail: 50,
    open: `${all.slice(0, 4_000)}… [truncated, ${all.length} characters in total]`,
    merkle_root: rootOf(listOf(sessions)),
  });
  const { code, said } = await world().verify('--from', QUIET, '--to', QUIET);
  expect(code).toBe(0);
  for (const session of open) expect(said).toContain(`note: open: ${session}`);
});
