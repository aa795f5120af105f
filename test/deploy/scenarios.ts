/** Something somebody deploys. */
export interface Scenario {
  readonly name: string;
  /** `context.evidenceReporter` of cdktf.json. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Where transcripts are uploaded. */
  readonly regions: readonly string[];
  /** What transcript keys begin with. */
  readonly keyPrefix: string;
  /** Whose tasks the function may describe; none named, all of them. */
  readonly clusters: readonly string[];
  readonly tokenSource: 'parameter-store' | 'secrets-manager';
  readonly announcesToEventBridge: boolean;
  /** `stacks`: as synthesised. `module`: exported, and called by a root somebody else wrote. */
  readonly deployed: 'stacks' | 'module';
}

const HOME = 'eu-central-1';
const KEY = `arn:aws:kms:${HOME}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const plain = {
  options: {},
  regions: [HOME],
  keyPrefix: '',
  clusters: [],
  tokenSource: 'parameter-store',
  announcesToEventBridge: false,
  deployed: 'stacks',
} as const;

export const SCENARIOS: readonly Scenario[] = [
  { ...plain, name: 'default options' },
  {
    ...plain,
    name: 'everything on',
    options: {
      regions: [HOME],
      cloudTrail: { retentionDays: 90, kmsKeyArn: KEY },
      kmsKeyArns: [KEY],
      vpc: { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] },
      permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
      tokenSource: 'secrets-manager',
      clusters: ['production'],
      backend: { type: 's3', bucket: 'acme-terraform-states', region: HOME },
      lambda: { memoryMb: 1024, timeoutSeconds: 120, architecture: 'x86_64', maximumConcurrency: 5 },
    },
    keyPrefix: 'production/',
    clusters: ['production'],
    tokenSource: 'secrets-manager',
  },
  {
    ...plain,
    name: 'two regions',
    options: { regions: [HOME, 'us-east-1'], backend: { type: 'cloud', organization: 'acme' } },
    regions: [HOME, 'us-east-1'],
  },
  {
    ...plain,
    name: 'trigger eventbridge',
    options: {
      trigger: 'eventbridge',
      backend: { type: 'http', address: 'https://states.example.com/{stack}' },
    },
    announcesToEventBridge: true,
  },
  { ...plain, name: 'module called by another root', deployed: 'module' },
];
