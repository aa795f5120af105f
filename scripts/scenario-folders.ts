import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { exportModule } from '../export/export-module';
import { exportStacks } from '../export/export-stacks';
import { runCommand } from '../export/run-command';
import { RUNTIMES } from '../stacks/options/lambda-options';
import { SCENARIOS } from '../test/deploy/scenarios';

// `npm run scenarios:write`: whatever can be deployed, as `synth:hcl` and `synth:module` write it, for `scenarios:validate`.
// For both runtimes, because the newer one needs a newer AWS provider.

const folderName = (scenario: string): string => scenario.replaceAll(/[^a-z0-9]+/gi, '-');

/** Scenarios that differ in variables only are one configuration. */
const configurations = SCENARIOS.filter(
  ({ options }, index) => index === SCENARIOS.findIndex((each) => isDeepStrictEqual(each.options, options)),
);

const withRuntime = (options: object, runtime: string) => {
  const { lambda } = { lambda: {}, ...options };
  return { evidenceReporter: { ...options, lambda: { ...lambda, runtime } } };
};

runCommand({ script: 'scenarios:write', out: join('dist', 'scenarios') }, (out) =>
  RUNTIMES.flatMap((runtime) => [
    ...configurations.flatMap(({ name, options }) =>
      exportStacks(withRuntime(options, runtime), join(out, runtime, folderName(name))),
    ),
    ...exportModule(withRuntime({}, runtime), join(out, runtime, 'module')),
  ]),
);
