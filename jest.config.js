const { availableParallelism } = require('node:os');

// These packages are ES modules only; jest loads CommonJS, so they are transformed with our own code.
const esModules = ['ky', 'p-map', 'fauxqs', 'toad-cache'].join('|');

// The SDK announces on every start that it will leave Node 20 in 2027; the function runs on 24.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  globalSetup: '<rootDir>/test/tools/global-setup.ts',
  // jest leaves one core to itself, and on two cores runs one file at a time; the end-to-end tests mostly wait.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // No test measures time; a busy machine takes some seconds to synthesise a stack and bundle its function.
  testTimeout: 30_000,
  testMatch: ['**/*.test.ts'],
  // fauxqs has an entry for `import` only, and what jest loads is `require`.
  moduleNameMapper: { '^fauxqs$': '<rootDir>/node_modules/fauxqs/dist/app.js' },
  transform: {
    '\\.[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules})/)`],
};
