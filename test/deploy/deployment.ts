import { join } from 'node:path';
import { CREDENTIALS } from '../../stand-ins/account';
import { KOSLI } from '../../stand-ins/stage';
import { type AccountInRegion, openAccount } from './account';
import { checkKosli } from './check-kosli';
import { checkPermissions } from './check-permissions';
import { checkRules } from './check-rules';
import { reportOpenedSession } from './live-session';
import type { ScenarioReport } from './report';
import type { Requirements } from './requirements';
import type { Sandbox } from './sandbox';
import type { Scenario } from './scenarios';
import { reportSession } from './session';
import type { Deployed } from './terraform/deployed';
import { type Environment, type Terraform, terraformIn } from './terraform/terraform';

/** One scenario while it runs. */
export interface Deployment {
  readonly report: ScenarioReport;
  readonly sandbox: Sandbox;
  readonly accounts: readonly AccountInRegion[];
  /** The values of Terraform variables for a region. */
  readonly variablesIn: (region: string) => Readonly<Record<string, unknown>>;
  /** Terraform in a folder, in a region. */
  readonly terraformIn: (folder: string, region: string) => Terraform;
  /** The cdktf command in a folder, in a region, with values of Terraform variables. */
  readonly cdktfIn: (
    folder: string,
    region: string,
    variables: Readonly<Record<string, unknown>>,
  ) => Terraform;
  /** Has a session reported by what was deployed to a region, and looks at everything on the way; `session` tells several apart. */
  readonly reportIn: (region: string, deployed: Deployed, zip: string, session?: number) => Promise<void>;
}

const CDKTF = join(__dirname, '..', '..', 'node_modules', '.bin', 'cdktf');

/** https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_var_name */
const asEnvironment = (variables: Readonly<Record<string, unknown>>): Environment =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      `TF_VAR_${name}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

const SESSIONS = [
  'ecs-execute-command-s9y89par6quf78pcbnoko32g28',
  'ecs-execute-command-0d225423a59c47fc5',
  'ecs-execute-command-0dfcb1f8c2e47585a',
];

export const openDeployment = async (
  report: ScenarioReport,
  sandbox: Sandbox,
  scenario: Scenario,
  { terraform, pluginCache }: Requirements,
): Promise<Deployment> => {
  const { awsUrl, kosli } = sandbox;
  const accounts: AccountInRegion[] = [];
  const { cloudtrail_access_log_bucket_name: accessLogs } = scenario.variables;
  const accessLogBucket = typeof accessLogs === 'string' ? accessLogs : undefined;
  for (const region of scenario.regions) {
    accounts.push(await openAccount({ ...scenario, awsUrl, region, accessLogBucket }));
  }
  const accountIn = (region: string): AccountInRegion => {
    const account = accounts.find((each) => each.region === region);
    if (account) return account;
    throw new Error(`no account was prepared in ${region}`);
  };

  const environmentIn = (region: string): Environment => ({
    PATH: process.env.PATH,
    HOME: sandbox.folder,
    TF_CLI_CONFIG_FILE: process.env.TF_CLI_CONFIG_FILE,
    TF_PLUGIN_CACHE_DIR: pluginCache,
    // What is in the cache is used, and no registry is asked for its checksums.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true',
    TF_IN_AUTOMATION: 'true',
    CHECKPOINT_DISABLE: 'true',
    AWS_ENDPOINT_URL: awsUrl,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  });

  return {
    report,
    sandbox,
    accounts,
    variablesIn: (region) => ({
      kosli_org_name: KOSLI.org,
      kosli_flow_name: KOSLI.flow,
      kosli_host: kosli.url,
      ecs_exec_log_bucket_name: accountIn(region).bucket,
      ecs_exec_log_prefix: scenario.keyPrefix,
      tags: { team: 'audit' },
      ...scenario.variables,
    }),
    terraformIn: (folder, region) => terraformIn(terraform, folder, environmentIn(region)),
    cdktfIn: (folder, region, variables) =>
      terraformIn(CDKTF, folder, {
        ...environmentIn(region),
        ...asEnvironment(variables),
        TERRAFORM_BINARY_NAME: terraform,
        // The cache that is named above stays.
        CDKTF_DISABLE_PLUGIN_CACHE_ENV: 'true',
        // Lines for a log; no picture that is drawn again and again.
        CI: 'true',
      }),
    reportIn: async (region, deployed, zip, session = 0) => {
      const account = accountIn(region);
      const sessionId = SESSIONS[accounts.indexOf(account) + session] ?? '';
      const key = `${scenario.keyPrefix}${sessionId}.log`;
      await report.check(`${region}: the deployed role may do its work and nothing else`, async () => {
        const calls = await checkPermissions(deployed, { ...scenario, region, transcriptKey: key });
        return `${calls} calls`;
      });
      await report.check(`${region}: the deployed rules send to the deployed queue`, () =>
        checkRules(awsUrl, region, deployed, scenario.rules),
      );
      const record = sandbox.openSession(sessionId);
      const folder = join(sandbox.folder, 'function', `${region}-${session}`);
      const reporter = { account, deployed, zip, folder, awsUrl };
      if (scenario.rules.includes('execute-command')) {
        await report.check(`${region}: the deployed zip reports a session while it is open`, () =>
          reportOpenedSession({ ...reporter, folder: `${folder}-live` }, kosli, record, sessionId),
        );
      }
      const messages = `${region}: the bucket notifies the queue of a transcript, and the deployed zip reports it`;
      await report.check(messages, async () => {
        const session = await reportSession(reporter, key, sessionId);
        return `${session.messages} messages; ${checkKosli(kosli, sessionId, session)}`;
      });
    },
  };
};
