import { command } from '../command';
import { CommandError, EXIT } from '../exit-code';
import { argumentsOf, VERIFY_OPTIONS } from '../verify/verify-options';

export const verify = command({
  usage: 'verify',
  does: 'Recompute the daily completeness statements.',
  about:
    'Recomputes the daily completeness statements from CloudTrail, S3 and Kosli, and names what does not match. Reads only. Where neither an option nor a variable (KOSLI_ORG, KOSLI_FLOW, …) gives a setting, that of the deployed function counts; with --offline nobody is asked. Whoever does not want to rely on the function gives all of them.',
  examples: [
    ['verify --from 2026-07-01 --to 2026-07-31', 'July'],
    [
      'verify --from 2026-07-01 --to 2026-07-31 --cloudtrail-bucket acme-cloudtrail --save july',
      'from the bucket of a CloudTrail trail, with copies of everything that was read',
    ],
    [
      'verify --from 2026-07-01 --to 2026-07-31 --offline july --account 111122223333 --region eu-central-1',
      'from such copies',
    ],
  ],
  operands: {},
  options: VERIFY_OPTIONS,
  run: async (given, terminal) => {
    const { run } = await import('../../verify/run');
    const { linesOf } = await import('../../verify/print');
    const { isSufficient, withDeployment } = await import('../verify/deployed-environment');
    const { readDeployment } = await import('../deployment/read-deployment');
    const settingsOf = async () => {
      if (given.offline !== undefined) return process.env;
      try {
        return withDeployment(process.env, given, await readDeployment(given));
      } catch (error) {
        if (!(error instanceof CommandError) || !isSufficient(given, process.env)) throw error;
        terminal.remark(
          `What was not given has its default, as the function could not be asked: ${error.message}`,
        );
        return process.env;
      }
    };
    const said: string[] = [];
    const code = await run([...argumentsOf(given), '--json'], {
      env: await settingsOf(),
      say: (line) => said.push(line),
      // The usage of `npm run verify` has the same options, and is another's help.
      progress: (line) => terminal.remark(line.split('\n\nUsage: ')[0] ?? ''),
    });
    if (said.length === 0) return EXIT.failed;
    const result: { readonly days: Parameters<typeof linesOf>[0][] } = JSON.parse(said.join('\n'));
    terminal.result(result, () => result.days.flatMap(linesOf).join('\n'));
    return code;
  },
});
