import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { COMPLETE, endSession, poll, trailOf, trails } from './sessions';
import { stages } from './stage';

/** Node as npm packages it, so that a runtime of Lambda can be tried which is not installed here. */
const nodeOf = (major: number): string | null => {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const node = `node-${platform}-${process.arch}@${major}`;
  const npx = [
    '--yes',
    '--prefer-offline',
    '--fetch-retries=0',
    `--package=${node}`,
    'node',
    '-p',
    'process.execPath',
  ];
  try {
    return execFileSync('npx', npx, {
      cwd: tmpdir(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.warn(`The bundle is not tried on Node ${major}: ${node} could not be had (${error.message}).`);
    return null;
  }
};

const RUNTIMES = [
  { version: `Node ${process.version}, which is here`, node: process.execPath },
  ...[22, 24].flatMap((major) => {
    const node = nodeOf(major);
    return node === null ? [] : [{ version: `nodejs${major}.x`, node }];
  }),
];

describe('the deployment package', () => {
  const openStage = stages();

  it.each(RUNTIMES)('reports a session on $version', async ({ node }) => {
    const stage = await openStage({ node });
    await endSession(stage);
    stage.kosli.order({ method: 'POST' }, { kind: 'reset' });
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: COMPLETE });
  });
});
