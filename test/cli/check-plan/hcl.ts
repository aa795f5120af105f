import type { Given } from './plans';

type Body = Readonly<Record<string, unknown>>;

/** What an expression refers to, when nobody said what that is: Terraform knows it after apply. */
interface Reference {
  readonly to: string;
}

const isReference = (value: unknown): value is Reference => Object.hasOwn(Object(value), 'to');

const tokensOf = (text: string): string[] =>
  [...text.matchAll(/\s*\n\s*|"(?:[^"\\]|\\.)*"|[\w.-]+|[^ ]/g)].map(([token]) => token.trim() || '\n');

/** Reads as much of HCL as the rules write: blocks and arguments on lines of their own, literals, references, one argument a call. */
const reader = (text: string, known: Readonly<Record<string, string>>) => {
  const left = tokensOf(text);
  const take = (expected: RegExp): string => {
    const token = left.shift() ?? 'its end';
    if (!expected.test(token)) throw new Error(`${JSON.stringify(token)}, expected ${expected}, in\n${text}`);
    return token;
  };
  const takeIf = (expected: string): boolean => left[0] === expected && left.shift() !== undefined;
  const literal = (quoted: string): string =>
    String(JSON.parse(quoted)).replaceAll(/\$\{([^}]*)\}/g, (_, name) => {
      const value = known[name];
      if (value === undefined) throw new Error(`${name} is not known, in\n${text}`);
      return value;
    });
  const list = (): unknown[] => {
    const elements: unknown[] = [];
    for (; !takeIf(']'); takeIf(',')) elements.push(expression());
    return elements;
  };
  const object = (): Body => {
    const members: [string, unknown][] = [];
    for (takeIf('\n'); !takeIf('}'); left[0] === '}' || take(/^[,\n]$/)) {
      const name = take(/^"?[\w-]+"?$/).replaceAll('"', '');
      take(/^[=:]$/);
      members.push([name, expression()]);
    }
    return Object.fromEntries(members);
  };
  const expression = (): unknown => {
    const token = take(/^["\w[{]/);
    if (token === '[') return list();
    if (token === '{') return object();
    if (token.startsWith('"')) return literal(token);
    if (/^(?:true|false|\d+)$/.test(token)) return JSON.parse(token);
    if (!takeIf('(')) return known[token] ?? { to: token };
    const argument = expression();
    take(/^\)$/);
    return token === 'jsonencode' ? JSON.stringify(argument) : argument;
  };
  const body = (): Body => {
    const found: Record<string, unknown> = {};
    for (take(/^\n$/); !takeIf('}'); take(/^\n$/)) {
      const name = take(/^[a-z]\w*$/);
      if (takeIf('=')) found[name] = expression();
      else {
        take(/^\{$/);
        found[name] = [...[found[name] ?? []].flat(), body()];
      }
    }
    return found;
  };
  return () => {
    take(/^resource$/);
    const [type, name] = [take(/^"/), take(/^"/)].map(literal);
    take(/^\{$/);
    const resource = { type: String(type), name: String(name), body: body() };
    if (left.length > 0) throw new Error(`more than one resource, in\n${text}`);
    return resource;
  };
};

const givenOf = ({ type, name, body }: ReturnType<ReturnType<typeof reader>>): Given => {
  const referring = Object.entries(body).flatMap(([argument, value]) =>
    isReference(value) ? [{ argument, to: value.to }] : [],
  );
  const known = Object.entries(body).filter(([, value]) => !isReference(value));
  return {
    type,
    name,
    after: Object.fromEntries(known),
    unknown: Object.fromEntries(referring.map(({ argument }) => [argument, true])),
    references: Object.fromEntries(
      referring.map(({ argument, to }) => [argument, [to, to.split('.').slice(0, 2).join('.')]]),
    ),
  };
};

/** The resources that HCL makes: one, or one for each that its `for_each` names; `known` is what its references are. */
export const resourcesIn = (hcl: string, known: Readonly<Record<string, string>>): readonly Given[] => {
  const { for_each: each } = reader(hcl, { 'each.key': '', ...known })().body;
  if (!Array.isArray(each)) return [givenOf(reader(hcl, known)())];
  return each.map((key) => {
    const { type, name, body } = reader(hcl, { ...known, 'each.key': key })();
    return givenOf({ type, name: `${name}["${key}"]`, body });
  });
};
