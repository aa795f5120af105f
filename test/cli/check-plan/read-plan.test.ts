import { Readable } from 'node:stream';
import { readPlan } from '../../../cli/check-plan/read-plan';
import { CommandError } from '../../../cli/exit-code';
import { goodCluster, planJson } from './plans';

const read = (...chunks: readonly (string | Buffer)[]) => readPlan('-', Readable.from(chunks));
const JSON_PLAN = JSON.stringify(planJson(goodCluster()));
const WITH_SHOW = 'terraform show -json PLANFILE';

describe('a plan', () => {
  it.each([
    ['as Terraform prints it', [JSON_PLAN]],
    ['as PowerShell writes it', [Buffer.from(`\ufeff${JSON_PLAN}`, 'utf16le')]],
    ['with a byte order mark', [`\ufeff${JSON_PLAN}`]],
    ['that comes in pieces', [...JSON_PLAN]],
  ])('is read: %s', async (_, chunks) => {
    const { source, terraformVersion, complete, resources } = await read(...chunks);
    expect({ source, terraformVersion, complete }).toEqual({
      source: 'Standard input',
      terraformVersion: '1.11.4',
      complete: null,
    });
    expect(resources.map(({ address }) => address)).toEqual(['aws_ecs_cluster.main']);
  });

  it('does not have to say which Terraform made it, and says whether it is complete where it knows', async () => {
    const plan = (besides: object) =>
      read(JSON.stringify({ format_version: '0.2', resource_changes: [], ...besides }));
    expect(await plan({})).toMatchObject({ terraformVersion: null, complete: null, resources: [] });
    expect((await plan({ complete: false })).complete).toBe(false);
    expect((await plan({ errored: false })).resources).toEqual([]);
  });
});

describe('what is not a plan is refused, with what is wrong and how to make one:', () => {
  const version = '"format_version":"1.2"';

  it.each<[string, string | Buffer, string]>([
    ['nothing', '', `Standard input is empty. Make it with: ${WITH_SHOW} > plan.json`],
    [
      'a plan as Terraform saves it',
      'PK\u0003\u0004',
      'Standard input is a plan as Terraform saves it, expected it as JSON.',
    ],
    ['text that begins as one', 'Plan: 1 to add', 'Standard input is not JSON.'],
    ['text that ends as one', 'OK', 'Standard input is not JSON.'],
    [
      'a log',
      '{"@level":"info"}\n{"@level":"info"}',
      'is the log of `terraform plan -json`, expected the plan itself.',
    ],
    [
      'a log with a blank line first',
      '\n{"a":1,"@level":"info"}\n{}',
      'is the log of `terraform plan -json`',
    ],
    ['lines of JSON that are no log', '{"level":"info"}\n{"@level":"info"}', 'is not JSON.'],
    ['half of UTF-16', Buffer.from([0xff, 0x7b]), 'is not JSON.'],
    [
      'a list',
      '[]',
      `format_version: expected a value, got nothing. Expected the output of \`${WITH_SHOW}\`.`,
    ],
    ['a version that is a list', '{"format_version":[]}', 'format_version: expected string, got a list.'],
    ['null', 'null', 'is not a plan: expected Object, got null.'],
    ['a text', '"hunter2"', 'expected Object, got string.'],
    [
      'a state',
      '{"format_version":"1.0","values":{}}',
      'is not a plan: This is a state: it has neither resource_changes',
    ],
    [
      'an empty object of this format',
      `{${version}}`,
      'is not a plan: it has neither resource_changes nor planned_values.',
    ],
    ['no version', '{"resource_changes":[]}', 'format_version: expected a value, got nothing.'],
    ['a version that is no number', '{"format_version":"new\\n1.0"}', 'its format_version is "new\\n1.0".'],
    ['a version with more behind it', '{"format_version":"1.0\\n"}', 'its format_version is'],
    ['a version of three parts', '{"format_version":"1.0.0"}', 'its format_version is "1.0.0".'],
    [
      'a newer version',
      '{"format_version":"2.0"}',
      'has format_version 2.0, expected 1.x or older: a newer Terraform made it.',
    ],
    [
      'a version of two digits',
      '{"format_version":"10.12"}',
      'has format_version 10.12, expected 1.x or older',
    ],
    [
      'no list of changes',
      `{${version},"resource_changes":7}`,
      'resource_changes: expected Array, got number.',
    ],
    [
      'a malformed change',
      `{${version},"resource_changes":[{"address":7}]}`,
      'resource_changes.0.address: expected string, got number.',
    ],
    [
      'a change that is null',
      `{${version},"resource_changes":[null]}`,
      'resource_changes.0: expected Object, got null.',
    ],
    [
      'a malformed deferred change',
      `{${version},"resource_changes":[],"deferred_changes":[{"resource_change":[]}]}`,
      'deferred_changes.0.resource_change.address: expected a value, got nothing.',
    ],
    [
      'a module that is no object',
      `{${version},"planned_values":{"root_module":{"child_modules":[true]}}}`,
      'planned_values: expected Object, got boolean.',
    ],
    [
      'a resource without a type',
      `{${version},"planned_values":{"root_module":{"resources":[{"address":"a","mode":"managed","name":"a"}]}}}`,
      'planned_values.resources.0.type: expected a value, got nothing.',
    ],
    [
      'the plan of a run that failed',
      `{${version},"errored":true,"resource_changes":[]}`,
      'failed (errored: true), so resources are missing from it.',
    ],
  ])('%s', async (_, given, said) => {
    const refused = await read(given).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CommandError);
    expect(String(refused)).toContain(said);
    expect(String(refused)).toContain('Standard input');
    expect(String(refused)).not.toContain('hunter2');
    expect(String(refused)).not.toMatch(/\n/);
  });

  it('a file that is not there', async () => {
    await expect(readPlan('absent.json', Readable.from([]))).rejects.toThrow(
      /^absent\.json cannot be read: .*ENOENT.*\. Make it with: terraform show -json PLANFILE > plan\.json$/,
    );
  });
});
