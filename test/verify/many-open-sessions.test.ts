import { listOf, rootOf, sessionOn, TRAIL } from './stated-days';
import { DAYS, openWorld, statementTrail, type World } from './verified-world';

const [, QUIET] = DAYS;
const environment = { ...process.env };
// Each test opens AWS and Kosli anew.
jest.setTimeout(60_000);
let world: World;
beforeEach(async () => {
  world = await openWorld();
  Object.assign(process.env, world.endpoints);
});
afterEach(async () => {
  await world.close();
  process.env = { ...environment };
});

it('names every open session with its reason where the statement has no room for all', async () => {
  const sessions = Array.from({ length: 50 }, (_, index) => ({
    ...sessionOn(QUIET, index),
    attestations: [],
  }));
  for (const { record } of sessions) world.cloudtrail.record(record);
  const open = sessions.map(
    ({ id }) => `${id}: trail "${TRAIL}" lacks user-identity, service-identity, command-logs`,
  );
  const all = open.join('; ');
  const [statement] = world.held(statementTrail(QUIET));
  Object.assign(statement ?? {}, { is_compliant: false });
  Object.assign(statement?.user_data ?? {}, {
    calls_in_cloudtrail: 50,
    open: `${all.slice(0, 4_000)}… [truncated, ${all.length} characters in total]`,
    merkle_root: rootOf(listOf(sessions)),
  });
  const { code, said } = await world.verify('--from', QUIET, '--to', QUIET);
  expect(code).toBe(0);
  for (const session of open) expect(said).toContain(`note: open: ${session}`);
});
