// What Lambda's runtime does, as far as a function can tell: loads the handler once, then runs one event after another.
// Events come as lines on standard input, results leave as lines on file descriptor 3; the rest is the function's log.
const { writeSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

const {
  _HANDLER: handlerName,
  LAMBDA_TASK_ROOT: taskRoot,
  AWS_LAMBDA_FUNCTION_NAME: functionName,
} = process.env;
const send = (line) => writeSync(3, `${JSON.stringify(line)}\n`);

// Sampled, since the operating system's own maximum begins with that of the process that started this one.
let largestMemoryBytes = 0;
const measureMemory = () => {
  largestMemoryBytes = Math.max(largestMemoryBytes, process.memoryUsage.rss());
};
setInterval(measureMemory, 10).unref();

const [file, name] = handlerName.split('.');
const began = performance.now();
const handler = require(join(taskRoot, file))[name];
send({ kind: 'loaded', milliseconds: performance.now() - began });

const contextOf = ({ requestId, functionArn, deadline }) => ({
  functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: functionArn,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  awsRequestId: requestId,
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: '2026/11/21/[$LATEST]example',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

const run = async ({ event, ...invocation }) => {
  try {
    // As JSON, so that what JSON does not hold is lost as it is in Lambda.
    const result = JSON.parse(JSON.stringify((await handler(event, contextOf(invocation))) ?? null));
    return { kind: 'returned', result };
  } catch (error) {
    return { kind: 'threw', error: `${error.name}: ${error.message}` };
  }
};

createInterface({ input: process.stdin }).on('line', async (line) => {
  const outcome = await run(JSON.parse(line));
  measureMemory();
  send({ ...outcome, largestMemoryBytes });
});
