import { type Configuration, objectAt } from './hcl/configuration';
import { isObject, type Json, type JsonObject } from './hcl/value';

type Version = readonly [major: number, minor: number];

/** A feature a configuration may use, and the first release of Terraform that has it. */
interface Feature {
  readonly since: Version;
  readonly isUsed: (configuration: Configuration) => boolean;
}

// The oldest release this project supports, as its documentation says. What is used and not listed below is no newer: `cloud`,
// `moved` and `nullable` are of 1.1 (https://github.com/hashicorp/terraform/blob/v1.1.0/CHANGELOG.md), preconditions of 1.2
// (…/v1.2.0/CHANGELOG.md), `import` of 1.5 (…/v1.5.0/CHANGELOG.md), the functions of 1.5 or older.
const OLDEST: Version = [1, 5];

const s3In = (configuration: Configuration): JsonObject =>
  objectAt(objectAt(objectAt(configuration, 'terraform'), 'backend'), 's3');

const importsIn = ({ import: imports = [] }: Configuration): JsonObject[] =>
  [imports].flat().filter(isObject);

const isTemplate = (value: Json | undefined): value is string =>
  typeof value === 'string' && value.includes('${');

const REFERENCE = /(?<![\w.])(?:var\.(?<variable>\w+)|(?:local|data|module|aws_\w+)\.\w)/g;

const TEXT = /"(?:[^"\\]|\\.)*"/g;
const keepTemplates = (text: string): string => (isTemplate(text) ? text : '""');

/** Whether the validation of a variable refers to anything but the variable itself. */
const refersToOthers = (name: string, { validation = [] }: JsonObject): boolean =>
  [validation]
    .flat()
    .filter(isObject)
    .flatMap((rule) => Object.values(rule).filter(isTemplate))
    // A string without a template has no references.
    .flatMap((text) => [...text.replace(TEXT, keepTemplates).matchAll(REFERENCE)])
    .some(({ groups }) => groups?.variable !== name);

const FEATURES: readonly Feature[] = [
  {
    // Experimental at first, and generally available since 1.11: https://github.com/hashicorp/terraform/pull/35845 and …/36338
    since: [1, 10],
    isUsed: (configuration) => 'use_lockfile' in s3In(configuration),
  },
  {
    // https://github.com/hashicorp/terraform/pull/34955
    since: [1, 9],
    isUsed: (configuration) => {
      const variables = objectAt(configuration, 'variable');
      return Object.keys(variables).some((name) => refersToOthers(name, objectAt(variables, name)));
    },
  },
  {
    // https://github.com/hashicorp/terraform/blob/v1.7.0/CHANGELOG.md
    since: [1, 7],
    isUsed: (configuration) => importsIn(configuration).some((each) => 'for_each' in each),
  },
  {
    // https://github.com/hashicorp/terraform/blob/v1.6.0/CHANGELOG.md: before, an id had to be literal
    since: [1, 6],
    isUsed: (configuration) => importsIn(configuration).some(({ id }) => isTemplate(id)),
  },
  {
    // https://github.com/hashicorp/terraform/blob/v1.6.0/CHANGELOG.md
    since: [1, 6],
    isUsed: (configuration) =>
      ['assume_role', 'allowed_account_ids'].some((setting) => setting in s3In(configuration)),
  },
];

/** The `required_version` of a configuration: the oldest supported Terraform that has every feature it uses. */
export const terraformVersion = (configuration: Configuration): string => {
  const [major, minor] = FEATURES.filter(({ isUsed }) => isUsed(configuration))
    .map(({ since }) => since)
    .reduce((newest, since) => ((since[0] - newest[0] || since[1] - newest[1]) > 0 ? since : newest), OLDEST);
  return `>= ${major}.${minor}.0`;
};
