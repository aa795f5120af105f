import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { show } from '../../../cli/commands/show';
import { EXIT } from '../../../cli/exit-code';
import { STREAM_URL, TOKEN_VALUE } from '../../../stand-ins/recorded-session/session';
import { sha256Of } from '../../../stand-ins/sha256';
import { KOSLI, type Stage } from '../../../stand-ins/stage';
import { endSession, openSession, poll, sessionId, uploadTranscript } from '../../end-to-end/sessions';
import { accountsOnStage, runCommand } from '../account-on-stage';

const hoursAgo = (hours: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * 3_600_000);
const ID = { 'session-id': sessionId() };
const TRAIL = 'AROAEXAMPLE-alice';

const reported = async (stage: Stage): Promise<Buffer> => {
  const bytes = await endSession(stage, { openedAt: hoursAgo(5) });
  await poll(stage);
  return bytes;
};

/** What Kosli does not let anybody do: other `user_data` in an attestation. */
const tamper = ({ kosli }: Stage, name: string, userData: Readonly<Record<string, unknown>>): void => {
  const attestations = kosli.trails.get(TRAIL)?.attestations ?? [];
  const found = attestations.find(({ attestation_name }) => attestation_name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  Object.assign(found.user_data ?? {}, userData);
};

describe('a session is shown', () => {
  const openAccount = accountsOnStage();

  it('with who, where, its attestations and its transcript, which is what was attested', async () => {
    const { stage } = await openAccount();
    const bytes = await reported(stage);
    const { code, text, json, remarks } = await runCommand(show, ID);
    expect([code, remarks]).toEqual([EXIT.ok, []]);
    for (const part of [
      'alice opened a session in checkout',
      'COMPLIANT',
      '48210 orders checked',
      'as attested',
    ])
      expect(text).toContain(part);
    expect(json).toMatchObject({
      sessionId: sessionId(),
      caller: { principalId: 'AROAEXAMPLE:alice' },
      trail: { name: TRAIL, url: `https://app.kosli.com/${KOSLI.org}/flows/${KOSLI.flow}/trails/${TRAIL}` },
      transcript: { kind: 'read', sha256: sha256Of(bytes) },
      verdict: { state: 'compliant' },
      transcriptContent: 'same',
    });
    expect(json.attestations.map(({ name }: { name: string }) => name).toSorted()).toEqual([
      'command-logs',
      'service-identity',
      'user-identity',
    ]);
  });

  it('as a page in a file', async () => {
    const { stage } = await openAccount();
    await reported(stage);
    const folder = await mkdtemp(join(tmpdir(), 'page-'));
    try {
      const html = join(folder, 'session.html');
      const { code, text } = await runCommand(show, { ...ID, html });
      expect([code, text]).toEqual([EXIT.ok, expect.stringContaining(`Wrote ${html}`)]);
      expect((await stat(html)).mode & 0o777).toBe(0o600);
      const page = await readFile(html, 'utf8');
      expect(page).toMatch(/^<!doctype html>/i);
      expect(page).toContain('48210 orders checked');
      await expect(runCommand(show, { ...ID, html: join(folder, 'none', 'x.html') })).rejects.toThrow(
        /--html .*none\/x.html could not be written: .*ENOENT/,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('with a warning, and 1, when the transcript is not the one that was attested', async () => {
    const { stage } = await openAccount();
    await reported(stage);
    tamper(stage, 'command-logs', { sha256: '0'.repeat(64) });
    const { code, text, remarks, json } = await runCommand(show, ID);
    expect(code).toBe(EXIT.found);
    expect(remarks).toEqual([expect.stringContaining('NOT WHAT WAS ATTESTED')]);
    expect(text).toContain('NOT AS ATTESTED');
    expect(json.transcriptContent).toBe('different');
  });

  it('with what has taken its place where the bucket keeps no versions, and says that it is another', async () => {
    const { stage } = await openAccount();
    stage.s3AndSqs.setVersioning('never');
    await reported(stage);
    const { bucket: Bucket } = stage.applied;
    const Key = `production/${sessionId()}.log`;
    await stage.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'nothing happened here' }));
    const { code, text } = await runCommand(show, ID);
    expect(code).toBe(EXIT.found);
    expect(text).toContain('NOT AS ATTESTED');
    expect(text).toContain('nothing happened here');
  });

  it('with a warning, and 1, when the transcript was deleted', async () => {
    const { stage } = await openAccount();
    stage.s3AndSqs.setVersioning('never');
    await reported(stage);
    await stage.s3.send(
      new DeleteObjectCommand({ Bucket: stage.applied.bucket, Key: `production/${sessionId()}.log` }),
    );
    const { code, text, remarks } = await runCommand(show, ID);
    expect(code).toBe(EXIT.found);
    expect(remarks).toEqual([expect.stringContaining('NOT IN S3 ANY MORE')]);
    expect(text).toContain('Kosli has the copy that was attached');
  });

  it('with 1 when evidence is missing, and what there is of it', async () => {
    const { stage } = await openAccount();
    openSession(stage, { openedAt: hoursAgo(5) });
    const { code, text } = await runCommand(show, ID);
    expect(code).toBe(EXIT.found);
    expect(text).toContain('INCOMPLETE');
    expect(text).toContain('command-logs: MISSING');
  });

  it('from the trail that is named, without asking CloudTrail', async () => {
    const { stage } = await openAccount();
    await reported(stage);
    const asked = stage.cloudtrail.calls.length;
    expect((await runCommand(show, { ...ID, trail: TRAIL })).code).toBe(EXIT.ok);
    expect(stage.cloudtrail.calls).toHaveLength(asked);
    await expect(runCommand(show, { ...ID, trail: 'AROAEXAMPLE-bob' })).rejects.toThrow(
      /Trail "AROAEXAMPLE-bob" holds nothing of .*Leave out --trail/,
    );
  });

  it('from the trail of sessions that nobody is known to have opened', async () => {
    const { stage } = await openAccount();
    stage.kosli.addAttestations(`unattributed-${sessionId()}`, [
      {
        attestation_name: 'user-identity',
        is_compliant: false,
        user_data: { session_id: sessionId(), reason: 'nobody was found' },
      },
    ]);
    const { code, text } = await runCommand(show, ID);
    expect(code).toBe(EXIT.found);
    expect(text).toContain('Nobody could be named');
    expect(text).toContain('nobody was found');
  });

  it('only if it is known: an error says where was looked, and what to do', async () => {
    await openAccount();
    await expect(runCommand(show, ID)).rejects.toThrow(/Nothing is known of .*90 days.*--trail/s);
    await expect(runCommand(show, { 'session-id': 'alice' })).rejects.toThrow(
      'not the id of an ECS Exec session',
    );
  });

  it('without anybody else on the same trail', async () => {
    const { stage } = await openAccount();
    await reported(stage);
    await endSession(stage, { sessionId: sessionId(2), eventId: 'another', openedAt: hoursAgo(4) });
    await uploadTranscript(stage, { id: sessionId(2) });
    while ((await stage.mapping.poll()) !== null) await stage.mapping.passTime();
    const { json } = await runCommand(show, ID);
    expect(json.attestations).toHaveLength(3);
    expect(JSON.stringify(json)).not.toContain(sessionId(2));
  });

  it('without the token of Kosli, and what opens a stream', async () => {
    const { stage } = await openAccount();
    await reported(stage);
    const shown = JSON.stringify(await runCommand(show, ID));
    for (const secret of [KOSLI.token, STREAM_URL, TOKEN_VALUE]) expect(shown).not.toContain(secret);
  });
});
