import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStage, type Stage, type StageSettings } from '../../stand-ins/stage';
import { stackFolderIn, synthesise } from '../../stand-ins/terraform/synthesise';
import { chosenRuntime } from '../runtime-interface/chosen-runtime';

// A cold start, and at most a few waits of some seconds between tries.
jest.setTimeout(60_000);

/**
 * Stages for the tests of one file: the stack is synthesised and its function bundled once, each test opens a stage of its
 * own, with the notification already configured and S3's test event out of the way. The function runs on the runtime and
 * the Node that were chosen for this run of the tests: the `nodejs24.x` that ships, if nothing else.
 *
 * @param options of the synthesis
 * @param variables of Terraform, for all of them
 */
export const stages = (options?: object, variables: StageSettings['variables'] = {}) => {
  const open: Stage[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'synthesised-'));
    await synthesise(folder, options && { options });
  });
  afterEach(async () => {
    for (const stage of open.splice(0)) await stage.close();
  });
  afterAll(() => rm(folder, { recursive: true }));
  return async (settings: Partial<StageSettings> = {}): Promise<Stage> => {
    const stage = await openStage({
      stackFolder: stackFolderIn(folder),
      ...chosenRuntime(),
      ...settings,
      variables: { ...variables, ...settings.variables },
    });
    open.push(stage);
    await stage.mapping.poll();
    return stage;
  };
};
