import type { Options } from 'yargs';

/** Which deployment a command is about. */
export const DEPLOYMENT_OPTIONS = {
  function: {
    type: 'string',
    default: 'ecs-exec-evidence-reporter',
    requiresArg: true,
    describe: 'The deployed function, whose settings are used',
  },
  region: {
    type: 'string',
    requiresArg: true,
    describe: 'Its region; the one of the AWS configuration, unless given',
  },
} as const satisfies Readonly<Record<string, Options>>;

/** What a command is given of them. */
export interface GivenDeployment {
  readonly function: string;
  readonly region: string | undefined;
}
