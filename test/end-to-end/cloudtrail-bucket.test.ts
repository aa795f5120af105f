import { ATTESTATIONS } from '../../stand-ins/attestations';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { CLOUDTRAIL, createCloudTrailBucket, deliver, minutesAgo, WITH_CLOUDTRAIL_BUCKET } from './log-files';
import { attestationsOf, poll, sessionId, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

describeOnRuntime('a session that event history lacks', () => {
  const openStage = stages(...WITH_CLOUDTRAIL_BUCKET);

  it('is attributed from the CloudTrail bucket', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    const key = await deliver(stage, { openedAt: minutesAgo(210) });
    await uploadTranscript(stage, { minutesAgo: 200 });
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
    expect(attestationsOf(stage).userIdentity).toMatchObject({
      is_compliant: true,
      user_data: {
        principal_id: 'AROAEXAMPLE:alice',
        cloudtrail_event_id: 'event-in-the-log-file',
        digest_verified: 'pending',
        log_file: `s3://${CLOUDTRAIL.bucketName}/${key}`,
      },
    });
  });

  it('is not attributed from the log of another region', async () => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    await deliver(stage, { openedAt: minutesAgo(100) }, { region: 'us-east-1' });
    await uploadTranscript(stage, { minutesAgo: 90 });
    await poll(stage);
    expect(trails(stage)).toEqual({ [`unattributed-${sessionId()}`]: ATTESTATIONS });
  });

  it('waits when the CloudTrail bucket cannot be listed, and the log says what to check', async () => {
    const stage = await openStage();
    await uploadTranscript(stage, { minutesAgo: 90 });
    const { deliveries } = await poll(stage);
    expect(deliveries).toMatchObject([{ deleted: false, hiddenForSeconds: 1800 }]);
    expect(stage.reporter.logs()).toContain(CLOUDTRAIL.bucketName);
    expect(trails(stage)).toEqual({});
  });
});
