import { type Finding, findingKinds } from '../finding';
import type { Facts } from '../look/facts';
import type { KeyState } from '../look/keys';
import type { Look } from '../look/look';
import { unseenOf } from './unseen';

export const BUCKET = findingKinds('transcript bucket', {
  'bucket-there': ['ok', 'in {region}, readable'],
  'bucket-missing': [
    'error',
    'there is no such bucket',
    'create it, or correct ecs_exec_log_bucket_name (before deployment: --bucket)',
  ],
  'bucket-elsewhere': [
    'error',
    'in {region}, and not in {expected}: a bucket notifies only queues of its own region',
    'deploy to {region}, or use a bucket in {expected}',
  ],
  'bucket-versioned': ['ok', 'keeps versions'],
  'bucket-unversioned': [
    'warning',
    'keeps no versions (versioning: {status}): whoever may upload can replace a transcript unseen',
    null,
    'aws s3api put-bucket-versioning --region {region} --bucket {bucket} --versioning-configuration Status=Enabled',
  ],
  'bucket-key-usable': ['ok', 'encrypts with a key that is enabled'],
  'bucket-key-unusable': [
    'error',
    'encrypts with key {key}, whose state is {state}: transcripts can be neither uploaded nor read',
    'turn it on; from PendingDeletion only after aws kms cancel-key-deletion with the same options',
    'aws kms enable-key --region {region} --key-id {key}',
  ],
  'bucket-key-missing': [
    'error',
    'encrypts with key {key}, which does not exist: transcripts can be neither uploaded nor read',
    'give the bucket another key',
    `aws s3api put-bucket-encryption --region {region} --bucket {bucket} --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"KEY"}}]}'`,
  ],
});

const keyFindings = (
  { bucket, region }: Facts['plan'],
  key: string,
  state: Look<KeyState>,
): readonly Finding[] => {
  if ('unseen' in state) return unseenOf(BUCKET.about, bucket, state);
  if (state.seen === 'Enabled') return [BUCKET.tell('bucket-key-usable', bucket)];
  return [
    state.seen === null
      ? BUCKET.tell('bucket-key-missing', bucket, { key, bucket, region })
      : BUCKET.tell('bucket-key-unusable', bucket, { key, state: state.seen, region }),
  ];
};

/** Whether transcripts can be uploaded to the bucket, kept and read. */
export const checkBucket = ({ bucket: { region, settings }, plan }: Facts): readonly Finding[] => {
  const { bucket, region: expected } = plan;
  const unseen = (looked: Look<unknown>) => unseenOf(BUCKET.about, bucket, looked);
  if ('seen' in region && region.seen === null) return [BUCKET.tell('bucket-missing', bucket)];
  const findings: Finding[] = [...unseen(region)];
  if ('seen' in region && region.seen !== null && region.seen !== expected)
    findings.push(BUCKET.tell('bucket-elsewhere', bucket, { region: region.seen, expected }));
  if (settings === null) return findings;
  const { versioning, readable, key } = settings;
  if ('seen' in region && region.seen === expected && 'seen' in readable)
    findings.push(BUCKET.tell('bucket-there', bucket, { region: expected }));
  findings.push(...unseen(readable), ...unseen(versioning));
  if ('seen' in versioning)
    findings.push(
      versioning.seen === 'Enabled'
        ? BUCKET.tell('bucket-versioned', bucket)
        : BUCKET.tell('bucket-unversioned', bucket, { status: versioning.seen, bucket, region: expected }),
    );
  findings.push(...unseen(key));
  if ('seen' in key && key.seen !== null) findings.push(...keyFindings(plan, key.seen.id, key.seen.state));
  return findings;
};
