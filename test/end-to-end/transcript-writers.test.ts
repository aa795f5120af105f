import { TASK_ID } from '../../stand-ins/recorded-session/session';
import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { attestationsOf, openSession, poll, send, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

type Writer = string | null;

/** The body of a transcript's notification. The function returns it to the queue, out of sight: nobody has opened the session yet. */
const notificationOf = async (stage: Stage, writerPrincipalId: Writer): Promise<string> => {
  await uploadTranscript(stage, { writerPrincipalId });
  const { body = '' } = (await poll(stage)).deliveries[0] ?? {};
  return body;
};

/** The same object, as EventBridge tells of it. */
const objectCreated = (body: string): string => {
  const [{ eventTime, s3 }] = JSON.parse(body).Records;
  const { key, size, eTag, versionId } = s3.object;
  return JSON.stringify({
    version: '0',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    time: eventTime,
    detail: {
      bucket: { name: s3.bucket.name },
      object: { key: decodeURIComponent(key), size, etag: eTag, 'version-id': versionId },
      requester: '111122223333',
      reason: 'PutObject',
    },
  });
};

describeOnRuntime('the writer of a transcript', () => {
  const openStage = stages();

  /** The transcript of a session that is only told of by these messages: by its notification, unless said otherwise. */
  const reportOf = async (
    writer: Writer,
    messagesOf: (body: string) => readonly string[] = (body) => [body],
  ) => {
    const stage = await openStage();
    const body = await notificationOf(stage, writer);
    openSession(stage);
    for (const message of messagesOf(body)) {
      await send(stage, message);
      await poll(stage);
    }
    return stage;
  };

  it('that is the task of the session is named', async () => {
    const stage = await openStage();
    openSession(stage);
    await uploadTranscript(stage);
    await poll(stage);
    expect(attestationsOf(stage).commandLogs).toMatchObject({
      is_compliant: true,
      user_data: { writer_principal_id: `AROAEXAMPLE:${TASK_ID}`, writer_matches_task: 'true' },
    });
  });

  it.each([
    ['another task', 'AROAEXAMPLE:0123456789abcdef0123456789abcdef'],
    ['a person', 'AROAOTHER:mallory@example.com'],
    ['a person whose name ends like the task', `AROAOTHER:x${TASK_ID}`],
    ['an IAM user', 'AIDAEXAMPLE'],
    // Whoever calls GetFederationToken chooses that name.
    ['a federated user named like the task', `111122223333:${TASK_ID}`],
    ['a user named like the task', TASK_ID],
    ['an IAM user with the task behind its id', `AIDAEXAMPLE:${TASK_ID}`],
    ['a role whose session has a colon before the task', `AROAOTHER:x:${TASK_ID}`],
  ])('that is %s is named beside the task, and the transcript is not compliant', async (_, writer) => {
    const stage = await reportOf(writer);
    const { commandLogs } = attestationsOf(stage);
    expect(commandLogs).toMatchObject({
      is_compliant: false,
      user_data: {
        writer_principal_id: writer,
        writer_matches_task: 'false',
        reason: `the transcript was written by ${writer}, not by the task of the session (${TASK_ID})`,
      },
    });
    expect(commandLogs.description).toContain(commandLogs.user_data?.reason);
    expect(commandLogs.attachment).not.toBeNull();
  });

  it.each([
    ['S3', null, (body: string) => body],
    ['EventBridge', 'AROAOTHER:mallory', objectCreated],
  ])('is unknown where %s does not name it, which is no reproach', async (_, writer, messageOf) => {
    const stage = await reportOf(writer, (body) => [messageOf(body)]);
    expect(attestationsOf(stage).commandLogs).toMatchObject({
      is_compliant: true,
      user_data: { writer_principal_id: null, writer_matches_task: 'unknown' },
    });
  });

  it('that is wrong is reported once, whether or not the transcript was before without its writer', async () => {
    const stage = await reportOf('AROAOTHER:mallory', (body) => [
      objectCreated(body),
      body,
      objectCreated(body),
      body,
    ]);
    const writers = stage.kosli.trails
      .get(trailOf('alice'))
      ?.attestations.filter(({ attestation_name }) => attestation_name === 'command-logs')
      .map(({ is_compliant, user_data }) => [user_data?.writer_matches_task, is_compliant]);
    expect(writers).toEqual([
      ['unknown', true],
      ['false', false],
    ]);
    expect(trails(stage)[trailOf('alice')]).toHaveLength(4);
  });
});
