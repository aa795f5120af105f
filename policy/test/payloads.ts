/** A small configuration whose plan is a payload. */
export interface Payload {
  /** In this folder, without `.json`. */
  readonly file: string;
  /** What is special about it. */
  readonly has: string;
  /** Files of Terraform by name, besides the provider. */
  readonly files: Readonly<Record<string, string>>;
  /** `logging` of a cluster that exists already as `aws_ecs_cluster.main`. */
  readonly existing?: string;
}

const OVERRIDE = `
      logging = "OVERRIDE"
      log_configuration {
        s3_bucket_name = "acme-exec-logs"
      }`;

const cluster = (label: string, logging: string, arguments_ = `name = "${label}"`): string => `
resource "aws_ecs_cluster" "${label}" {
  ${arguments_}
  configuration {
    execute_command_configuration {${logging}
    }
  }
}
`;

const main = (content: string): Payload['files'] => ({ 'main.tf': content });

const good = (number: string, has: string, files: Payload['files'], existing?: string): Payload => ({
  file: `good-test/good-payload-${number}`,
  has,
  files,
  ...(existing !== undefined && { existing }),
});

const bad = (number: string, has: string, files: Payload['files'], existing?: string): Payload => ({
  ...good(number, has, files, existing),
  file: `bad-test/bad-payload-${number}`,
});

export const PAYLOADS: readonly Payload[] = [
  good('01', 'OVERRIDE with a bucket', main(cluster('main', OVERRIDE))),
  good(
    '02',
    'a bucket that is known only after apply',
    main(
      `resource "aws_s3_bucket" "exec_logs" {
  bucket_prefix = "acme-exec-logs-"
}
${cluster('main', OVERRIDE.replace('"acme-exec-logs"', 'aws_s3_bucket.exec_logs.id'))}`,
    ),
  ),
  good('03', 'a cluster in a child module', {
    'main.tf': 'module "production" {\n  source = "./cluster"\n}\n',
    'cluster/main.tf': cluster('main', OVERRIDE),
  }),
  good(
    '04',
    'clusters by for_each',
    main(
      cluster('main', OVERRIDE, 'for_each = toset(["blue", "a=b:c"])\n  name = "main-${length(each.key)}"'),
    ),
  ),
  good(
    '05',
    'logging that is known only after apply',
    main(
      `resource "terraform_data" "logging" {}
${cluster('main', OVERRIDE.replace('"OVERRIDE"', 'terraform_data.logging.id == "" ? "NONE" : "OVERRIDE"'))}`,
    ),
  ),
  good('06', 'a cluster that did not log, and will', main(cluster('main', OVERRIDE)), 'NONE'),
  good('07', 'a bad cluster that is destroyed, beside a good one', main(cluster('other', OVERRIDE)), 'NONE'),
  good(
    '08',
    'blocks whose number is known only after apply',
    main(`resource "terraform_data" "blocks" {}
resource "aws_ecs_cluster" "main" {
  name = "main"
  dynamic "configuration" {
    for_each = terraform_data.blocks.id == "" ? [] : [1]
    content {
      execute_command_configuration {${OVERRIDE}
      }
    }
  }
}
`),
  ),
  bad('01', 'NONE', main(cluster('main', '\n      logging = "NONE"'))),
  bad('02', 'DEFAULT', main(cluster('main', '\n      logging = "DEFAULT"'))),
  bad('03', 'no configuration block', main('resource "aws_ecs_cluster" "main" {\n  name = "main"\n}\n')),
  bad('04', 'a bad cluster in a child module', {
    'main.tf': 'module "production" {\n  source = "./cluster"\n}\n',
    'cluster/main.tf': cluster('main', '\n      logging = "NONE"'),
  }),
  bad('05', 'two clusters of which one is bad', main(cluster('good', OVERRIDE) + cluster('bad', ''))),
  bad(
    '06',
    'clusters by for_each of which one is bad',
    main(
      cluster(
        'main',
        OVERRIDE.replace('"OVERRIDE"', 'each.value'),
        'for_each = { blue = "OVERRIDE", "a=b:c" = "NONE" }\n  name = "main-${length(each.key)}"',
      ),
    ),
  ),
  bad('07', 'count 0: no cluster to look at', main(cluster('main', OVERRIDE, 'count = 0\n  name = "main"'))),
  bad('08', 'a cluster that is only destroyed: none to look at', main(''), 'NONE'),
  bad(
    '09',
    'OVERRIDE to CloudWatch Logs alone',
    main(
      cluster(
        'main',
        OVERRIDE.replace('s3_bucket_name = "acme-exec-logs"', 'cloud_watch_log_group_name = "exec"'),
      ),
    ),
  ),
  bad('10', 'OVERRIDE without log_configuration', main(cluster('main', '\n      logging = "OVERRIDE"'))),
  bad(
    '11',
    'a configuration block with nothing about ECS Exec',
    main('resource "aws_ecs_cluster" "main" {\n  name = "main"\n  configuration {\n  }\n}\n'),
  ),
  bad(
    '12',
    'logging null, which the provider makes DEFAULT',
    main(cluster('main', '\n      logging = null')),
  ),
  bad('13', 'a bad cluster that stays as it is', main(cluster('main', '\n      logging = "NONE"')), 'NONE'),
  bad(
    '14',
    'a cluster that logs, and will not',
    main(cluster('main', '\n      logging = "NONE"')),
    'DEFAULT',
  ),
];
