import { UnknownNestingError } from '../../export/hcl/block-names';
import { type Configuration, UnknownSectionError, writeHcl } from '../../export/hcl/configuration';
import { UnreadableTemplateError } from '../../export/hcl/read-expression';

const lines = (...written: readonly string[]) => written.join('\n');

const fileOf = (file: string, configuration: Configuration) =>
  writeHcl(configuration).get(file) ?? `nothing in ${file}`;

const attribute = (value: Configuration[string]) => {
  const written = fileOf('main.tf', { resource: { aws_sqs_queue: { q: { name: value } } } });
  return written.slice('resource "aws_sqs_queue" "q" {\n  name = '.length, -'\n}\n'.length);
};

const variable = (definition: Configuration) => fileOf('variables.tf', { variable: { v: definition } });

describe('a string', () => {
  it.each([
    ['plain', 'exec', '"exec"'],
    ['empty', '', '""'],
    ['with quotes, a backslash and line ends', 'a "b" \\ c\nd\te', String.raw`"a \"b\" \\ c\nd\te"`],
    ['that is one reference', '${aws_sqs_queue.q.arn}', 'aws_sqs_queue.q.arn'],
    ['with a reference in it', '${var.name}-reporter', '"${var.name}-reporter"'],
    ['of two references', '${var.a}${var.b}', '"${var.a}${var.b}"'],
    ['that only looks like a reference', '$${var.name}', '"$${var.name}"'],
    ['with a dollar before a brace further on', 'costs $5 {net}', '"costs $5 {net}"'],
    ['with quotes in a function', '${trimprefix(var.a, "/")}', 'trimprefix(var.a, "/")'],
    [
      'with a reference in a string in a reference',
      '${join("-", ["a${var.b}"])}',
      'join("-", ["a${var.b}"])',
    ],
    ['with quotes both outside and inside', 'say "${upper("a")}"', String.raw`"say \"${'$'}{upper("a")}\""`],
    [
      'with a pattern',
      '${can(regex("^[{]x\\\\d{1,3}$", var.a))}',
      String.raw`can(regex("^[{]x\\d{1,3}$", var.a))`,
    ],
    ['that picks an element', '${aws_subnet.s[0].tags["Name"]}', 'aws_subnet.s[0].tags["Name"]'],
    ['with operators', '${(var.a+60)*-1>=0&&!var.b?1:2}', '(var.a + 60) * -1 >= 0 && !var.b ? 1 : 2'],
    ['with all elements', '${aws_subnet.s[*].id}', 'aws_subnet.s[*].id'],
  ])('%s means the same in HCL', (_what, json, hcl) => {
    expect(attribute(json)).toBe(hcl);
  });

  it('that cannot be read is refused rather than guessed, with the place', () => {
    expect(() => attribute('${join("-", [var.a)}')).toThrow(UnreadableTemplateError);
    expect(() => attribute('${var.a')).toThrow('and } was expected');
    expect(() => attribute('${var.a @ 2}')).toThrow('At character 9 it has "@ 2}"');
  });
});

describe('a value that is no string', () => {
  it.each([
    ['false', false, 'false'],
    ['zero', 0, '0'],
    ['nothing', null, 'null'],
    ['an empty list', [], '[]'],
    ['a list', ['a', 1, true], '["a", 1, true]'],
  ])('%s stays what it is', (_what, json, hcl) => {
    expect(attribute(json)).toBe(hcl);
  });

  it('too long for a line is broken, each element on its own', () => {
    const long = 'x'.repeat(60);
    expect(attribute([long, long])).toBe(lines('[', `    "${long}",`, `    "${long}",`, '  ]'));
  });

  it('with numbers only stays on one line, however long', () => {
    const numbers = Array.from({ length: 60 }, (_, index) => index);
    expect(attribute(numbers)).toBe(`[${numbers.join(', ')}]`);
  });
});

describe('a block', () => {
  it('has its attributes first, their equals signs in one column, then its blocks', () => {
    const written = fileOf('main.tf', {
      resource: {
        aws_lambda_function: {
          reporter: {
            '//': { metadata: { path: 'x' } },
            depends_on: ['aws_iam_role_policy.p', 'aws_cloudwatch_log_group.g'],
            environment: { variables: { QUEUE_URL: '${aws_sqs_queue.q.url}', HOST: 'h' } },
            lifecycle: { prevent_destroy: true, ignore_changes: ['tags'] },
            redrive: '${jsonencode({"deadLetterTargetArn" = aws_sqs_queue.d.arn, "maxReceiveCount": 5})}',
            timeout: 300,
          },
        },
      },
    });
    expect(written).toBe(
      lines(
        'resource "aws_lambda_function" "reporter" {',
        '  depends_on = [aws_iam_role_policy.p, aws_cloudwatch_log_group.g]',
        '  redrive = jsonencode({',
        '    deadLetterTargetArn = aws_sqs_queue.d.arn',
        '    maxReceiveCount     = 5',
        '  })',
        '  timeout = 300',
        '',
        '  environment {',
        '    variables = {',
        '      QUEUE_URL = aws_sqs_queue.q.url',
        '      HOST      = "h"',
        '    }',
        '  }',
        '',
        '  lifecycle {',
        '    prevent_destroy = true',
        '    ignore_changes  = [tags]',
        '  }',
        '}',
        '',
      ),
    );
  });

  it('comes once for each element of a list', () => {
    const written = fileOf('main.tf', {
      data: { aws_iam_policy_document: { d: { statement: [{ sid: 'A' }, { sid: 'B' }] } } },
    });
    expect(written.match(/statement \{/g)).toHaveLength(2);
  });

  it('nobody has heard of is refused: it might be an object, which is written otherwise', () => {
    const unheard = { resource: { aws_sqs_queue: { q: { unheard_of: [{ a: 1 }] } } } };
    expect(() => writeHcl(unheard)).toThrow(UnknownNestingError);
    expect(() => writeHcl(unheard)).toThrow('resource.aws_sqs_queue.q has "unheard_of"');
  });
});

describe('a variable', () => {
  it.each([
    ['false', false, 'false'],
    ['zero', 0, '0'],
    ['an empty string', '', '""'],
    ['a list', ['a', 'b'], '["a", "b"]'],
    ['an empty map', {}, '{}'],
    ['a map', { team: 'audit' }, '{ team = "audit" }'],
    ['null', null, 'null'],
    ['a text with the signs of a template', '{a} ${b} %{c}', '"{a} $${b} %%{c}"'],
  ])('keeps its default: %s', (_what, json, hcl) => {
    expect(variable({ default: json })).toBe(lines('variable "v" {', `  default = ${hcl}`, '}', ''));
  });

  it('has a type, a description with quotes, and a validation that is evaluated', () => {
    const written = variable({
      description: 'the "v" of ${this}',
      nullable: false,
      type: 'map(object({a=string}))',
      validation: [{ condition: '${var.v != ""}', error_message: 'v was ${var.v}' }],
    });
    expect(written).toBe(
      lines(
        'variable "v" {',
        String.raw`  description = "the \"v\" of $${'$'}{this}"`,
        '  nullable    = false',
        '  type        = map(object({ a = string }))',
        '',
        '  validation {',
        '    condition     = var.v != ""',
        '    error_message = "v was ${var.v}"',
        '  }',
        '}',
        '',
      ),
    );
  });
});

describe('a configuration', () => {
  it('has its settings, required providers and backend in one block', () => {
    const written = fileOf('versions.tf', {
      terraform: {
        backend: { s3: { bucket: 'states', use_lockfile: true } },
        required_providers: { aws: { source: 'aws', version: '6.25.0' } },
      },
    });
    expect(written).toBe(
      lines(
        'terraform {',
        '  required_providers {',
        '    aws = {',
        '      source  = "aws"',
        '      version = "6.25.0"',
        '    }',
        '  }',
        '',
        '  backend "s3" {',
        '    bucket       = "states"',
        '    use_lockfile = true',
        '  }',
        '}',
        '',
      ),
    );
  });

  it('with a cloud backend names organization and workspace', () => {
    const written = fileOf('versions.tf', {
      terraform: { cloud: { organization: 'acme', workspaces: { name: 'evidence' } } },
    });
    expect(written).toContain(
      lines(
        '  cloud {',
        '    organization = "acme"',
        '',
        '    workspaces {',
        '      name = "evidence"',
        '    }',
        '  }',
      ),
    );
  });

  it('with a section that was never written before is refused', () => {
    expect(() => writeHcl({ moved: [{ from: 'a', to: 'b' }] })).toThrow(UnknownSectionError);
  });
});
