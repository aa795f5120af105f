import { execFile } from 'node:child_process';
import { ACCOUNT_ID, CREDENTIALS, REGION } from '../../stand-ins/account';
import { KOSLI } from '../../stand-ins/stage';
import { PROJECT } from '../../stand-ins/terraform/synthesise';
import { serve } from './engine/serve';
import type { Verdict } from './oracle/check';
import { statedDays, statementTrail } from './oracle/expected-statements';
import type { Scenario } from './scenario/session';
import type { Aftermath } from './simulate';

interface Verified {
  readonly code: number;
  readonly said: string;
}

const runVerify = (url: string, from: string, to: string): Promise<Verified> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'verify/main.ts', '--from', from, '--to', to, '--account', ACCOUNT_ID],
      {
        cwd: PROJECT,
        maxBuffer: 64 * 1024 * 1024,
        env: {
          PATH: process.env.PATH,
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
          AWS_ENDPOINT_URL: url,
          AWS_REGION: REGION,
          AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
          AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
          KOSLI_HOST: url,
          KOSLI_ORG: KOSLI.org,
          KOSLI_FLOW: KOSLI.flow,
          KOSLI_API_TOKEN: KOSLI.token,
        },
      },
      (error, stdout, stderr) =>
        // A signal leaves no code.
        resolve({ code: error === null ? 0 : Number(error.code ?? Number.NaN), said: `${stdout}${stderr}` }),
    );
  });

const names = ({ code, said }: Verified, name: string): readonly string[] =>
  code === 1 && said.includes(name) ? [] : [`exit code ${code}, ${name} expected in: ${said.slice(0, 800)}`];

/** Runs `verify` on what the simulation left, as it is and after somebody has tampered with it. */
export const checkVerify = async (scenario: Scenario, after: Aftermath): Promise<readonly Verdict[]> => {
  const days = statedDays(scenario);
  const [quiet = '', ...others] = days;
  const served = await serve(after.answer);
  const verify = (from: string, to: string) => runVerify(served.url, from, to);
  try {
    const untouched = await verify(quiet, others.at(-1) ?? quiet);
    const session = scenario.sessions.find(({ openedAt }) =>
      new Date(openedAt).toISOString().startsWith(quiet),
    );
    const restoreTranscript = after.bucket.tamper(
      session?.key ?? '',
      Buffer.from('something else was shown'),
    );
    const transcript = await verify(quiet, quiet);
    restoreTranscript();
    const restoreStatement = after.tamperWithStatement(statementTrail(quiet), { transcripts_in_s3: 7 });
    const statement = await verify(quiet, quiet);
    restoreStatement();
    after.forgetTrail(statementTrail(quiet));
    const missing = await verify(quiet, quiet);
    return [
      {
        promise: 'verify passes on what was left',
        broken: untouched.code === 0 ? [] : [`exit code ${untouched.code}: ${untouched.said.slice(0, 3000)}`],
      },
      {
        promise: 'verify names the transcript that was tampered with',
        broken: names(transcript, session?.id ?? ''),
      },
      {
        promise: 'verify names the statement that was tampered with',
        broken: names(statement, `statement ${quiet}`),
      },
      { promise: 'verify names the day that is missing', broken: names(missing, `day ${quiet}`) },
    ];
  } finally {
    await served.close();
  }
};
