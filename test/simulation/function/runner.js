// What Lambda's runtime does, under a simulated clock: loads the handler once and runs one event after another. After everything
// it is told it says when it has come to rest: all bytes sent, all bytes read, and nothing left to do but wait.
const { subscribe } = require('node:diagnostics_channel');
const { loadHandler, runHandler } = require('../../../stand-ins/aws-lambda/run-handler.js');
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

const turn = () => new Promise((resolve) => realImmediate(resolve));
const isFile = (resource) => resource.startsWith('FS') || resource === 'FileHandle' || resource === 'Zlib';
const traffic = () => [...sockets].map(({ localPort, bytesWritten }) => [localPort ?? 0, bytesWritten]);
const hasRead = ({ port, bytes }) => {
  for (const socket of sockets) if (socket.localPort === port) return socket.bytesRead >= bytes;
  return true;
};
const isConnecting = () => {
  for (const { connecting } of sockets) if (connecting) return true;
  return false;
};
/** Changes whenever something is sent or received, or a connection comes or goes. */
const bytesMoved = () => {
  let sum = sockets.size;
  for (const { bytesRead, bytesWritten } of sockets) sum += bytesRead + bytesWritten;
  return sum;
};

const QUIET_TURNS = 3;

/** Waits until the answers it was told of have been read, and nothing has moved for some turns of the event loop. */
const comeToRest = async (answers) => {
  let before = -1;
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    await turn();
    const after = bytesMoved();
    const isQuiet = after === before && unsent.size === 0 && !isConnecting() && answers.every(hasRead);
    quiet = isQuiet ? quiet + 1 : 0;
    before = after;
    // Costs more than the rest, so it is asked last.
    if (quiet === QUIET_TURNS && process.getActiveResourcesInfo().some(isFile)) quiet = 0;
  }
};

let handler = null;
let ended = null;

/** Loads it with the first event, and only then. */
const loaded = () => {
  handler ??= loadHandler();
  return handler;
};
const run = async (invocation) => {
  ended = await runHandler(loaded, invocation);
};

process.on('message', async ({ turn: id, invocation, answers }) => {
  fireDueTimers();
  if (invocation) void run(invocation);
  await comeToRest(answers);
  process.send({
    turn: id,
    ended,
    nextTimer: nextTimer(),
    traffic: traffic(),
    rssBytes: ended === null ? 0 : process.memoryUsage.rss(),
  });
  ended = null;
});
