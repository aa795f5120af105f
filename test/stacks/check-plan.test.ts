import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { checkPlans } from '../../cli/check-plan/check';
import { parsePlan } from '../../cli/check-plan/parse-plan';
import { chosenRules } from '../../cli/check-plan/rules';
import { readSynthesised } from '../../export/synthesise';
import { composeStacks } from '../../stacks/compose-stacks';
import { parseOptions } from '../../stacks/options/parse-options';
import { ACCOUNT_ID, CREDENTIALS, REGION } from '../../stand-ins/account';
import { type LoopbackServer, listenOnLoopback, readBody } from '../../stand-ins/loopback-server';
import { reporterIn, writeVariables } from '../deploy/stack-root';
import { overrideRoot } from '../deploy/terraform/override';
import { terraformIn } from '../deploy/terraform/terraform';
import { describeWith, pathOf } from '../tools/tools';

const folder = mkdtempSync(join(tmpdir(), 'own-stacks-'));
let sts: LoopbackServer;
beforeAll(async () => {
  sts = await listenOnLoopback(async (request, response) => {
    const form = new URLSearchParams((await readBody(request)).toString('utf8'));
    if (form.get('Action') !== 'GetCallerIdentity') throw new Error(`not a call of STS: ${request.url}`);
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${ACCOUNT_ID}:user/deploy</Arn><UserId>AIDAEXAMPLE</UserId><Account>${ACCOUNT_ID}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
  });
});
afterAll(async () => {
  await sts.close();
  rmSync(folder, { recursive: true });
});

const environment = () => ({
  ...process.env,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_REGION: REGION,
  AWS_ENDPOINT_URL: sts.url,
  AWS_EC2_METADATA_DISABLED: 'true',
});

const VALUES = {
  kosli_org_name: 'acme',
  kosli_flow_name: 'exec-sessions',
  ecs_exec_log_bucket_name: 'acme-exec-logs',
  cloudtrail_name: 'acme-evidence',
};

const synthesised = () => {
  const outdir = join(folder, 'synthesised');
  const app = new App({ outdir });
  composeStacks(app, parseOptions({ cloudTrail: true }));
  app.synth();
  return readSynthesised(outdir);
};

// Terraform and its provider.
jest.setTimeout(300_000);

describeWith('terraform', 'aws-provider')('our own stacks', () => {
  it('pass every rule of check-plan', async () => {
    const plans = [];
    for (const stack of synthesised()) {
      const root = join(folder, stack.name);
      cpSync(stack.folder, root, { recursive: true });
      overrideRoot(root, reporterIn(stack));
      writeVariables(root, stack, VALUES);
      const terraform = terraformIn(pathOf('terraform'), root, environment());
      const plugins = join(pathOf('aws-provider'), '.terraform/providers');
      await terraform.run('init', '-input=false', `-plugin-dir=${plugins}`);
      await terraform.run('plan', '-input=false', '-refresh=false', '-lock=false', '-out=plan');
      plans.push(parsePlan(stack.name, await terraform.json('show', '-json', 'plan')));
    }
    const report = checkPlans(plans, {
      rules: chosenRules(['all'], []),
      settings: { requireS3: true, requiredTags: [] },
      waivers: [],
      strict: false,
      allowEmpty: true,
      today: '2026-11-21',
    });
    expect(report.ok).toBe(true);
    // The other rules are about what the stacks do not have: no cluster, no task.
    expect(report.results.map(({ rule, verdict }) => [rule, verdict])).toEqual([
      ['cloudtrail-trail', 'passed'],
    ]);
    // What was looked at is there: no rule could fail on an empty plan.
    for (const { resources } of report.plans) expect(resources).toBeGreaterThan(3);
  });
});
