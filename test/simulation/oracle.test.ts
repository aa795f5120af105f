import { openLedger } from '../../stand-ins/kosli/ledger';
import type { Invocation } from './engine/lambda-function';
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

/** An invocation that ran from one time to another. */
const invocation = (id: string, startedAt: number, endedAt: number | null): Invocation => ({
  id,
  startedAt,
  endedAt: () => endedAt,
});

/** Kosli, holding just these, in this order; reported by invocations as `by` has them, by position. */
const holding = (held: readonly Expectation[], by: readonly Invocation[] = []) => {
  const ledger = openLedger(() => 0);
  const reportedBy = new Map<string, Invocation>();
  for (const [n, { trail, name, subject, compliant, fields }] of held.entries()) {
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
    const id = ledger.trails.get(trail)?.attestations.at(-1)?.attestation_id ?? '';
    const reporter = by[n];
    if (reporter !== undefined) reportedBy.set(id, reporter);
  }
  return { trails: ledger.trails, reportedBy };
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

describe('an attestation that invocations reported', () => {
  const early = invocation('early', 0, 100);
  const meanwhile = invocation('meanwhile', 50, 150);
  const after = invocation('after', 100, 200);
  const unending = invocation('unending', 10, null);
  const repeatedBy = (by: readonly Invocation[], repeated = first, isStrict = false) =>
    differences(
      holding([...by.map((_, n) => (n === 0 ? first : repeated)), ...required.slice(1)], by),
      expected,
      isStrict,
    );

  it.each<[string, readonly Invocation[]]>([
    ['two that ran at the same time', [early, meanwhile]],
    ['two, one of which never ended', [unending, after]],
    ['three that ran at the same time', [early, meanwhile, unending]],
  ])('twice is excused of %s, unless that is checked', (_, by) => {
    expect(repeatedBy(by)).toEqual([]);
    expect(repeatedBy(by, first, true)).toHaveLength(by.length - 1);
  });

  it.each<[string, readonly Invocation[]]>([
    ['one, twice', [early, early]],
    ['one after the other', [early, after]],
    ['a third that could have seen the first', [early, meanwhile, after]],
    ['one of two that ran at the same time, once more', [early, meanwhile, early]],
  ])('too often is named when it was %s', (_, by) => {
    expect(repeatedBy(by)).toEqual([expect.stringMatching(/^not expected/)]);
  });

  it('twice is named when the second says something else', () => {
    expect(repeatedBy([early, meanwhile], { ...first, compliant: !first.compliant })).toEqual([
      expect.stringMatching(/^not expected/),
    ]);
  });
});

test('what may be there is neither missing nor unexpected', () => {
  const may = { ...first, name: 'may-be-there', optional: true };
  for (const held of [required, [...required, may]])
    expect(differences(holding(held), [...expected, may])).toEqual([]);
  expect(differences(holding([...required, may, may]), [...expected, may])).toHaveLength(1);
});

test('only a statement may be on a trail of statements', () => {
  const trail = 'completeness-111122223333-eu-central-1-2026-11-18';
  const statement = { ...first, trail, name: 'completeness' };
  expect(differences(holding([...required, statement]), expected)).toEqual([]);
  expect(differences(holding([...required, { ...first, trail }]), expected)).toHaveLength(1);
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
