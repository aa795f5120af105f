// What Lambda's runtime does, under a simulated clock: loads the handler once and runs one event after another. After everything
// it is told it says when it has come to rest: all bytes sent, all bytes read, and nothing left to do but wait.
const { subscribe } = require('node:diagnostics_channel');
const { join } = require('node:path');
const { fireDueTimers, nextTimer, realImmediate } = require('./simulated-time.js');

/** The connections of the function, by local port. */
const sockets = new Set();
subscribe('net.client.socket', ({ socket }) => {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
});
/** Requests of `fetch` whose body is still being read, from a file perhaps. */
const unsent = new Set();
subscribe('undici:request:create', ({ request }) => unsent.add(request));
subscribe('undici:request:bodySent', ({ request }) => unsent.delete(request));
subscribe('undici:request:error', ({ request }) => unsent.delete(request));

const { _HANDLER: handlerName, LAMBDA_TASK_ROOT: taskRoot } = process.env;
const [file, name] = handlerName.split('.');

const turn = () => new Promise((resolve) => realImmediate(resolve));
const isFile = (resource) => resource.startsWith('FS') || resource === 'FileHandle' || resource === 'Zlib';
const isAtWork = () =>
  unsent.size > 0 || [...sockets].some(({ connecting }) => connecting) || process.getActiveResourcesInfo().some(isFile);
const traffic = () =>
  [...sockets].map(({ localPort, bytesRead, bytesWritten }) => [localPort ?? 0, bytesRead, bytesWritten]);
const hasRead = ({ port, bytes }) => {
  const socket = [...sockets].find(({ localPort }) => localPort === port);
  return socket === undefined || socket.bytesRead >= bytes;
};

const QUIET_TURNS = 3;

/** Waits until the answers it was told of have been read, and nothing has moved for some turns of the event loop. */
const comeToRest = async (answers) => {
  let before = '';
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    await turn();
    const after = `${traffic()} ${nextTimer()}`;
    quiet = !isAtWork() && after === before && answers.every(hasRead) ? quiet + 1 : 0;
    before = after;
  }
};

let handler = null;
let ended = null;

const run = async ({ event, requestId, functionArn, deadline }) => {
  try {
    handler ??= require(join(taskRoot, file))[name];
    const context = {
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionArn,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
    // As JSON, so that what JSON does not hold is lost as it is in Lambda.
    ended = { kind: 'returned', result: JSON.parse(JSON.stringify((await handler(event, context)) ?? null)) };
  } catch (error) {
    ended = { kind: 'threw', error: `${error.name}: ${error.message}` };
  }
};

process.on('message', async ({ turn: id, invocation, answers }) => {
  fireDueTimers();
  if (invocation) void run(invocation);
  await comeToRest(answers);
  process.send({
    turn: id,
    ended,
    nextTimer: nextTimer(),
    traffic: traffic().map(([port, , written]) => [port, written]),
    rssBytes: process.memoryUsage.rss(),
  });
  ended = null;
});
