import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addRegion } from './add-region-scenario';
import { deployWithCdktf } from './cdktf-scenario';
import { changeTrigger } from './change-trigger-scenario';
import { changeVariables } from './change-variables-scenario';
import { cleanUpOnExit } from './cleanup-on-exit';
import { openDeployment } from './deployment';
import { planExamples } from './examples-scenario';
import { deployModule } from './module-scenario';
import { openReport, type ScenarioReport } from './report';
import { findRequirements, type Requirements } from './requirements';
import { openSandbox } from './sandbox';
import { SCENARIOS, type Scenario } from './scenarios';
import { deployStacks } from './stacks-scenario';

// `npm run test:deploy`: what is synthesised, deployed by the real Terraform and the real AWS provider to a stand-in for
// AWS on this machine, and used. Words behind the command pick the scenarios whose names contain them.

const DEPLOY = {
  stacks: deployStacks,
  module: deployModule,
  variables: changeVariables,
  trigger: changeTrigger,
  regions: addRegion,
  cdktf: deployWithCdktf,
  examples: planExamples,
} satisfies Record<Scenario['deployed'], unknown>;

// Side by side, each in a sandbox of its own: the provider spends nine tenths of the time waiting for a queue to settle.
const runScenario = async (
  report: ScenarioReport,
  requirements: Requirements,
  scenario: Scenario,
): Promise<void> => {
  const sandbox = await openSandbox(requirements.motoServer);
  try {
    const deployment = await openDeployment(report, sandbox, scenario, requirements);
    await DEPLOY[scenario.deployed](deployment, scenario);
  } finally {
    await sandbox.close();
  }
};

const main = async (): Promise<void> => {
  // The SDK announces on every start that it will leave Node 20 in 2027; the function runs on 24.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const folder = mkdtempSync(join(tmpdir(), 'test-deploy-'));
  cleanUpOnExit(() => rmSync(folder, { recursive: true, force: true }));
  const report = openReport();
  const found = findRequirements(folder);
  const words = process.argv.slice(2);
  const scenarios = SCENARIOS.filter(({ name }) => words.every((word) => name.includes(word)));
  await Promise.all(
    scenarios.map(async (scenario) => {
      const line = report.scenario(scenario.name);
      if ('missing' in found) line.skip(found.missing.join('; '));
      else await runScenario(line, found, scenario).catch(line.fail);
    }),
  );
  process.exitCode = report.close();
};

void main();
