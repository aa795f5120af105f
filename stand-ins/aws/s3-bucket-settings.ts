import { REGION } from '../account';
import type { HttpRequest, HttpResponse } from './http-message';
import { s3Error } from './s3-refusals';
import type { Versioning } from './s3-versions';

/** A notification of a bucket, by the ARN of what is notified. */
export interface ConfiguredNotification {
  readonly id: string;
  readonly targetArn: string;
  readonly prefix: string;
  readonly suffix: string;
}

const xml = (body: string): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`),
});

const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const STATUS = { enabled: '<Status>Enabled</Status>', suspended: '<Status>Suspended</Status>', never: '' };
const KINDS = {
  sqs: ['QueueConfiguration', 'Queue'],
  sns: ['TopicConfiguration', 'Topic'],
  lambda: ['CloudFunctionConfiguration', 'CloudFunction'],
} as const;

const filterXml = ({ prefix, suffix }: ConfiguredNotification): string => {
  const rule = (name: string, value: string) =>
    value === '' ? '' : `<FilterRule><Name>${name}</Name><Value>${value}</Value></FilterRule>`;
  return `<Filter><S3Key>${rule('Prefix', prefix)}${rule('Suffix', suffix)}</S3Key></Filter>`;
};

const notificationXml = (one: ConfiguredNotification): string => {
  const service = one.targetArn.split(':')[2];
  const kind = service === 'sqs' || service === 'sns' || service === 'lambda' ? KINDS[service] : null;
  if (kind === null) throw new Error(`S3 does not notify ${one.targetArn}`);
  const [element, target] = kind;
  return `<${element}><Id>${one.id}</Id><${target}>${one.targetArn}</${target}><Event>s3:ObjectCreated:*</Event>${filterXml(one)}</${element}>`;
};

/** What is asked of a bucket itself; null where it is something else. */
const askedOf = ({ method, url }: HttpRequest) => {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [, bucket = '', key = ''] = pathname.split('/');
  if (bucket === '' || key !== '') return null;
  if (method === 'HEAD') return { bucket, what: 'head' };
  if (method !== 'GET') return null;
  const what = ['versioning', 'notification', 'encryption', 'policy'].find((name) => searchParams.has(name));
  return what === undefined ? null : { bucket, what };
};

const REGION_SIGNED_FOR = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/s3\/aws4_request,/;

/** The settings of buckets, which fauxqs lacks: versioning, notifications, encryption and region. */
export const bucketSettings = (versioning: () => Versioning) => {
  const notifications = new Map<string, ConfiguredNotification[]>();
  const eventBridge = new Set<string>();
  const keys = new Map<string, string>();
  const policies = new Map<string, string>();
  const regions = new Map<string, string>();
  const headOf = (bucket: string, { headers }: HttpRequest): HttpResponse => {
    const region = regions.get(bucket) ?? REGION;
    const signedFor = REGION_SIGNED_FOR.exec(headers.authorization ?? '')?.[1];
    const status = signedFor === region ? 200 : 301;
    return { status, headers: { 'x-amz-bucket-region': region }, body: Buffer.alloc(0) };
  };
  const encryptionOf = (bucket: string): string => {
    const key = keys.get(bucket);
    return key === undefined
      ? '<SSEAlgorithm>AES256</SSEAlgorithm>'
      : `<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${key}</KMSMasterKeyID>`;
  };
  return {
    configure: (bucket: string, notification: ConfiguredNotification): void => {
      notifications.set(bucket, [...(notifications.get(bucket) ?? []), notification]);
    },
    forgetNotifications: (bucket: string): void => void notifications.delete(bucket),
    turnOnEventBridge: (bucket: string): void => void eventBridge.add(bucket),
    encryptWith: (bucket: string, keyArn: string): void => void keys.set(bucket, keyArn),
    /** @param policy as JSON */
    putPolicy: (bucket: string, policy: string): void => void policies.set(bucket, policy),
    moveTo: (bucket: string, region: string): void => void regions.set(bucket, region),
    /** @param exists asked about the bucket */
    answer: async (
      asked: HttpRequest,
      exists: (bucket: string) => Promise<boolean>,
    ): Promise<HttpResponse | null> => {
      const question = askedOf(asked);
      if (question === null || !asked.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential='))
        return null;
      const { bucket, what } = question;
      if (!(await exists(bucket))) return s3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
      if (what === 'head') return headOf(bucket, asked);
      if (what === 'versioning')
        return xml(`<VersioningConfiguration ${NAMESPACE}>${STATUS[versioning()]}</VersioningConfiguration>`);
      if (what === 'policy') {
        const policy = policies.get(bucket);
        return policy === undefined
          ? s3Error(404, 'NoSuchBucketPolicy', 'The bucket policy does not exist')
          : { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(policy) };
      }
      if (what === 'encryption')
        return xml(
          `<ServerSideEncryptionConfiguration ${NAMESPACE}><Rule><ApplyServerSideEncryptionByDefault>${encryptionOf(bucket)}</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`,
        );
      const configured = (notifications.get(bucket) ?? []).map(notificationXml).join('');
      const bridge = eventBridge.has(bucket) ? '<EventBridgeConfiguration></EventBridgeConfiguration>' : '';
      return xml(
        `<NotificationConfiguration ${NAMESPACE}>${configured}${bridge}</NotificationConfiguration>`,
      );
    },
  };
};
