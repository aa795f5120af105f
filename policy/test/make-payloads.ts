import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onPath } from '../../test/deploy/requirements';
import { PAYLOADS, type Payload } from './payloads';

// `npm run policy:payloads`: the payloads as Terraform plans them, for a policy to be tested with what it is given in use.
// It needs Terraform, and the AWS provider from wherever Terraform installs it; no AWS account.

const PROVIDER = `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
`;

/** https://developer.hashicorp.com/terraform/internals: version 4 of the state. */
const stateWith = (logging: string): string =>
  JSON.stringify({
    version: 4,
    terraform_version: '1.5.0',
    serial: 1,
    lineage: '00000000-0000-0000-0000-000000000000',
    outputs: {},
    resources: [
      {
        mode: 'managed',
        type: 'aws_ecs_cluster',
        name: 'main',
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [
          {
            schema_version: 0,
            attributes: {
              arn: 'arn:aws:ecs:eu-central-1:111122223333:cluster/main',
              configuration: [
                {
                  execute_command_configuration: [{ kms_key_id: '', log_configuration: [], logging }],
                  managed_storage_configuration: [],
                },
              ],
              id: 'arn:aws:ecs:eu-central-1:111122223333:cluster/main',
              name: 'main',
              service_connect_defaults: [],
              setting: [{ name: 'containerInsights', value: 'disabled' }],
              tags: {},
              tags_all: {},
            },
          },
        ],
      },
    ],
  });

const environment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(TF_(?!CLI_CONFIG)|AWS_)/.test(name)),
  ),
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

const write = (root: string, file: string, content: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
};

// When it was made, and a set in no order; nothing else differs from run to run.
const withoutTime = (json: string): unknown => {
  const { timestamp: _when, relevant_attributes: relevant = [], ...rest } = JSON.parse(json);
  const sorted = relevant.map((each: unknown) => JSON.stringify(each)).sort();
  return { ...rest, relevant_attributes: sorted.map((each: string) => JSON.parse(each)) };
};

const executable = onPath('terraform');
if (executable === undefined) throw new Error('terraform is not on PATH');

const planOf = (root: string, { files, existing }: Payload): unknown => {
  const terraform = (...args: readonly string[]) =>
    execFileSync(executable, args, { cwd: root, env: environment, encoding: 'utf8' });
  for (const [file, content] of Object.entries(files)) write(root, file, content);
  if (existing !== undefined) write(root, 'terraform.tfstate', stateWith(existing));
  terraform('init', '-input=false', '-no-color');
  terraform('plan', '-input=false', '-no-color', '-refresh=false', '-out=plan');
  const plan = withoutTime(terraform('show', '-json', 'plan'));
  for (const file of [...Object.keys(files), 'terraform.tfstate', 'plan'])
    rmSync(join(root, file), { force: true });
  return plan;
};

const root = mkdtempSync(join(tmpdir(), 'payloads-'));
try {
  write(root, 'provider.tf', PROVIDER);
  for (const payload of PAYLOADS) {
    const file = join(__dirname, `${payload.file}.json`);
    writeFileSync(file, `${JSON.stringify(planOf(root, payload), null, 2)}\n`);
    process.stdout.write(`${payload.file}: ${payload.has}\n`);
  }
} finally {
  rmSync(root, { recursive: true });
}
