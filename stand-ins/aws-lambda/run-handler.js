// What Lambda's runtime does with a handler, as far as a function can tell.
const { join } = require('node:path');

const {
  _HANDLER: handlerName,
  LAMBDA_TASK_ROOT: taskRoot,
  AWS_LAMBDA_FUNCTION_NAME: functionName,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memoryLimitInMB,
} = process.env;

/** Loads what `_HANDLER` names: `<file>.<export>`. */
const loadHandler = () => {
  const [file, name] = handlerName.split('.');
  return require(join(taskRoot, file))[name];
};

/** Runs one event. @param handlerOf gives the handler; what it throws is an outcome too */
const runHandler = async (handlerOf, { event, requestId, functionArn, deadline }) => {
  const context = {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB,
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: '2026/11/21/[$LATEST]example',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    // As JSON, so that what JSON does not hold is lost as it is in Lambda.
    const result = JSON.parse(JSON.stringify((await handlerOf()(event, context)) ?? null));
    return { kind: 'returned', result };
  } catch (error) {
    return { kind: 'threw', error: `${error.name}: ${error.message}` };
  }
};

module.exports = { loadHandler, runHandler };
