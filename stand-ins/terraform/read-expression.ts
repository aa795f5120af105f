import { FUNCTIONS, OPERATORS, type Value } from './functions';

/** What a name stands for. @throws when nothing of that name is known */
export type LookUp = (name: string) => Value;

/** An expression that was read, and can be evaluated. */
export type Read = (lookUp: LookUp) => Value;

/** An expression that only Terraform can read. */
export class UnreadableExpressionError extends Error {
  override readonly name = 'UnreadableExpressionError';
}

/** Reads one expression after the other from a text, as far as the stacks need it. */
class Reader {
  private readonly source: string;
  private at = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** A string of Terraform's JSON, or the inside of a quoted one up to its closing quote. */
  template(closing: '' | '"'): Read {
    const parts: Read[] = [];
    let literal = '';
    const endLiteral = () => {
      const written = literal;
      if (written !== '') parts.push(() => written);
      literal = '';
    };
    while (this.at < this.source.length && this.source[this.at] !== closing) {
      if (this.take('${')) {
        endLiteral();
        parts.push(this.expression());
        this.expect('}');
      } else {
        if (closing === '"' && this.source[this.at] === '\\') this.at += 1;
        literal += this.source[this.at];
        this.at += 1;
      }
    }
    endLiteral();
    if (closing !== '') this.expect(closing);
    const [only] = parts;
    // One interpolation alone is its value, whatever it is.
    if (only && parts.length === 1) return only;
    return (lookUp) => parts.map((part) => String(part(lookUp))).join('');
  }

  private expression(): Read {
    const condition = this.operation(0);
    if (!this.word('?')) return condition;
    const whenTrue = this.expression();
    this.expect(':');
    const otherwise = this.expression();
    return (lookUp) => (condition(lookUp) === true ? whenTrue : otherwise)(lookUp);
  }

  private operation(binding: number): Read {
    const operators = OPERATORS[binding];
    if (!operators) return this.element();
    let left = this.operation(binding + 1);
    for (;;) {
      const operator = Object.keys(operators).find((each) => this.word(each));
      const operate = operator === undefined ? undefined : operators[operator];
      if (!operate) return left;
      const [before, right] = [left, this.operation(binding + 1)];
      left = (lookUp) => operate(before(lookUp), right(lookUp));
    }
  }

  private element(): Read {
    let read = this.primary();
    while (this.word('[')) {
      const [of, index] = [read, this.expression()];
      this.expect(']');
      read = (lookUp) => {
        const list = of(lookUp);
        const found = Array.isArray(list) ? list[Number(index(lookUp))] : undefined;
        if (found === undefined) throw this.unreadable('an element that exists');
        return found;
      };
    }
    return read;
  }

  private primary(): Read {
    if (this.word('(')) {
      const inside = this.expression();
      this.expect(')');
      return inside;
    }
    if (this.word('"')) return this.template('"');
    if (this.word('[')) return this.list();
    if (this.word('{')) return this.object();
    const number = this.pattern(/\d+/y);
    if (number !== null) return () => Number(number);
    const name = this.pattern(/[a-z_]\w*(?:\.\w+|\[\d+\]\.\w+)*/iy);
    if (name === null) throw this.unreadable('a value');
    if (this.word('(')) return this.call(name);
    if (name === 'null') return () => null;
    return name === 'true' || name === 'false' ? () => name === 'true' : (lookUp) => lookUp(name);
  }

  private call(name: string): Read {
    const run = FUNCTIONS[name];
    const given = this.untilClosing(')', () => this.expression());
    if (!run)
      throw this.unreadable(`one of the functions ${Object.keys(FUNCTIONS).join(', ')} instead of ${name}`);
    return (lookUp) => run(...given.map((each) => each(lookUp)));
  }

  private list(): Read {
    if (!this.word('for ')) {
      const elements = this.untilClosing(']', () => this.expression());
      return (lookUp) => elements.map((each) => each(lookUp));
    }
    const name = this.pattern(/\w+/y) ?? '';
    this.expect('in ');
    const all = this.expression();
    this.expect(':');
    const each = this.expression();
    this.expect(']');
    return (lookUp) => {
      const values = all(lookUp);
      if (!Array.isArray(values)) throw this.unreadable('a list behind in');
      return values.map((value: Value) => each((asked) => (asked === name ? value : lookUp(asked))));
    };
  }

  private object(): Read {
    const entries = this.untilClosing('}', () => {
      this.word('');
      const key = this.pattern(/"[^"]*"|\w+/y);
      if (key === null) throw this.unreadable('a key');
      this.expect('=');
      return [key.replaceAll('"', ''), this.expression()] as const;
    });
    return (lookUp) => Object.fromEntries(entries.map(([key, value]) => [key, value(lookUp)]));
  }

  private untilClosing<Part>(closing: string, read: () => Part): Part[] {
    const parts: Part[] = [];
    while (!this.word(closing)) {
      if (parts.length > 0) this.expect(',');
      parts.push(read());
    }
    return parts;
  }

  private take(expected: string): boolean {
    if (!this.source.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  private word(expected: string): boolean {
    this.pattern(/\s*/y);
    return this.take(expected);
  }

  private expect(expected: string): void {
    if (!this.word(expected)) throw this.unreadable(`"${expected}"`);
  }

  private pattern(sticky: RegExp): string | null {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.source)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }

  private unreadable(expected: string): UnreadableExpressionError {
    return new UnreadableExpressionError(
      `cannot evaluate ${this.source}: expected ${expected} at character ${this.at + 1}`,
    );
  }
}

/** Reads a string of the synthesised JSON. @throws UnreadableExpressionError */
export const readTemplate = (source: string): Read => new Reader(source).template('');
