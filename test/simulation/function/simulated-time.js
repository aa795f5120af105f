// Loaded before the function (`node --require`): its clock is a file that the harness writes, and its timers fire only when the
// harness has moved that clock past them. Nothing else of the function is touched; its requests are real ones, over loopback.
const { openSync, readSync } = require('node:fs');
const timers = require('node:timers');
const { mulberry32 } = require('./mulberry32.js');

const { setImmediate: realImmediate } = globalThis;
const clock = openSync(process.env.SIMULATED_CLOCK, 'r');
delete process.env.SIMULATED_CLOCK;
const cell = new Float64Array(1);
const bytes = new Uint8Array(cell.buffer);

/** Milliseconds since 1970. Read each time, so that no message has to arrive before the answer it belongs to. */
const now = () => {
  readSync(clock, bytes, 0, 8, 0);
  return cell[0];
};

const RealDate = Date;
class SimulatedDate extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(now());
    else super(...args);
  }
  static now() {
    return now();
  }
  static [Symbol.hasInstance](value) {
    return value instanceof RealDate;
  }
}
globalThis.Date = SimulatedDate;
const origin = now();
Object.defineProperty(performance, 'now', { value: () => now() - origin, configurable: true });

const waiting = new Map();
let lastId = 0;

class SimulatedTimer {
  constructor(run, ms, repeats) {
    lastId += 1;
    this.id = lastId;
    this.run = run;
    this.ms = Math.max(1, Math.trunc(Number(ms)) || 1);
    this.repeats = repeats;
    this.isTickOfFetch = ms === FETCH_TICK_MS && new Error().stack.includes('undici');
    this.refresh();
  }
  refresh() {
    this.due = this.isTickOfFetch ? Number.POSITIVE_INFINITY : now() + this.ms;
    waiting.set(this.id, this);
    return this;
  }
  close() {
    waiting.delete(this.id);
    return this;
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
  hasRef() {
    return true;
  }
  [Symbol.toPrimitive]() {
    return this.id;
  }
  [Symbol.dispose]() {
    this.close();
  }
}

// The tick of `fetch`'s own clock, by which it gives up on a server that is silent for minutes. Here none is, and twice a simulated
// second the harness would wait for it.
const FETCH_TICK_MS = 499;

const clear = (timer) => waiting.delete(typeof timer === 'object' ? timer?.id : Number(timer));
const simulated = {
  setTimeout: (run, ms, ...args) => new SimulatedTimer(() => run(...args), ms, false),
  setInterval: (run, ms, ...args) => new SimulatedTimer(() => run(...args), ms, true),
  clearTimeout: clear,
  clearInterval: clear,
};
Object.assign(globalThis, simulated);
Object.assign(timers, simulated);

/** Fires what is due, in the order it is due. */
const fireDueTimers = () => {
  const time = now();
  const due = [...waiting.values()].filter((timer) => timer.due <= time);
  for (const timer of due.sort((one, other) => one.due - other.due || one.id - other.id)) {
    // An earlier one may have cleared it, or begun it anew.
    if (!waiting.has(timer.id) || timer.due > time) continue;
    if (timer.repeats) timer.refresh();
    else waiting.delete(timer.id);
    timer.run();
  }
};

/** When the next timer is due, in milliseconds since 1970; null when there is none. */
const nextTimer = () => {
  let next = null;
  for (const { due } of waiting.values()) if (next === null || due < next) next = due;
  return next === Number.POSITIVE_INFINITY ? null : next;
};

module.exports = { fireDueTimers, nextTimer, realImmediate };

// Jitter, which would make every run another one.
Math.random = mulberry32(Number(process.env.SIMULATED_SEED ?? 0));
