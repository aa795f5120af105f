import { attestationsOf, listOf, rootOf, sessionId, TRAIL, TRANSCRIPTS } from './stated-days';
import { DAYS, statementTrail, worldOfEachTest } from './verified-world';

const [FIRST] = DAYS;
const world = worldOfEachTest();
/** The day's sessions were attested when their bucket kept no versions. */
beforeEach(() => {
  const sessions = world()
    .reported.filter(({ day }) => day === FIRST)
    .map((session) => ({ ...session, attestations: attestationsOf(session, null) }));
  for (const { user_data } of world()
    .held(TRAIL)
    .filter(({ attestation_name: name }) => name === 'command-logs'))
    if (String(user_data?.session_id).includes(FIRST.replaceAll('-', '')))
      Object.assign(user_data ?? {}, { version_id: null });
  state({ merkle_root: rootOf(listOf(sessions)) });
});
const state = (fields: object, compliant = true): void => {
  const [statement] = world().held(statementTrail(FIRST));
  Object.assign(statement ?? {}, { is_compliant: compliant });
  Object.assign(statement?.user_data ?? {}, fields);
};
const verify = () => world().verify('--from', FIRST, '--to', FIRST);
const KEY = `infra-dev/${sessionId(FIRST, 1)}.log`;
const OPEN = `S3 has another object in the place of its transcript (s3://${TRANSCRIPTS}/${KEY})`;
const overwrite = () => world().put(TRANSCRIPTS, KEY, Buffer.from('nothing to see'));

describe('in a bucket without versions, a transcript', () => {
  it('that is as it was attested matches', async () => {
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('that was overwritten after the statement is named', async () => {
    await overwrite();
    const { code, said } = await verify();
    expect([code, said]).toEqual([
      1,
      expect.stringContaining(
        `MISMATCH session ${sessionId(FIRST, 1)}: found open, and not stated so: ${OPEN}`,
      ),
    ]);
  });

  it('that was overwritten before the statement matches as it was stated', async () => {
    await overwrite();
    state({ transcripts_in_s3: 1, open: `${sessionId(FIRST, 1)}: ${OPEN}` }, false);
    const { code, said } = await verify();
    expect([code, said]).toEqual([0, expect.stringContaining('1 open as stated')]);
    expect(said).toContain(`note: s3://${TRANSCRIPTS}/${KEY} has SHA-256`);
  });
});
