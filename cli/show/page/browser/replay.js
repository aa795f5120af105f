const screen = document.getElementById('screen');
const lines = [...screen.children];
const element = (id) => document.getElementById(id);
const [play, position, speed, at] = ['play', 'position', 'speed', 'at'].map(element);
element('controls').hidden = false;

let shown = lines.length;
let timer = null;

const pause = () => {
  clearInterval(timer);
  timer = null;
  play.textContent = 'Play';
};

/** Shows the first lines only. */
const show = (count) => {
  const next = Math.max(0, Math.min(lines.length, count));
  for (let line = Math.min(shown, next); line < Math.max(shown, next); line += 1)
    lines[line].classList.toggle('unplayed', line >= next);
  shown = next;
  position.value = String(next);
  at.value = `${next} of ${lines.length}`;
  if (next === lines.length) pause();
};

/** Keeps the last line that is shown in sight, without moving the page. */
const follow = () => {
  const last = lines[Math.max(0, shown - 1)];
  if (last === undefined) return;
  const bottom = last.offsetTop - screen.offsetTop + last.offsetHeight;
  if (bottom > screen.scrollTop + screen.clientHeight || bottom < screen.scrollTop)
    screen.scrollTop = bottom - screen.clientHeight + 16;
};

const step = (by) => {
  show(shown + by);
  follow();
};

const start = () => {
  if (shown === lines.length) show(0);
  screen.scrollTop = 0;
  play.textContent = 'Pause';
  timer = setInterval(() => step(1), 1000 / Number(speed.value));
};

play.addEventListener('click', () => (timer === null ? start() : pause()));
for (const [id, by] of [
  ['back', -1],
  ['forward', 1],
])
  element(id).addEventListener('click', () => {
    pause();
    step(by);
  });
position.addEventListener('input', () => {
  pause();
  show(Number(position.value));
  follow();
});
speed.addEventListener('change', () => {
  if (timer === null) return;
  clearInterval(timer);
  timer = setInterval(() => step(1), 1000 / Number(speed.value));
});
// Whoever goes to a line wants to see it.
screen.addEventListener('visit', ({ target }) => {
  const line = lines.indexOf(target);
  if (line < shown) return;
  pause();
  show(line + 1);
});
show(lines.length);
