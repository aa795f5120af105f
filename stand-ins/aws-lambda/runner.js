// What Lambda's runtime does, as far as a function can tell: loads the handler once, then runs one event after another.
// Events come as lines on standard input, results leave as lines on file descriptor 3; the rest is the function's log.
const { writeSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { loadHandler, runHandler } = require('./run-handler.js');

const send = (line) => writeSync(3, `${JSON.stringify(line)}\n`);

// Sampled, since the operating system's own maximum begins with that of the process that started this one.
let largestMemoryBytes = 0;
const measureMemory = () => {
  largestMemoryBytes = Math.max(largestMemoryBytes, process.memoryUsage.rss());
};
setInterval(measureMemory, 10).unref();

const began = performance.now();
const handler = loadHandler();
send({ kind: 'loaded', milliseconds: performance.now() - began });

createInterface({ input: process.stdin }).on('line', async (line) => {
  const outcome = await runHandler(() => handler, JSON.parse(line));
  measureMemory();
  send({ ...outcome, largestMemoryBytes });
});
