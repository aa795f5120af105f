import { evaluate, evaluateAny } from '../../../stand-ins/terraform/expression';
import type { Value } from '../../../stand-ins/terraform/functions';

const KNOWN = new Map<string, Value>([
  ['var.name_prefix', 'evidence'],
  ['var.prefix', ''],
  ['var.key', null],
  ['var.timeout', 300],
  ['var.clusters', ['prod', 'dev']],
  ['aws_sqs_queue.transcripts.url', 'http://127.0.0.1/transcripts'],
]);

describe('an expression of the synthesised stack', () => {
  it('has its references filled in', () => {
    expect(evaluate('${var.name_prefix}-reporter', KNOWN)).toBe('evidence-reporter');
    expect(evaluate('${aws_sqs_queue.transcripts.url}', KNOWN)).toBe('http://127.0.0.1/transcripts');
    expect(evaluate('{principalId}', KNOWN)).toBe('{principalId}');
  });

  it.each<[string, Value]>([
    ['${6 * var.timeout + 20}', 1820],
    ['${(2 + var.timeout) * 60}', 18_120],
    ['${var.key == null ? "none" : var.key}', 'none'],
    ['${var.prefix != "" && length(var.clusters) > 1}', false],
    ['${trimprefix("${var.prefix}/", "/")}', ''],
    ['a${trimprefix("${var.name_prefix}/", "/")}b', 'aevidence/b'],
    ['${coalesce(var.key, "trail-${var.name_prefix}")}', 'trail-evidence'],
    ['${[for cluster in var.clusters : "task/${cluster}/*"]}', ['task/prod/*', 'task/dev/*']],
    ['${split(":", "arn:aws:kms:eu-central-1")[3]}', 'eu-central-1'],
    ['${jsonencode({"a" = [var.timeout], b = "${var.name_prefix}"})}', '{"a":[300],"b":"evidence"}'],
    ['${length([]) == 0 ? [1, [2]] : []}', [1, [2]]],
  ])('%s is evaluated as Terraform would', (text, value) => {
    expect(evaluateAny(text, KNOWN)).toEqual(value);
  });

  it('is refused when only Terraform could evaluate it', () => {
    expect(() => evaluate('${upper(var.name_prefix)}', KNOWN)).toThrow('instead of upper');
    expect(() => evaluate('${var.name_prefix', KNOWN)).toThrow('expected "}" at character 18');
    expect(() => evaluate('${split(":", "a")[3]}', KNOWN)).toThrow('an element that exists');
    expect(() => evaluate('${var.region}', KNOWN)).toThrow(
      '${var.region} is neither a variable nor an attribute known here',
    );
  });
});
