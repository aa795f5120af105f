import { chooseTrail } from '../../../lambda/completeness/choose-trail';
import {
  type AttestationOfSession,
  etagOf,
  isUnversioned,
  lacking,
  lineText,
  sessionLine,
  sortLines,
} from '../../../lambda/completeness/session-line';
import { problemText, statementOfDay } from '../../../lambda/completeness/statement-of-day';
import { sessionId } from '../records';

const id = sessionId();
const NAMES = ['user-identity', 'service-identity', 'command-logs'] as const;
const held = (name: AttestationOfSession['name'], compared = {}, sha256 = name): AttestationOfSession => ({
  name,
  compared,
  sha256,
});
const WHOLE = NAMES.map((name) => held(name));

describe('the trail of a session', () => {
  const on = (trail: string, certain: boolean, attestations: readonly AttestationOfSession[]) => ({
    trail,
    certain,
    held: attestations,
  });

  it.each([
    ['the only one it can be on, whatever that holds', [on('alice', true, [])], 'alice'],
    ['none where nothing names one', [], null],
    ['the one that holds most', [on('alice', true, WHOLE.slice(0, 1)), on('bob', true, WHOLE)], 'bob'],
    ['the first of those that hold the same', [on('alice', true, WHOLE), on('bob', true, WHOLE)], 'alice'],
    ['a guessed one that holds everything', [on('guess', false, WHOLE)], 'guess'],
    ['no guessed one that lacks something', [on('guess', false, WHOLE.slice(1))], null],
    [
      'the one that holds more names, though another holds more reports',
      [
        on('alice', true, [held('user-identity'), held('user-identity'), held('user-identity')]),
        on('bob', true, WHOLE.slice(1)),
      ],
      'bob',
    ],
  ])('is %s', (_, trails, trail) => {
    const chosen = chooseTrail(id, trails);
    expect(chosen).toEqual({ id, trail, held: trails.find((each) => each.trail === trail)?.held ?? [] });
  });
});

describe('the line of a session', () => {
  it('names nothing of a transcript where no command-logs has one', () => {
    const logs = held('command-logs', { sha256: null, bucket: 'b', key: 'k', etag: 'e' });
    expect(sessionLine({ id, trail: 'alice', held: [logs] })).toMatchObject({
      bucket: null,
      key: null,
      version_id: null,
      sha256: null,
    });
    expect(etagOf({ id, trail: 'alice', held: [logs] })).toBeNull();
  });

  it('takes only what is text, and only from command-logs', () => {
    const line = sessionLine({
      id,
      trail: 'alice',
      held: [
        held('command-logs', { sha256: 'ab', bucket: 7, key: 'k', version_id: null, etag: 'e' }),
        held('user-identity', { sha256: 'other', bucket: 'other' }),
      ],
    });
    expect(line).toMatchObject({ bucket: null, key: 'k', version_id: null, sha256: 'ab' });
    const logs = held('command-logs', { sha256: 'ab', etag: 'e' });
    expect(etagOf({ id, trail: null, held: [logs] })).toBe('e');
  });

  it('has an empty list for what the trail lacks, also where it was written by somebody else', () => {
    const line = sessionLine({ id, trail: null, held: [] });
    const empty = '"attestations":{"user-identity":[],"service-identity":[],"command-logs":[]}';
    expect(lineText(line)).toContain(empty);
    expect(lineText({ ...line, attestations: {} })).toContain(empty);
    expect(lacking({ ...line, attestations: {} })).toEqual([...NAMES]);
  });

  it('comes where its session id is in the order', () => {
    const line = (end: string) =>
      sessionLine({ id: sessionId(`ecs-execute-command-${end.repeat(10)}`), trail: null, held: [] });
    const [a, b, c] = [line('a'), line('b'), line('c')];
    expect(sortLines([b, c, a, b])).toEqual([a, b, b, c]);
  });

  it.each([
    [null, true],
    ['null', true],
    ['v1', false],
  ])('whose version is %j is of a bucket without versions: %s', (versionId, unversioned) => {
    expect(isUnversioned(versionId)).toBe(unversioned);
  });
});

describe('what is said of a transcript that is not counted', () => {
  const line = sessionLine({
    id,
    trail: 'alice',
    held: [held('command-logs', { sha256: 'ab', bucket: 'exec-logs', key: 'x.log', version_id: null })],
  });

  it.each([
    [undefined, 'its transcript is not in S3 (s3://exec-logs/x.log)'],
    ['overwritten', 'S3 has another object in the place of its transcript (s3://exec-logs/x.log)'],
    ['refused', "the function's role needs s3:GetObject, s3:GetObjectVersion and s3:ListBucket there"],
  ] as const)('where the problem is %s', (problem, text) => {
    expect(problemText(line, problem)).toContain(text);
    expect(problemText({ ...line, version_id: 'v1' }, problem)).toContain('s3://exec-logs/x.log, version v1');
  });

  const calls = {
    opened: new Map(),
    refusedCalls: 0,
    bypasses: 0,
    unreadable: new Map([
      ['e-2', 'b'],
      ['e-1', 'a'],
    ]),
  };

  it('and of a session whose trail nobody knows', () => {
    const unknown = { line: sessionLine({ id, trail: null, held: WHOLE }), transcriptInS3: true };
    expect(statementOfDay('2026-07-31', calls, [unknown])).toMatchObject({
      sessionsOnKosli: 0,
      open: [`${id}: ECS has forgotten its task, so that its trail is not known`],
      unreadableCalls: ['call e-1: a', 'call e-2: b'],
    });
  });

  it('and of one that lacks more than that', () => {
    const lacks = { line: { ...line, attestations: { 'command-logs': ['ab'] } }, transcriptInS3: false };
    expect(statementOfDay('2026-07-31', calls, [lacks]).open).toEqual([
      `${id}: trail "alice" lacks user-identity, service-identity, and its transcript is not in S3 (s3://exec-logs/x.log)`,
    ]);
  });
});
