/** Markup that may stand in a page as it is; only `html` makes it. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | readonly Html[];

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPED[character] ?? '');

const markupOf = (part: Part): string => {
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
};

/** A template whose texts are escaped, in elements as in quoted attributes. */
export const html = (literal: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: literal
    .map((text, index) => text + (index < parts.length ? markupOf(parts[index] ?? '') : ''))
    .join(''),
});

export const NOTHING: Html = { markup: '' };

/** What we wrote ourselves, such as a style sheet. */
export const own = (markup: string): Html => ({ markup });
