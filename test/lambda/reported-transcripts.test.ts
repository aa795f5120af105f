import type { Evidence } from '../../lambda/evidence/attestation';
import { SetupError } from '../../lambda/reporter-error';
import type { TranscriptRef } from '../../lambda/transcript/transcript';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import type { fakeAudit } from './fake-audit';
import { ALICES, HOURLY, identity, kindsOf, NOW, reconciled, service } from './reconciled';
import { SESSION, transcriptRef } from './records';

const KEY = `infra-dev/${SESSION}.log`;
const DAILY = { ...HOURLY, daily: true };

/** A transcript as a trail holds it: read, at this version or ETag. */
const logs = (changes: Record<string, string | null> = {}) => ({
  name: 'command-logs' as const,
  userData: {
    session_id: SESSION,
    sha256: 'aa',
    bucket: 'exec-logs',
    key: KEY,
    version_id: 'v1',
    etag: 'e1',
    ...changes,
  },
});
const unversioned = (etag: string, sha256: string | null = 'aa') => logs({ version_id: null, etag, sha256 });

const object = (changes: Partial<TranscriptRef> = {}) =>
  transcriptRef({ key: KEY, versionId: 'v1', etag: 'e1', ...changes });

/** One daily run: what it queues, and how it says that what was reported is gone. */
const checked = async (
  held: readonly ReturnType<typeof logs>[],
  objects: readonly TranscriptRef[],
  { now = NOW, audit = {} }: { now?: Date; audit?: Parameters<typeof fakeAudit>[1] } = {},
) => {
  const reports: Evidence[] = [];
  const reportEvidence = async (evidence: Evidence) => {
    // As Kosli takes it: not at once.
    await new Promise((resolve) => setImmediate(resolve));
    reports.push(evidence);
    return { trail: evidence.trail, sent: ['transcript-replaced'], held: [] };
  };
  const run = await reconciled(
    {
      executeCommands: [executeCommandRecord()],
      startSessions: [startSessionRecord()],
      held: { [ALICES]: [identity, service, ...held] },
      objects,
    },
    { request: DAILY, now, ports: { reportEvidence }, audit },
  );
  const losses = reports
    .flatMap(({ attestations }) => attestations)
    .filter(({ userData }) => userData.second_sha256 === null)
    .map(({ description }) => /was (deleted|overwritten)/.exec(description)?.[1]);
  return { ...run, losses, queued: run.sent.filter(({ kind }) => kind === 'transcript') };
};

describe('a transcript that was reported', () => {
  it('and is the newest of its key is left alone', async () => {
    const { asked, ...found } = await checked([logs()], [object()]);
    expect(found).toMatchObject({ losses: [], queued: [] });
    expect(asked.heads).toEqual([KEY]);
    const two = [object(), object({ versionId: 'v2', etag: 'e2' })];
    expect(await checked([logs(), logs({ sha256: 'bb', version_id: 'v2', etag: 'e2' })], two)).toMatchObject({
      losses: [],
      queued: [],
    });
    const older = object({ versionId: null });
    expect(await checked([unversioned('e1')], [older])).toMatchObject({ losses: [], queued: [] });
  });

  it.each([
    ['a version', [logs()], [object(), object({ versionId: 'v2', etag: 'e2' })]],
    ['an object without a version', [unversioned('e1')], [object({ versionId: null, etag: 'e2' })]],
    [
      'an object with versioning suspended',
      [logs({ version_id: 'null' })],
      [object({ versionId: 'null', etag: 'e2' })],
    ],
    [
      'a version after it was gone before it was read',
      [logs({ sha256: null })],
      [object({ versionId: 'v2', etag: 'e2' })],
    ],
  ])(
    'has the newest of its key reported and compared, if that is %s that nobody announced',
    async (_, held, objects) => {
      const { queued, losses } = await checked(held, objects);
      expect(queued).toEqual([{ kind: 'transcript', object: objects.at(-1) }]);
      expect(losses).toEqual([]);
    },
  );

  it('is not read again where a newer version has the same ETag, and so the same bytes', async () => {
    expect((await checked([logs()], [object(), object({ versionId: 'v2' })])).queued).toEqual([]);
  });

  it('is not compared with what has a message of its own on the way, or another reporter', async () => {
    const fresh = object({ versionId: 'v2', etag: 'e2', uploadedAt: new Date(NOW.getTime() - 60_000) });
    expect((await checked([logs()], [object(), fresh])).queued).toEqual([]);
    const elsewhere = object({ bucket: 'other', versionId: 'v2', etag: 'e2' });
    expect(
      (await checked([logs({ bucket: 'other' })], [object({ bucket: 'other' }), elsewhere])).queued,
    ).toEqual([]);
  });

  it.each([
    ['deleted', 'its key is empty', [logs()], []],
    [
      'deleted',
      'its version is not there',
      [logs(), logs({ sha256: 'bb', version_id: 'v2' })],
      [object({ versionId: 'v2' })],
    ],
    ['deleted', 'its key is empty, in a bucket without versions', [unversioned('e1')], []],
    [
      'overwritten',
      'the bucket keeps no versions and has another content there',
      [unversioned('e1'), unversioned('e2', 'bb')],
      [object({ versionId: null, etag: 'e2' })],
    ],
    [
      'overwritten',
      'it was the version null, which has another content',
      [logs({ version_id: 'null' }), logs({ version_id: 'null', sha256: 'bb', etag: 'e2' })],
      [object({ versionId: 'null', etag: 'e2' }), object({ versionId: 'v1', etag: 'e3' })],
    ],
  ])('was %s where %s, which is said once', async (loss, _, held, objects) => {
    expect((await checked(held, objects)).losses).toEqual([loss]);
  });

  it.each([
    ['the same content was reported under another ETag, as a copy with another key has', 'aa'],
    ['what lies there now was never read', null],
  ])('was not overwritten where %s', async (_, sha256) => {
    const { losses } = await checked(
      [unversioned('e1'), unversioned('e2', sha256)],
      [object({ versionId: null, etag: 'e2' })],
    );
    expect(losses).toEqual([]);
  });

  it('is looked for as the version null, and told from what that is now', async () => {
    const held = [logs({ version_id: 'null' }), logs({ version_id: 'null', sha256: 'bb', etag: 'e2' })];
    const other = object({ versionId: 'v9', etag: 'e9' });
    expect((await checked(held, [other])).losses).toEqual(['deleted', 'deleted']);
    expect((await checked(held, [object({ versionId: 'null' }), other])).losses).toEqual(['overwritten']);
  });

  it('is told from the newest of its key by nothing, where S3 gives no ETag of either', async () => {
    const newest = object({ versionId: 'v2', etag: null });
    expect((await checked([logs({ etag: null })], [object({ etag: null }), newest])).queued).toHaveLength(1);
  });

  it('in two versions was deleted twice', async () => {
    expect((await checked([logs(), logs({ version_id: 'v2' })], [])).losses).toEqual(['deleted', 'deleted']);
  });

  it('that Kosli holds twice was deleted once', async () => {
    expect((await checked([logs(), logs()], [])).losses).toEqual(['deleted']);
  });

  it('is still there as the version null, if versioning was turned on since', async () => {
    const { losses } = await checked(
      [unversioned('e1')],
      [object({ versionId: 'null' }), object({ versionId: 'v9' })],
    );
    expect(losses).toEqual([]);
  });

  it('and lies in a bucket that S3 refuses is named in a warning, and the run goes on', async () => {
    const lost = transcriptRef({ key: 'infra-dev/ecs-execute-command-0dfcb1f8c2e47585a.log' });
    const warned = jest.fn();
    const { sent, outcome } = await checked([logs({ bucket: 'exec-logs-b' })], [lost], {
      audit: {
        warn: warned,
        findTranscript: async ({ bucket, key }) => {
          throw new SetupError(`S3 HeadObject s3://${bucket}/${key} was refused. Allow s3:GetObject.`);
        },
      },
    });
    expect(outcome).toMatchObject({ kind: 'reconciled' });
    expect(kindsOf(sent)).toEqual(['transcript', 'api-call']);
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned).toHaveBeenCalledWith(
      expect.stringMatching(
        /not checked, in bucket "exec-logs-b": 1\..*s3:\/\/exec-logs-b\/.*Allow s3:GetObject/,
      ),
      { keys: [KEY], not_named: 0 },
    );
  });

  it('is not called unreadable for what Kosli refuses', async () => {
    const error = new SetupError('Kosli refused the token');
    const { outcome, warnings } = await reconciled(
      { executeCommands: [executeCommandRecord()], held: { [ALICES]: [identity, service, logs()] } },
      { request: DAILY, ports: { reportEvidence: () => Promise.reject(error) } },
    );
    expect([outcome, warnings]).toEqual([{ kind: 'failed', error }, []]);
  });
});
