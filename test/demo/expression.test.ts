import { evaluate } from '../../demo/deployment/expression';

const KNOWN = new Map([
  ['var.name_prefix', 'evidence'],
  ['aws_sqs_queue.transcripts.url', 'http://127.0.0.1/transcripts'],
]);

describe('an expression of the synthesised stack', () => {
  it('has its references filled in', () => {
    expect(evaluate('${var.name_prefix}-reporter', KNOWN)).toBe('evidence-reporter');
    expect(evaluate('${aws_sqs_queue.transcripts.url}', KNOWN)).toBe('http://127.0.0.1/transcripts');
    expect(evaluate('{principalId}', KNOWN)).toBe('{principalId}');
  });

  it('is refused when only Terraform could evaluate it', () => {
    expect(() => evaluate('${upper(var.name_prefix)}', KNOWN)).toThrow(
      '${upper(var.name_prefix)} is neither a variable nor an attribute known here',
    );
  });
});
