import { readdir } from 'node:fs/promises';
import { sha256Of } from '../../stand-ins/sha256';
import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { attestationsOf, openSession, poll, sessionId, uploadTranscript } from './sessions';
import { stages } from './stage';

const TRANSCRIPT = '$ cat /etc/passwd\r\nroot:x:0:0\r\n$ \u{1F600}exit\r\n';
const PREVIEW = '$ cat /etc/passwd\nroot:x:0:0\n$ \u{1F600}exit';

/** Everything Kosli was sent, as text. */
const sentTo = ({ kosli }: Stage): string =>
  JSON.stringify(
    kosli.requests.map(({ path, form }) => [
      path,
      form?.dataJson,
      [form?.file?.filename, form?.file?.bytes?.toString('utf8')],
    ]),
  );

/** The names of the files of transcripts, wherever on the function's disk they are. */
const transcriptsOn = async (disk: string): Promise<readonly string[]> =>
  (await readdir(disk, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.includes('ecs-execute-command-'))
    .map(({ name }) => name);

describeOnRuntime('what of a transcript leaves the account', () => {
  const openStage = stages();
  const report = async (variables: Record<string, string>, text: string = TRANSCRIPT) => {
    const stage = await openStage({ variables });
    openSession(stage);
    const bytes = await uploadTranscript(stage, { bytes: Buffer.from(text) });
    await poll(stage);
    return { stage, bytes, ...attestationsOf(stage) };
  };

  it('is all of it, and its beginning, unless said otherwise', async () => {
    const { commandLogs, bytes } = await report({});
    expect(commandLogs.attachment?.bytes?.equals(bytes)).toBe(true);
    expect(commandLogs.user_data).toMatchObject({ attached: 'verbatim', preview: PREVIEW });
  });

  it('is nothing, where it is reported by reference and not quoted', async () => {
    const { stage, bytes, commandLogs } = await report({
      transcript_attachment: 'reference',
      preview_characters: '0',
    });
    expect(commandLogs).toMatchObject({
      is_compliant: true,
      attachment: null,
      description: expect.stringContaining('Not attached'),
      user_data: {
        attached: 'reference',
        sha256: sha256Of(bytes),
        size_bytes: bytes.length,
        bucket: stage.applied.bucket,
        preview: null,
        preview_truncated: true,
        preview_erased: false,
      },
    });
    expect(commandLogs.user_data?.version_id).toEqual(expect.any(String));
    const sent = sentTo(stage);
    expect(sent).toContain(sha256Of(bytes));
    expect(sent).not.toMatch(/passwd|root:x/);
  });

  // The one that is attached shows that a copy would be seen.
  it.each([
    ['attach', [`${sessionId()}.log`]],
    ['reference', []],
  ])('is on the disk meanwhile only where it is attached: %s', async (transcript_attachment, expected) => {
    const stage = await openStage({ variables: { transcript_attachment } });
    openSession(stage);
    await uploadTranscript(stage);
    // The third is command-logs. The function dies while it sends it, so that nothing is tidied up.
    stage.kosli.injectFault({ method: 'POST', times: 2 }, { kind: 'delay', ms: 0 });
    stage.kosli.injectFault({ method: 'POST' }, { kind: 'store-then-reset', meanwhile: stage.reporter.kill });
    expect((await poll(stage)).outcome.kind).toBe('crashed');
    expect(attestationsOf(stage).commandLogs.user_data?.attached === 'reference').toBe(
      transcript_attachment === 'reference',
    );
    expect(await transcriptsOn(stage.disk)).toEqual(expected);
  });

  it.each([
    ['1', '$'],
    ['31', '$ cat /etc/passwd\nroot:x:0:0\n$ '],
    ['32', '$ cat /etc/passwd\nroot:x:0:0\n$ \u{1F600}'],
  ])('is quoted to %s characters', async (characters, preview) => {
    const { commandLogs, stage } = await report({
      transcript_attachment: 'reference',
      preview_characters: characters,
    });
    expect(commandLogs.user_data).toMatchObject({ preview, preview_truncated: true });
    expect(sentTo(stage)).not.toContain('exit');
  });

  it.each(['0', '1', '4000'])(
    'does not change what is said of it: %s characters of one that is empty, and of one that was drawn over',
    async (preview_characters) => {
      const variables = { transcript_attachment: 'reference', preview_characters };
      const empty = await report(variables, '');
      expect(empty.commandLogs).toMatchObject({
        is_compliant: false,
        user_data: { reason: 'the transcript is empty', preview_truncated: false },
      });
      const erased = await report(variables, '$ ls\r\n$ cat /etc/shadow\r\n\x1b[A\x1b[2K$ exit\r\n');
      expect(erased.commandLogs.user_data).toMatchObject({ preview_erased: true });
    },
  );
});
