import { type Configuration, writeHcl } from '../../export/hcl/configuration';
import { UnreadableTemplateError } from '../../export/hcl/unreadable-template';
import { fileOf, lines } from './file-of';

const attribute = (value: Configuration[string]) => {
  const written = fileOf('main.tf', { resource: { aws_sqs_queue: { q: { name: value } } } });
  return written.slice('resource "aws_sqs_queue" "q" {\n  name = '.length, -'\n}\n'.length);
};

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

  it('that cannot be read is refused, with its place', () => {
    expect(() => attribute('${join("-", [var.a)}')).toThrow(UnreadableTemplateError);
    expect(() => attribute('${var.a')).toThrow('and } was expected');
    expect(() => attribute('${var.a @ 2}')).toThrow('At character 9 it has "@ 2}"');
  });
});

describe('what HCL would read differently is refused, with its place', () => {
  const statement = (text: string): Configuration => ({
    data: { aws_iam_policy_document: { d: { statement: [{ sid: 'A', condition: [{ variable: text }] }] } } },
  });

  it.each([
    ['a heredoc', '${<<EOT\nfirst line\nEOT\n}', 'At character 3 it has "<<EOT'],
    ['an indented heredoc', '${upper(<<-EOT\n  first\n  EOT\n)}', 'At character 9 it has "<<-EOT'],
    ['a block comment', '${var.a /* which a? */}', 'At character 9 it has "/* which'],
    ['a comment to the end of the line', '${var.a // which\n}', 'At character 9 it has "// which'],
    ['the other comment to the end of the line', '${var.a # which\n}', 'At character 9 it has "# which'],
    [
      'a new line between the elements of an object',
      '${{a = 1\nb = 2}}',
      'an object on one line was expected',
    ],
    ['one in an object in a call', '${f([{\na = 1}])}', 'At character 7 it has "\\na = 1'],
    ['an object whose first key is for', '${{for = 1, b = 2}}', 'At character 4 it has "for = 1'],
    ['one with a colon', '${{for : 1}}', 'the key "for" between quotes was expected'],
    ["a provider's function", '${provider::aws::arn_parse(var.a)}', 'At character 11 it has "::aws'],
  ])('%s', (_what, text, reason) => {
    expect(() => writeHcl(statement(text))).toThrow(UnreadableTemplateError);
    expect(() => writeHcl(statement(text))).toThrow(reason);
    expect(() => writeHcl(statement(text))).toThrow(
      'Cannot write data.aws_iam_policy_document.d.statement.condition.variable as HCL',
    );
  });

  it.each([
    ['slashes in a string', '${f("https://a.b/*", "<<EOT", "#1")}', 'f("https://a.b/*", "<<EOT", "#1")'],
    ['a new line between parentheses', '${{a = (1 +\n 2)}}', '{ a = (1 + 2) }'],
    ['a new line in a list', '${[1,\n2]}', '[1, 2]'],
    [
      'new lines in a for expression',
      '${{\n for k, v in var.a :\n k => v\n}}',
      '{ for k, v in var.a : k => v }',
    ],
    ['the key for between quotes', '${{"for" = 1}}', '{ "for" = 1 }'],
  ])('and %s is not', (_what, text, hcl) => {
    expect(attribute(text)).toBe(hcl);
  });

  it('and the key for of an object of the JSON is not', () => {
    const written = fileOf('outputs.tf', { output: { o: { value: { for: 1, in: 2 } } } });
    expect(written).toContain(lines('  value = {', '    "for" = 1', '    in    = 2', '  }'));
  });
});

describe('a value that is not a string', () => {
  it.each([
    ['false', false, 'false'],
    ['zero', 0, '0'],
    ['nothing', null, 'null'],
    ['an empty list', [], '[]'],
    ['a list', ['a', 1, true], '["a", 1, true]'],
  ])('%s stays the same', (_what, json, hcl) => {
    expect(attribute(json)).toBe(hcl);
  });

  it('too long for a line is broken, each element on its own', () => {
    const long = 'x'.repeat(60);
    expect(attribute([long, long])).toBe(lines('[', `    "${long}",`, `    "${long}",`, '  ]'));
  });

  it('that is a long conditional has its branches below each other', () => {
    const long = 'x'.repeat(50);
    expect(attribute(`\${var.a == "" ? ["${long}"] : ["${long}"]}`)).toBe(
      lines('(', '    var.a == ""', `    ? ["${long}"]`, `    : ["${long}"]`, '  )'),
    );
  });

  it('that is a call with two objects has each on lines of its own, and a spread without a comma', () => {
    expect(attribute('${merge({a=1,b=2},{c=3,d=4},var.more...)}')).toBe(
      lines(
        'merge(',
        '    {',
        '      a = 1',
        '      b = 2',
        '    },',
        '    {',
        '      c = 3',
        '      d = 4',
        '    },',
        '    var.more...',
        '  )',
      ),
    );
  });

  it('with numbers only stays on one line, however long', () => {
    const numbers = Array.from({ length: 60 }, (_, index) => index);
    expect(attribute(numbers)).toBe(`[${numbers.join(', ')}]`);
  });
});
