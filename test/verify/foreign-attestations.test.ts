import { sessionId, TRAIL } from './stated-days';
import { DAYS, statementTrail, worldOfEachTest } from './verified-world';

const [FIRST] = DAYS;
const world = worldOfEachTest();
const verify = () => world().verify('--from', FIRST, '--to', FIRST);

describe('an attestation that somebody else put on a trail', () => {
  const FOREIGN: readonly [string, unknown][] = [
    ['without user_data', { is_compliant: true, created_at: 1 }],
    ['with user_data null', { is_compliant: true, created_at: 1, user_data: null }],
    ['with user_data that is text', { is_compliant: true, created_at: 1, user_data: 'by hand' }],
    ['about something else', { is_compliant: null, created_at: null, user_data: { ticket: 'OPS-1' } }],
    ['that is a list', ['by hand']],
  ];
  it.each(FOREIGN)('%s leaves the day as it was stated', async (_, foreign) => {
    for (const [trail, name] of [
      [TRAIL, 'command-logs'],
      [statementTrail(FIRST), 'completeness'],
    ] as const) {
      const ours = world()
        .held(trail)
        .filter(({ attestation_name }) => attestation_name === name);
      world().kosli.injectFault(
        { method: 'GET', path: `/${trail}/${name}` },
        { kind: 'answer', status: 200, body: [foreign, ...ours] },
      );
    }
    const { code, said } = await verify();
    expect([code, said]).toEqual([0, expect.stringContaining('matches revision 1')]);
  });
});

it.each([
  ['is_compliant', { is_compliant: null }],
  ['created_at', { created_at: 'yesterday' }],
])('an attestation of a session whose %s is malformed leaves the day unchecked', async (field, fields) => {
  Object.assign(world().held(TRAIL)[2] ?? {}, fields);
  const { code, said } = await verify();
  expect([code, said]).toEqual([
    2,
    expect.stringContaining(`the one of ${sessionId(FIRST, 1)} is malformed: ${field}: Invalid type`),
  ]);
});
