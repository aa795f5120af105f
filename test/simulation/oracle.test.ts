import { openLedger } from '../../stand-ins/kosli/ledger';
import { differences } from './oracle/compare';
import type { Expectation } from './oracle/expectation';
import { expectedOfCalls } from './oracle/expected-calls';
import { expectedOfSession } from './oracle/expected-sessions';
import { rootOf } from './oracle/merkle';
import { isBuilt } from './oracle/parts';
import { planScenario } from './scenario/plan-scenario';

const scenario = planScenario(1, 100);
const expected = [
  ...scenario.sessions.flatMap((session) => expectedOfSession(session, scenario.outage)),
  ...expectedOfCalls(scenario),
];
const required = expected.filter(({ optional, part }) => !optional && isBuilt(part));
const [first, second] = required;
if (first === undefined || second === undefined) throw new Error('the scenario expects nothing');

/** Kosli, holding just these. */
const holding = (held: readonly Expectation[], hour = 3_600) => {
  let time = 0;
  const ledger = openLedger(() => {
    time += hour;
    return time;
  });
  for (const { trail, name, subject, compliant, fields } of held) {
    const isSession = subject.startsWith('ecs-execute-command-');
    ledger.attest(
      trail,
      {
        attestation_name: name,
        is_compliant: compliant ?? true,
        user_data: {
          session_id: isSession ? subject : null,
          ...(isSession ? {} : { cloudtrail_event_id: subject }),
          ...fields,
        },
      },
      null,
    );
  }
  return ledger.trails;
};

test('nothing differs where Kosli holds exactly what it should', () => {
  expect(differences(holding(required), expected)).toEqual([]);
});

test('an attestation that is missing is named', () => {
  expect(differences(holding(required.slice(1)), expected)).toEqual([
    expect.stringMatching(new RegExp(`^missing .*${first.name} of ${first.subject}`)),
  ]);
});

test('an attestation that is there twice is named', () => {
  expect(differences(holding([...required, first]), expected)).toEqual([
    expect.stringMatching(new RegExp(`^not expected .*${first.name} of ${first.subject}`)),
  ]);
});

test("an attestation on somebody else's trail is missing on one and not expected on the other", () => {
  const moved = { ...first, trail: 'AROAEXAMPLE-somebody-else' };
  const found = differences(holding([moved, ...required.slice(1)]), expected);
  expect(found).toEqual([
    expect.stringContaining(`on trail ${first.trail}`),
    expect.stringContaining('on trail AROAEXAMPLE-somebody-else'),
  ]);
});

test('an attestation that says something else is named', () => {
  const changed = { ...first, compliant: !first.compliant };
  expect(differences(holding([changed, ...required.slice(1)]), expected)).toHaveLength(2);
});

test('a seed repeats its scenario, and another seed has another one', () => {
  const ids = (seed: number) => planScenario(seed, 20).sessions.map(({ id }) => id);
  expect(ids(7)).toEqual(ids(7));
  expect(ids(7)).not.toEqual(ids(8));
});

// https://github.com/google/certificate-transparency/blob/master/cpp/merkletree/merkle_tree_test.cc
test('the root of a list is that of RFC 6962', () => {
  expect(rootOf([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(rootOf([''])).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  expect(rootOf(['', '\0'])).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
});
