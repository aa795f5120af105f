import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { attestationsOf, listOf, sessionId, sessionOn, TRAIL, TRANSCRIPTS } from './stated-days';
import { DAYS, logFileKey, statementTrail, worldOfEachTest } from './verified-world';

const [FIRST, QUIET, LAST] = DAYS;
const world = worldOfEachTest();

const logFile = async (day: string): Promise<string> => {
  const command = new GetObjectCommand({ Bucket: world().cloudTrailBucket, Key: logFileKey(day) });
  const { Body } = await world().s3.send(command);
  return gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString();
};

describe('days that are as they were stated', () => {
  it.each([
    ['the bucket of a CloudTrail trail', true],
    ['event history', false],
  ])('match, by %s', async (_, bucket) => {
    const { code, said, progress } = await world().verify(...(bucket ? world().withBucket : []));
    expect([said, code]).toEqual([
      [
        `${FIRST}  matches revision 1: 2 calls, 2 transcripts, 2 sessions on Kosli`,
        `${QUIET}  matches revision 1: 0 calls, 0 transcripts, 0 sessions on Kosli`,
        `${LAST}  matches revision 1: 3 calls, 2 transcripts, 3 sessions on Kosli, 1 open as stated`,
      ].join('\n'),
      0,
    ]);
    expect(progress).toContain(`${LAST}: reading the calls from CloudTrail`);
  });

  it('still match after more was attested about a session', async () => {
    const [session] = world().reported;
    if (session === undefined) throw new Error('there is no session');
    await new Promise((resolve) => setTimeout(resolve, 5));
    world().kosli.addAttestations(TRAIL, attestationsOf(session, 'another'));
    const { code, said } = await world().verify(...world().withBucket);
    expect([code, said]).toEqual([0, expect.stringContaining('added after the statement: 3')]);
  });

  it('match as JSON', async () => {
    const { code, said } = await world().verify('--json');
    expect(code).toBe(0);
    expect(JSON.parse(said)).toMatchObject({
      result: 'match',
      days: DAYS.map((date) => ({ date, revision: 1, mismatches: [], unchecked: [] })),
    });
  });

  it('match offline, from copies and nothing else', async () => {
    expect(await world().verify(...world().withBucket, '--save', world().folder)).toMatchObject({ code: 0 });
    expect(await world().verify('--save', world().folder)).toMatchObject({ code: 0 });
    const requests = world().kosli.requests.length;
    for (const bucket of [world().withBucket, []])
      expect(await world().verify(...bucket, '--offline', world().folder)).toMatchObject({ code: 0 });
    expect(world().kosli.requests).toHaveLength(requests);
  });
});

/** Tampers with the world, and says how it must be named. */
const TAMPERING: readonly [string, () => Promise<unknown> | unknown, readonly string[]][] = [
  [
    'a transcript that was replaced in place',
    async () => {
      const [session] = world().reported;
      // As if S3 itself had other bytes for the version.
      const versionId = await world().put(TRANSCRIPTS, session?.key ?? '', Buffer.from('nothing to see'));
      const logs = world().held(TRAIL)[2];
      Object.assign(logs?.user_data ?? {}, { version_id: versionId });
    },
    [`MISMATCH transcript s3://${TRANSCRIPTS}/infra-dev/${sessionId(FIRST, 1)}.log`],
  ],
  [
    'a transcript that was deleted',
    () => {
      const key = `infra-dev/${sessionId(FIRST, 1)}.log`;
      const VersionId = String(world().held(TRAIL)[2]?.user_data?.version_id);
      return world().s3.send(new DeleteObjectCommand({ Bucket: TRANSCRIPTS, Key: key, VersionId }));
    },
    [
      `MISMATCH session ${sessionId(FIRST, 1)}: found open, and not stated so: its transcript is not in S3`,
      'transcripts_in_s3: stated 2, found 1',
    ],
  ],
  [
    'a statement that was altered',
    () =>
      Object.assign(world().held(statementTrail(LAST))[0]?.user_data ?? {}, {
        open: null,
        transcripts_in_s3: 3,
      }),
    [
      `MISMATCH session ${sessionId(LAST, 3)}: found open`,
      `MISMATCH statement ${LAST}: transcripts_in_s3: stated 3, found 2`,
    ],
  ],
  [
    'a root that was altered',
    () =>
      Object.assign(world().held(statementTrail(FIRST))[0]?.user_data ?? {}, {
        merkle_root: '00'.repeat(32),
      }),
    [
      `MISMATCH statement ${FIRST}: merkle_root: stated "0000`,
      `MISMATCH statement ${QUIET}: previous_root of revision 1`,
    ],
  ],
  [
    'a verdict that was altered',
    () => Object.assign(world().held(statementTrail(LAST))[0] ?? {}, { is_compliant: true }),
    [`MISMATCH statement ${LAST}: is_compliant: stated true, found false`],
  ],
  [
    'a day whose statement is gone',
    () => world().held(statementTrail(QUIET)).pop(),
    [`MISMATCH day ${QUIET}: it has no statement`],
  ],
  [
    'a revision that is gone',
    () => Object.assign(world().held(statementTrail(LAST))[0]?.user_data ?? {}, { revision: 2 }),
    [`MISMATCH statement ${LAST}: revision 1 is expected in its place, and it is revision 2`],
  ],
  [
    'an attestation that was removed',
    () => world().held(TRAIL).splice(1, 1),
    [
      `MISMATCH session ${sessionId(FIRST, 1)}: found open, and not stated so: trail "${TRAIL}" lacks service-identity`,
    ],
  ],
  [
    'an attestation that was altered',
    () => Object.assign(world().held(TRAIL)[0]?.user_data ?? {}, { principal_id: 'AROAEXAMPLE:mallory' }),
    [
      `MISMATCH session ${sessionId(FIRST, 1)}: user-identity says principal_id AROAEXAMPLE:mallory, CloudTrail says`,
    ],
  ],
  [
    'a call that was altered in the log file',
    async () => {
      const altered = (await logFile(FIRST)).replaceAll('alice@example.com', 'mallory');
      await world().put(world().cloudTrailBucket, logFileKey(FIRST), gzipSync(altered));
    },
    [
      `MISMATCH log-file ${logFileKey(FIRST)}: CloudTrail has not signed this log file as it is now`,
      `MISMATCH session ${sessionId(FIRST, 1)}`,
    ],
  ],
  [
    'a log file that is gone',
    () =>
      world().s3.send(new DeleteObjectCommand({ Bucket: world().cloudTrailBucket, Key: logFileKey(FIRST) })),
    [`MISMATCH log-file ${logFileKey(FIRST)}: CloudTrail delivered this log file, and it is gone`],
  ],
  [
    'a call that nobody stated',
    async () => {
      const { record } = sessionOn(FIRST, 7);
      const file = gzipSync(JSON.stringify({ Records: [record] }));
      await world().put(world().cloudTrailBucket, logFileKey(FIRST, '1340'), file);
    },
    [`MISMATCH session ${sessionId(FIRST, 7)}: found open`, 'calls_in_cloudtrail: stated 2, found 3'],
  ],
];

it.each(TAMPERING)('%s is named', async (_, tamper, names) => {
  await tamper();
  const { code, said } = await world().verify(...world().withBucket);
  for (const name of names) expect(said).toContain(name);
  expect(code).toBe(1);
});

it('an attestation of which only the hash tells is named with the list of the statement', async () => {
  const list = listOf(world().reported.filter(({ day }) => day === FIRST));
  const name = `${statementTrail(FIRST)}-revision-1.jsonl`;
  await writeFile(join(world().folder, name), list.map((line) => `${line}\n`).join(''));
  expect(await world().verify('--lists', world().folder)).toMatchObject({ code: 0 });
  Object.assign(world().held(TRAIL)[1]?.user_data ?? {}, { group: 'service:other' });
  const { code, said } = await world().verify('--lists', world().folder);
  expect([code, said]).toEqual([
    1,
    expect.stringContaining(`MISMATCH session ${sessionId(FIRST, 1)}: its line was`),
  ]);
  expect(said).not.toContain(`session ${sessionId(FIRST, 2)}`);
});

it('the command ends with the code', () => {
  const verify = (...flags: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'verify/main.ts', ...flags], { encoding: 'utf8' });
  expect(verify('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Exit code: 0 when') });
  expect(verify()).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('--from is missing'),
  });
});

it('a day before the first that is verified, whose statement is gone, is named', async () => {
  world().held(statementTrail(FIRST)).pop();
  const { code, said } = await world().verify(...world().withBucket, '--from', QUIET, '--to', QUIET);
  expect([code, said]).toEqual([1, expect.stringContaining(`MISMATCH day ${FIRST}: it has no statement`)]);
});

describe('what could not be checked', () => {
  it('is not called a match: Kosli refuses the token', async () => {
    world().kosli.rotateToken('another');
    const { code, said } = await world().verify();
    expect([code, said]).toEqual([2, expect.stringContaining('answered 401')]);
    expect(said).not.toContain('kosli-token-of-acme');
  });

  it('is not called a match: there is no such CloudTrail bucket', async () => {
    const { code, said } = await world().verify('--cloudtrail-bucket', 'nowhere');
    expect([code, said]).toEqual([2, expect.stringContaining('UNCHECKED day')]);
  });

  it('is not called a match: the folder has no log file', async () => {
    const { code, said } = await world().verify(...world().withBucket, '--region', 'us-east-1');
    expect([code, said]).toEqual([expect.any(Number), expect.stringContaining('there is no log file of')]);
    expect(code).not.toBe(0);
  });

  it('is not called a match: the day is not due yet', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { code, said } = await world().verify('--from', today, '--to', today);
    expect([code, said]).toEqual([2, expect.stringContaining('it is not stated before')]);
  });

  it.each<[string, string[], string]>([
    ['no day', ['--from', 'yesterday', '--to', LAST], '--from is "yesterday", expected a day as YYYY-MM-DD'],
    ['no days', ['--from', LAST, '--to', FIRST], `--to ${FIRST} is before --from ${LAST}`],
    ['too many days', ['--from', '1990-01-01', '--to', LAST], 'are more than 3660 days'],
    ['no account', ['--account', '12', '--grace-minutes', 'x'], '--account must have twelve digits'],
    ['an unknown flag', ['--frm', LAST], '--frm'],
  ])('are wrong arguments: %s', async (_, flags, problem) => {
    const { code, progress } = await world().verify(...flags);
    expect([code, progress]).toEqual([2, expect.stringContaining(problem)]);
    expect(progress).toContain('Usage: npm run verify');
  });
});
