import { UnknownNestingError } from '../../export/hcl/block-names';
import { type Configuration, UnknownSectionError, writeHcl } from '../../export/hcl/configuration';
import { fileOf, lines } from './file-of';

const variable = (definition: Configuration) => fileOf('variables.tf', { variable: { v: definition } });

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

  it('that is dynamic has its list and its content', () => {
    const statement = {
      for_each: '${var.keys == [] ? [] : [1]}',
      iterator: 'each',
      content: { resources: '${var.keys}', principals: [{ type: 'AWS' }] },
    };
    const written = fileOf('main.tf', {
      data: { aws_iam_policy_document: { d: { dynamic: { statement }, statement: [{ sid: 'A' }] } } },
    });
    expect(written).toBe(
      lines(
        'data "aws_iam_policy_document" "d" {',
        '  dynamic "statement" {',
        '    for_each = var.keys == [] ? [] : [1]',
        '    iterator = each',
        '',
        '    content {',
        '      resources = var.keys',
        '',
        '      principals {',
        '        type = "AWS"',
        '      }',
        '    }',
        '  }',
        '',
        '  statement {',
        '    sid = "A"',
        '  }',
        '}',
        '',
      ),
    );
  });

  it('of an unknown name is refused: it might be an object, which is written differently', () => {
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

  it('has an object of its backend as an object, since a backend has no blocks', () => {
    const role = { role_arn: 'arn:aws:iam::111122223333:role/states' };
    const written = fileOf('versions.tf', { terraform: { backend: { s3: { assume_role: role } } } });
    expect(written).toContain('    assume_role = { role_arn = "arn:aws:iam::111122223333:role/states" }\n');
  });

  it('has its locals, whatever their names and values', () => {
    const locals = { names: { first: '${var.a}' }, statement: [{ a: 1 }], text: 'x' };
    expect(fileOf('locals.tf', { locals })).toBe(
      lines(
        'locals {',
        '  names     = { first = var.a }',
        '  statement = [{ a = 1 }]',
        '  text      = "x"',
        '}',
        '',
      ),
    );
  });

  it('has what was moved and imported, so that an upgrade replaces nothing', () => {
    const configuration: Configuration = {
      moved: [
        { from: 'aws_sqs_queue.old', to: 'aws_sqs_queue.new["eu-central-1"]' },
        { from: 'module.a', to: 'module.b' },
      ],
      import: [{ to: 'aws_sqs_queue.new', id: '${var.url}/queue', provider: 'aws.home' }],
    };
    expect(fileOf('moved.tf', configuration)).toBe(
      lines(
        'moved {',
        '  from = aws_sqs_queue.old',
        '  to   = aws_sqs_queue.new["eu-central-1"]',
        '}',
        '',
        'moved {',
        '  from = module.a',
        '  to   = module.b',
        '}',
        '',
      ),
    );
    expect(fileOf('imports.tf', configuration)).toBe(
      lines(
        'import {',
        '  to       = aws_sqs_queue.new',
        '  id       = "${var.url}/queue"',
        '  provider = aws.home',
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

  it('with an unknown section is refused', () => {
    expect(() => writeHcl({ check: { healthy: {} } })).toThrow(UnknownSectionError);
  });
});
