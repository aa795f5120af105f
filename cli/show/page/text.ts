import { piecesOf } from '../transcript/unseen';
import { type Html, html } from './html';

const MOST_CHARACTERS = 4_100;

/** Where a line may end in an ARN, a key or an address. */
const breakable = (text: string): Html =>
  html`${text.split(/(?<=\/)(?=[^/\s])/).map((part, index) => (index === 0 ? html`${part}` : html`<wbr>${part}`))}`;

/** A text from outside, on one line of its own direction, with what cannot be seen in it made visible. */
export const outside = (text: string): Html => {
  const shown = text.slice(0, MOST_CHARACTERS);
  const rest = text.length - shown.length;
  return html`<bdi>${piecesOf(shown).map((piece) =>
    piece.unseen ? html`<span class="unseen">${piece.text}</span>` : breakable(piece.text),
  )}${rest > 0 ? html`<span class="unseen">[${rest} characters more]</span>` : ''}</bdi>`;
};

/** A link, if that is what it is: an address of another kind than https is shown, and leads nowhere. */
export const link = (text: string, url: string | null): Html => {
  if (url === null) return outside(text);
  return /^https:\/\/[^\s/]/.test(url)
    ? html`<a href="${url}" rel="noopener noreferrer">${outside(text)}</a>`
    : html`${outside(text)} <span class="quiet">(${outside(url)})</span>`;
};
