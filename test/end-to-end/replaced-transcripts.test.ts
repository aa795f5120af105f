import { ATTESTATIONS } from '../../stand-ins/attestations';
import { sha256Of } from '../../stand-ins/sha256';
import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { openSession, poll, send, sessionId, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

const replacements = ({ kosli }: Stage) =>
  [...kosli.trails.values()]
    .flatMap(({ attestations }) => attestations)
    .filter(({ attestation_name }) => attestation_name === 'transcript-replaced');

/** Notifications of transcripts of one session, a minute apart, the oldest first; nobody has opened it yet. */
const notifications = async (
  stage: Stage,
  texts: readonly string[],
  writers: readonly string[] = [],
): Promise<readonly string[]> => {
  for (const [n, text] of texts.entries()) {
    const [bytes, minutesAgo] = [Buffer.from(text), texts.length - n];
    await uploadTranscript(stage, { bytes, minutesAgo, writerPrincipalId: writers[n] });
  }
  const { deliveries } = await poll(stage);
  expect(deliveries).toHaveLength(texts.length);
  return deliveries
    .map(({ body }) => body)
    .toSorted((one, other) =>
      JSON.parse(one).Records[0].eventTime < JSON.parse(other).Records[0].eventTime ? -1 : 1,
    );
};

const pairs = (stage: Stage) =>
  replacements(stage)
    .map(({ user_data }) => [user_data?.first_sha256, user_data?.second_sha256])
    .toSorted();

describeOnRuntime('a transcript that is replaced', () => {
  const openStage = stages();

  it.each([
    ['one after the other', [[0], [1]]],
    ['in the wrong order', [[1], [0]]],
    ['in one batch', [[0, 1]]],
    ['in one batch, in the wrong order', [[1, 0]]],
    ['again and again', [[1], [0, 1], [0], [1, 0, 0]]],
  ])('is reported once, with both as they were uploaded, when they are delivered %s', async (_, batches) => {
    const stage = await openStage();
    const writers = ['AROATASKROLE:the-task', 'AROAOTHER:mallory'];
    const bodies = await notifications(stage, ['$ rm -rf /data', '$ ls'], writers);
    const [first = '', second = ''] = bodies;
    openSession(stage);
    for (const batch of batches) {
      for (const n of batch) await send(stage, bodies[n] ?? '');
      expect((await poll(stage)).deliveries).toMatchObject(batch.map(() => ({ deleted: true })));
    }
    const objectOf = (body: string) => JSON.parse(body).Records[0];
    expect(replacements(stage)).toMatchObject([
      {
        is_compliant: false,
        attachment: null,
        user_data: {
          session_id: sessionId(),
          first_sha256: sha256Of(Buffer.from('$ rm -rf /data')),
          first_key: `production/${sessionId()}.log`,
          first_version_id: objectOf(first).s3.object.versionId,
          first_uploaded_at: objectOf(first).eventTime,
          first_writer_principal_id: 'AROATASKROLE:the-task',
          second_sha256: sha256Of(Buffer.from('$ ls')),
          second_key: `production/${sessionId()}.log`,
          second_version_id: objectOf(second).s3.object.versionId,
          second_uploaded_at: objectOf(second).eventTime,
          second_writer_principal_id: 'AROAOTHER:mallory',
        },
      },
    ]);
    expect(trails(stage)[trailOf('alice')]?.toSorted()).toEqual(
      [...ATTESTATIONS, 'command-logs', 'transcript-replaced'].toSorted(),
    );
  });

  it.each([
    ['as they were uploaded', [0, 1, 2]],
    ['the other way round', [2, 1, 0]],
    ['the middle one last', [2, 0, 1]],
  ])('by two others is reported for each pair, delivered %s', async (_, order) => {
    const stage = await openStage();
    const texts = ['$ one', '$ two', '$ three'];
    const bodies = await notifications(stage, texts);
    openSession(stage);
    for (const n of [...order, ...order]) {
      await send(stage, bodies[n] ?? '');
      await poll(stage);
    }
    const [one, two, three] = texts.map((text) => sha256Of(Buffer.from(text)));
    expect(pairs(stage)).toEqual(
      [
        [one, two],
        [one, three],
        [two, three],
      ].toSorted(),
    );
    expect(trails(stage)[trailOf('alice')]).toHaveLength(3 + 2 + 3);
  });

  it('by the same bytes is not', async () => {
    const stage = await openStage();
    const bodies = await notifications(stage, ['$ one', '$ one']);
    openSession(stage);
    for (const body of bodies) await send(stage, body);
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
  });

  it('is reported when the message comes again, after Kosli broke off in between', async () => {
    const stage = await openStage();
    openSession(stage);
    await uploadTranscript(stage, { bytes: Buffer.from('$ one'), minutesAgo: 1 });
    await poll(stage);
    await uploadTranscript(stage, { bytes: Buffer.from('$ two') });
    // The second transcript is there; its transcript-replaced is not answered.
    stage.kosli.injectFault({ method: 'POST', times: 1 }, { kind: 'delay', ms: 0 });
    stage.kosli.injectFault({ method: 'POST' }, { kind: 'answer', status: 503 });
    stage.kosli.injectFault({ method: 'POST' }, { kind: 'store-then-reset' });
    for (let receive = 1; receive <= 3; receive += 1) {
      await stage.mapping.passTime();
      if ((await stage.mapping.poll()) === null) break;
    }
    expect(trails(stage)).toEqual({
      [trailOf('alice')]: [...ATTESTATIONS, 'command-logs', 'transcript-replaced'],
    });
  });

  it('is on the trail of its own session only', async () => {
    const stage = await openStage();
    for (const n of [1, 2]) openSession(stage, { sessionId: sessionId(n) });
    for (const n of [1, 2]) {
      await uploadTranscript(stage, { id: sessionId(n), bytes: Buffer.from(`$ session ${n}`) });
    }
    await poll(stage);
    expect(replacements(stage)).toEqual([]);
  });
});
