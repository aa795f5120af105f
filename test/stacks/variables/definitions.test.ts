import {
  CLOUDTRAIL_VARIABLES,
  EXISTING_CLOUDTRAIL_VARIABLES,
  OWN_CLOUDTRAIL_VARIABLES,
  PROVIDER_VARIABLES,
  VARIABLES,
  type VariableDefinition,
  VPC_VARIABLES,
} from '../../../stacks/variables';
import { type SynthesisedStack, stackOf } from '../synthesise';

type Definitions = Readonly<Record<string, VariableDefinition>>;

const EVERYWHERE: Definitions = { ...VARIABLES, ...PROVIDER_VARIABLES };
const WITH_OPTIONS: readonly [string, SynthesisedStack, Definitions][] = [
  ['evidence-reporter', stackOf({}), EVERYWHERE],
  ['evidence-reporter with vpc', stackOf({ vpc: true }), { ...EVERYWHERE, ...VPC_VARIABLES }],
  [
    'evidence-reporter with existingCloudTrail',
    stackOf({ existingCloudTrail: true }),
    { ...EVERYWHERE, ...EXISTING_CLOUDTRAIL_VARIABLES },
  ],
  [
    'evidence-reporter with cloudTrail',
    stackOf({ cloudTrail: true }),
    { ...EVERYWHERE, ...OWN_CLOUDTRAIL_VARIABLES },
  ],
  [
    'cloudtrail',
    stackOf({ cloudTrail: true }, 'cloudtrail'),
    { ...CLOUDTRAIL_VARIABLES, ...PROVIDER_VARIABLES },
  ],
];

describe('the variables', () => {
  it.each(WITH_OPTIONS)(
    'of %s are those of the table, each with its type, default and description',
    (_, stack, all) => {
      expect(Object.keys(stack.variable).sort()).toEqual(Object.keys(all).sort());
      for (const [name, { type, description, default: fallback }] of Object.entries(all)) {
        expect([name, stack.variable[name]]).toEqual([
          name,
          expect.objectContaining({
            type,
            description,
            nullable: fallback === null,
            ...(fallback !== undefined && { default: fallback }),
          }),
        ]);
      }
    },
  );

  it('have no default only where there cannot be one', () => {
    const asked = WITH_OPTIONS.map(([stack, , all]) => [
      stack,
      Object.keys(all).filter((name) => all[name]?.default === undefined),
    ]);
    const always = ['kosli_org_name', 'kosli_flow_name', 'ecs_exec_log_bucket_name'];
    expect(Object.fromEntries(asked)).toEqual({
      'evidence-reporter': always,
      'evidence-reporter with vpc': [...always, 'vpc_subnet_ids', 'vpc_security_group_ids'],
      'evidence-reporter with existingCloudTrail': [...always, 'cloudtrail_bucket_name'],
      'evidence-reporter with cloudTrail': always,
      cloudtrail: [],
    });
  });

  it('are all used', () => {
    const unused = WITH_OPTIONS.flatMap(([, { variable, ...rest }]) => {
      const written = JSON.stringify(rest);
      return Object.keys(variable).filter((name) => !new RegExp(`var\\.${name}\\b`).test(written));
    });
    expect(unused).toEqual([]);
  });
});
