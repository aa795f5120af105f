import type { Account } from './account';
import { BUCKET, clusterArn } from './names';

/** What is done to a healthy account, and the line that must be read then. */
export interface Fault {
  readonly make: (account: Account) => unknown;
  readonly given?: Readonly<Record<string, unknown>>;
  /** Part of the text, its white space taken for single blanks. */
  readonly line: string;
}

export const nothing = () => {};

const BEFORE = { bucket: BUCKET, 'kosli-org': 'acme', 'kosli-flow': 'production-access' };

/** Before deployment, with Kosli where the stand-in is: the line does not depend on it. */
export const beforeDeployment = { ...BEFORE, 'kosli-host': 'http://127.0.0.1:9' };
export const TOPIC = {
  id: 'virus-scan',
  targetArn: 'arn:aws:sns:eu-central-1:111122223333:scan',
  prefix: '',
  suffix: '',
};

export const logTo = (account: Account, s3BucketName: string, s3KeyPrefix = '') =>
  account.ecs.configureExec(clusterArn('production'), {
    logging: 'OVERRIDE',
    logConfiguration: { s3BucketName, s3KeyPrefix },
  });
