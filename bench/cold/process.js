// The measured process, on the Node that is deployed. With a function in its environment it does what Lambda does on a cold
// start: loads the function, then hands it the event on standard input. Otherwise it loads the file it is given, if any.
// The result leaves as one line on file descriptor 3.
const { readFileSync, writeSync } = require('node:fs');
const { loadHandler, runHandler } = require('../../stand-ins/aws-lambda/run-handler.js');

/** Milliseconds since the process began: on the clock, and of all its threads on the processors. */
const now = () => {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
};

const measure = async () => {
  const started = now();
  if (process.env._HANDLER === undefined) {
    if (process.argv[2] !== undefined) require(process.argv[2]);
    return { started, loaded: now() };
  }
  const handler = loadHandler();
  const loaded = now();
  const outcome = await runHandler(() => handler, JSON.parse(readFileSync(0, 'utf8')));
  return { started, loaded, answered: now(), outcome };
};
measure().then((result) => writeSync(3, JSON.stringify(result)));
