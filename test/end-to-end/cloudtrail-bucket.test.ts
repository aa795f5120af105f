import { gzipSync } from 'node:zlib';
import { ATTESTATIONS } from '../../stand-ins/attestations';
import { logFileOf } from '../../stand-ins/recorded-session/execute-command-record';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import {
  CLOUDTRAIL,
  createCloudTrailBucket,
  deliver,
  digestWriter,
  logFile,
  logFileKey,
  minutesAgo,
  putInCloudTrailBucket,
  WITH_CLOUDTRAIL_BUCKET,
} from './log-files';
import { attestationsOf, poll, sessionId, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

/** A log file is unpacked in pieces, each of whose memory is given back before the next. */
const PIECE_BYTES = 512 * 1024;

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

  it.each<[string, (record: string) => number]>([
    ['begins', () => 0],
    ['names the session', (record) => record.indexOf(sessionId()) + 10],
    ['ends', (record) => record.length - 1],
  ])('is attributed from a large log file, where the record %s at a cut', async (_, bytesBefore) => {
    const stage = await openStage();
    await createCloudTrailBucket(stage);
    const [call] = JSON.parse(logFile({ openedAt: minutesAgo(210) }).toString()).Records;
    const record = JSON.stringify(call);
    const begins = 5 * PIECE_BYTES - bytesBefore(record);
    const noise = (bytes: number) => ({ eventName: 'x'.repeat(bytes - '{"eventName":""}'.length) });
    const before = Array.from({ length: 5 }, () => noise(500_000));
    const bytes = logFileOf(...before, noise(begins - logFileOf(...before).length), call, noise(900_000));
    expect(bytes.indexOf(record)).toBe(begins);
    const key = await putInCloudTrailBucket(stage, logFileKey(minutesAgo(205)), gzipSync(bytes));
    await digestWriter(stage)(minutesAgo(190), { [key]: bytes });
    await uploadTranscript(stage, { minutesAgo: 200 });
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ATTESTATIONS });
    expect(attestationsOf(stage).userIdentity).toMatchObject({
      is_compliant: true,
      user_data: { cloudtrail_event_id: 'event-in-the-log-file', digest_verified: 'true' },
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
