/** `var _h = "http";`, as esbuild writes the constants of the SDK's schemas when it bundles them. */
const ASSIGNMENT = /(?<![\w$.])(_\w+) = (.*)$/gm;
const TEXT = /^"[^"]*"(?=;$)/;
const CONSTANT_KEY = /\[(_\w+)\]:/g;

/** The names that are a text wherever they are assigned, which is once, and that text as it is written. */
export const constantTexts = (source: string): ReadonlyMap<string, string> => {
  const texts = new Map<string, string>();
  const assigned = new Set<string>();
  for (const [, name = '', value = ''] of source.matchAll(ASSIGNMENT)) {
    const [text] = TEXT.exec(value) ?? [];
    if (text !== undefined && !assigned.has(name)) texts.set(name, text);
    else texts.delete(name);
    assigned.add(name);
  }
  return texts;
};

/**
 * A bundle with constants as keys in place: `{ [_h]: … }` as `{ "http": … }`. A computed key might call code, so esbuild keeps the
 * object, and with it the schemas of every operation that a client has. It reads the text and not the code: that none of these names
 * is bound anywhere else, and that every place is a key, is tested of the bundle that is deployed.
 */
export const withPlainKeys = (source: string): string => {
  const texts = constantTexts(source);
  return source.replace(CONSTANT_KEY, (key, name) => {
    const text = texts.get(name);
    return text === undefined ? key : `${text}:`;
  });
};
