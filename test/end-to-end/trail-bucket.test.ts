import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { executeCommandRecord } from '../../demo/recorded-session/execute-command';
import type { Stage } from '../../demo/stage';
import {
  attestationsOf,
  COMPLETE,
  person,
  poll,
  sessionId,
  trailOf,
  trails,
  uploadTranscript,
} from './sessions';
import { stages } from './stage';

const TRAIL = { bucketName: 'acme-trail', prefix: 'audit' };
const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const MINUTE_MS = 60_000;

/** A log file that CloudTrail delivered, five minutes after the call in it. */
const deliver = async ({ s3 }: Stage, openedAt: Date, region = REGION): Promise<string> => {
  const delivered = new Date(openedAt.getTime() + 5 * MINUTE_MS).toISOString();
  const [date = '', time = ''] = delivered.split('T');
  const stamp = `${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  const folder = `${TRAIL.prefix}/AWSLogs/${ACCOUNT}/CloudTrail/${region}/${date.replaceAll('-', '/')}`;
  const Key = `${folder}/${ACCOUNT}_CloudTrail_${region}_${stamp}_Mu0KsOhtH1ar15ZZ.json.gz`;
  const call = {
    userIdentity: person('alice'),
    eventId: 'event-in-the-trail',
    sessionId: sessionId(),
    openedAt,
  };
  const Body = gzipSync(JSON.stringify({ Records: [executeCommandRecord(call)] }));
  await s3.send(new CreateBucketCommand({ Bucket: TRAIL.bucketName }));
  await s3.send(new PutObjectCommand({ Bucket: TRAIL.bucketName, Key, Body }));
  return Key;
};

describe('a session that event history lacks', () => {
  const openStage = stages({ existingTrail: TRAIL });

  it('is attributed by the trail bucket', async () => {
    const stage = await openStage();
    const key = await deliver(stage, new Date(Date.now() - 20 * MINUTE_MS));
    await uploadTranscript(stage);
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: COMPLETE });
    expect(attestationsOf(stage).userIdentity).toMatchObject({
      is_compliant: true,
      user_data: {
        principal_id: 'AROAEXAMPLE:alice',
        cloudtrail_event_id: 'event-in-the-trail',
        digest_verified: 'pending',
        log_file: `s3://${TRAIL.bucketName}/${key}`,
      },
    });
  });

  it('is not attributed by the log of another region', async () => {
    const stage = await openStage();
    await deliver(stage, new Date(Date.now() - 20 * MINUTE_MS), 'us-east-1');
    await uploadTranscript(stage, { minutesAgo: 90 });
    await poll(stage);
    expect(trails(stage)).toEqual({ [`unattributed-${sessionId()}`]: COMPLETE });
  });

  it('waits when the trail bucket cannot be listed, and the log says what to check', async () => {
    const stage = await openStage();
    await uploadTranscript(stage, { minutesAgo: 90 });
    const { deliveries } = await poll(stage);
    expect(deliveries).toMatchObject([{ deleted: false, hiddenForSeconds: 1800 }]);
    expect(stage.reporter.logs()).toContain(TRAIL.bucketName);
    expect(trails(stage)).toEqual({});
  });
});
