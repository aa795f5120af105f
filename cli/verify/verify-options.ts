import type { Options } from 'yargs';
import { DEPLOYMENT_OPTIONS } from '../deployment/deployment-options';

const text = (describe: string) => ({ type: 'string', describe }) as const;

/** The flags of `npm run verify`, under the same names. */
export const VERIFY_OPTIONS = {
  from: text('The first day (UTC), as YYYY-MM-DD'),
  to: text('The last day'),
  account: text('Account of the sessions'),
  region: text('Region of the sessions, and of the function'),
  'cloudtrail-bucket': text('Bucket of a CloudTrail trail; without it event history is read (90 days)'),
  'cloudtrail-prefix': text('What stands before AWSLogs/ in that bucket'),
  'cloudtrail-organization-id': text("o-... of an organization's CloudTrail trail"),
  'kosli-org': text('Organization on Kosli'),
  'kosli-flow': text('Flow on Kosli'),
  'kosli-host': text('Address of Kosli'),
  'token-parameter': text('SSM parameter with the API token, where KOSLI_API_TOKEN is not set'),
  'trail-name-template': text('How trails are named'),
  service: {
    type: 'string',
    array: true,
    describe: 'A service that {service} may stand for; may be repeated',
  },
  'grace-minutes': text('How long a transcript may take'),
  lists: text('Folder with lists that were attached to statements'),
  save: text('Copy everything that is read to this folder'),
  offline: text('Read such copies, and ask nobody; needs --account and --region'),
  function: {
    type: 'string',
    default: DEPLOYMENT_OPTIONS.function.default,
    requiresArg: true,
    describe: 'The deployed function, whose settings count where no option or variable gives them',
  },
} as const satisfies Readonly<Record<string, Options>>;

/** What was given of them, as the arguments that `verify/run.ts` takes. */
export const argumentsOf = (given: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(VERIFY_OPTIONS)
    .filter((name) => name !== 'function')
    .flatMap((name) => {
      const values: readonly unknown[] = [given[name]].flat();
      // With a sign between them, a value may begin with a dash.
      return values.filter((value) => value !== undefined).map((value) => `--${name}=${value}`);
    });
