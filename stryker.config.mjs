import { FOLDERS } from './test/mutation/folders.mjs';

// One folder at a time, as scripts/mutation.mjs runs them: the fewer tests can notice a mutant, the less it costs.
const { MUTATED_FOLDER: folder = 'lambda/session', MUTATE_STATIC = 'true' } = process.env;
const name = folder.replaceAll('/', '-');

export default {
  mutate: [`${folder}/**/*.ts`],
  testRunner: 'jest',
  jest: {
    configFile: 'jest.config.js',
    config: {
      testMatch: FOLDERS[folder].map((tests) => `<rootDir>/test/${tests}.test.ts`),
      // It looks for runtimes, which these tests do not use.
      globalSetup: undefined,
    },
  },
  coverageAnalysis: 'perTest',
  // What is evaluated when a module is loaded (schemas, patterns, tables): all tests of the folder for each mutant.
  ignoreStatic: MUTATE_STATIC !== 'true',
  concurrency: 2,
  // On a busy machine a mutant may wait for its turn; what is slow is not killed.
  timeoutMS: 60_000,
  ignorePatterns: ['/demo', '/docs', '/dist', '/examples', '/cdktf.out', '/bench', '/policy'],
  tempDirName: `.stryker/${name}/tmp`,
  incremental: true,
  incrementalFile: `.stryker/${name}/incremental.json`,
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: `.stryker/${name}/report.html` },
  jsonReporter: { fileName: `.stryker/${name}/report.json` },
  thresholds: { high: 95, low: 85, break: 85 },
  warnings: { slow: false },
};
