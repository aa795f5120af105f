const screen = document.getElementById('screen');
const lines = [...screen.children];
const wanted = document.getElementById('wanted');
const found = document.getElementById('found');
/** Marked in the text; lines beyond are counted and gone to all the same. */
const MOST_MARKED = 2000;

let matching = [];
let current = -1;

const literally = (text) => new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'giu');

/** The places of a pattern in an element, over the borders of its text nodes. */
const rangesIn = (element, pattern) => {
  const nodes = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let end = 0; walker.nextNode(); ) {
    const begin = end;
    end += walker.currentNode.length;
    nodes.push({ node: walker.currentNode, begin, end });
  }
  return [...element.textContent.matchAll(pattern)].map(({ index, 0: { length } }) => {
    const range = new Range();
    const first = nodes.find(({ end }) => end > index);
    const last = nodes.find(({ end }) => end >= index + length);
    range.setStart(first.node, index - first.begin);
    range.setEnd(last.node, index + length - last.begin);
    return range;
  });
};

const mark = (pattern) => {
  if (!('highlights' in CSS)) return;
  const highlight = new Highlight();
  if (pattern !== null)
    for (const line of matching.slice(0, MOST_MARKED))
      for (const range of rangesIn(line, pattern)) highlight.add(range);
  CSS.highlights.set('found', highlight);
};

const leave = () => {
  matching[current]?.classList.remove('current');
  matching[current]?.removeAttribute('aria-current');
};

const say = () => {
  const lineCount = `${matching.length} ${matching.length === 1 ? 'line' : 'lines'}`;
  if (wanted.value === '') found.value = '';
  else found.value = current === -1 ? lineCount : `${current + 1} of ${lineCount}`;
};

const search = () => {
  leave();
  for (const line of matching) line.classList.remove('matches');
  current = -1;
  const pattern = wanted.value === '' ? null : literally(wanted.value);
  // `search` begins anew each time, whereas `test` would go on behind the last match.
  matching = pattern === null ? [] : lines.filter((line) => line.textContent.search(pattern) !== -1);
  for (const line of matching) line.classList.add('matches');
  mark(pattern);
  say();
};

const go = (by) => {
  if (matching.length === 0) return;
  leave();
  current =
    current === -1 && by < 0 ? matching.length - 1 : (current + by + matching.length) % matching.length;
  const line = matching[current];
  line.dispatchEvent(new Event('visit', { bubbles: true }));
  line.classList.add('current');
  line.setAttribute('aria-current', 'true');
  line.tabIndex = -1;
  line.focus({ preventScroll: true });
  line.scrollIntoView({ block: 'nearest' });
  say();
};

const isWriting = ({ target }) => target.matches('input, select, textarea');

wanted.addEventListener('input', search);
document.getElementById('search').addEventListener('submit', (event) => event.preventDefault());
document.getElementById('next').addEventListener('click', () => go(1));
document.getElementById('previous').addEventListener('click', () => go(-1));
wanted.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') {
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  } else if (event.key === 'Escape') {
    wanted.value = '';
    search();
    screen.focus();
  }
});
screen.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'n') go(1);
  if (event.key === 'N') go(-1);
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return;
  event.preventDefault();
  wanted.focus();
  wanted.select();
});
