/** One way of deploying the reporter. */
export interface Scenario {
  readonly name: string;
  /** `context.evidenceReporter` of cdktf.json. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Values of Terraform variables, besides those that say where Kosli and the bucket are. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Where transcripts are uploaded. */
  readonly regions: readonly string[];
  /** What transcript keys begin with. */
  readonly keyPrefix: string;
  /** Whose tasks the function may describe; none named, all of them. */
  readonly clusters: readonly string[];
  readonly tokenSource: 'parameter-store' | 'secrets-manager';
  readonly eventBridgeEnabled: boolean;
  /** The EventBridge rules there are, besides one that announces transcripts: their names without the prefix. */
  readonly rules: readonly string[];
  /**
   * `stacks`: as synthesised. `module`: exported, and called by another root. The others deploy a reporter, and
   * change something about it: its variables, its trigger, the regions. `cdktf`: by the cdktf command itself. `examples`:
   * not deployed but planned, each as it is in `examples/`.
   */
  readonly deployed: 'stacks' | 'module' | 'variables' | 'trigger' | 'regions' | 'cdktf' | 'examples';
}

const HOME = 'eu-central-1';
const KEY = `arn:aws:kms:${HOME}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const plain = {
  options: {},
  variables: {},
  regions: [HOME],
  keyPrefix: '',
  clusters: [],
  tokenSource: 'parameter-store',
  eventBridgeEnabled: false,
  rules: ['reconcile', 'reconcile-daily'],
  deployed: 'stacks',
} as const;

export const SCENARIOS: readonly Scenario[] = [
  { ...plain, name: 'default options' },
  {
    ...plain,
    name: 'everything on',
    options: {
      regions: [HOME],
      cloudTrail: true,
      liveSessions: true,
      reconcile: 'cron(0/30 * * * ? *)',
      vpc: true,
      tokenSource: 'secrets-manager',
      backend: { type: 's3', bucket: 'acme-terraform-states', region: HOME },
      lambda: { architecture: 'x86_64' },
    },
    variables: {
      ecs_cluster_names: ['production'],
      kms_key_arns: [KEY],
      encryption_kms_key_arn: KEY,
      permissions_boundary_arn: 'arn:aws:iam::111122223333:policy/boundary',
      role_path: '/platform/',
      lambda_memory_mb: 1024,
      lambda_timeout_seconds: 120,
      lambda_maximum_concurrency: 5,
      alarm_sns_topic_arns: [`arn:aws:sns:${HOME}:111122223333:on-call`],
      vpc_subnet_ids: ['subnet-0123456789abcdef0'],
      vpc_security_group_ids: ['sg-0123456789abcdef0'],
      cloudtrail_name: 'acme-evidence',
      cloudtrail_retention_days: 90,
      cloudtrail_kms_key_arn: KEY,
      cloudtrail_reader_account_ids: ['444455556666'],
      cloudtrail_access_log_bucket_name: 'acme-access-logs',
      cloudtrail_object_lock_days: 30,
      allowed_account_ids: ['111122223333'],
      assume_role_arn: 'arn:aws:iam::111122223333:role/deploy',
    },
    keyPrefix: 'production/',
    clusters: ['production'],
    rules: ['execute-command', 'start-session', 'reconcile', 'reconcile-daily'],
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
    eventBridgeEnabled: true,
  },
  { ...plain, name: 'module called by another root', deployed: 'module' },
  { ...plain, name: 'variables set and changed', deployed: 'variables' },
  {
    ...plain,
    name: 'trigger changed',
    options: { reconcile: false, dashboard: false },
    rules: [],
    deployed: 'trigger',
  },
  { ...plain, name: 'second region added', deployed: 'regions', regions: [HOME, 'us-east-1'] },
  {
    ...plain,
    name: 'cdktf deploy',
    options: { cloudTrail: true },
    rules: ['execute-command', 'start-session', 'reconcile', 'reconcile-daily'],
    deployed: 'cdktf',
  },
  { ...plain, name: 'examples', deployed: 'examples' },
];
