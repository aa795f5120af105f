import { PACKAGE_NAME } from '../../stacks/constructs/reporter-package';
import { type Configuration, objectAt } from '../hcl/configuration';
import type { Json, JsonObject } from '../hcl/value';

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

const code = (value: Json | undefined): string => `\`${JSON.stringify(value)}\``;

const descriptionOf = (section: JsonObject, name: string): string =>
  String(objectAt(section, name).description ?? '');

const isRequired = (variables: JsonObject) => (name: string) => !('default' in objectAt(variables, name));

const requirement = (configuration: Configuration): string => {
  const settings = objectAt(configuration, 'terraform');
  const { version } = objectAt(objectAt(settings, 'required_providers'), 'aws');
  return `Terraform \`${settings.required_version}\`, AWS provider \`${version}\`.`;
};

const usage = (required: readonly string[]): string => {
  const width = Math.max(...required.map((name) => name.length));
  return [
    '```hcl',
    'module "ecs_exec_evidence" {',
    '  source = "./modules/ecs-exec-evidence"',
    '',
    ...required.map((name) => `  ${name.padEnd(width)} = "…"`),
    '}',
    '```',
  ].join('\n');
};

/** The module's README, with its inputs and outputs as the configuration declares them. */
export const moduleReadme = (configuration: Configuration): string => {
  const variables = objectAt(configuration, 'variable');
  const outputs = objectAt(configuration, 'output');
  const required = Object.keys(variables).filter(isRequired(variables));
  const optional = Object.keys(variables).filter((name) => !required.includes(name));
  const inputs = [...required, ...optional].map((name) => {
    const { type, default: fallback } = objectAt(variables, name);
    const isOptional = optional.includes(name);
    return [
      `\`${name}\``,
      descriptionOf(variables, name),
      `\`${type}\``,
      isOptional ? code(fallback) : 'required',
    ];
  });
  return `${[
    '# ECS Exec evidence reporter',
    'Turns every AWS ECS Exec session into audit evidence on a Kosli trail: what was shown in the shell, in which service, and who opened it.',
    `This folder was generated; it is complete, the code of the function (\`${PACKAGE_NAME}\`) included. Call it once for each region, with the provider of that region.`,
    '## Usage',
    usage(required),
    'Then put the Kosli API token into the SSM parameter; the output `token_command` shows how. Terraform never sees it.',
    '## Requirements',
    requirement(configuration),
    '## Inputs',
    table(['Name', 'Description', 'Type', 'Default'], inputs),
    '## Outputs',
    table(
      ['Name', 'Description'],
      Object.keys(outputs).map((name) => [`\`${name}\``, descriptionOf(outputs, name)]),
    ),
  ].join('\n\n')}\n`;
};
