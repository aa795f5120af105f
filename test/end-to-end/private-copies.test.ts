import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { endSession, poll, sessionId } from './sessions';
import { stages } from './stage';

/** The folders and files that the function put on its disk, with who may do what with them. */
const onDisk = async ({ disk }: Stage): Promise<readonly string[]> => {
  const paths = await readdir(disk, { recursive: true });
  const shown = paths.map(async (path) => {
    const { mode } = await stat(join(disk, path));
    return `${(mode & 0o777).toString(8)} ${path.replace(/transcript-[^/]+/, 'transcript-…')}`;
  });
  return (await Promise.all(shown)).toSorted();
};

const COPY = `transcripts/transcript-…/${sessionId()}.log`;
const FOLDERS = ['700 transcripts', '700 transcripts/transcript-…'];

describeOnRuntime('a copy of a transcript', () => {
  const openStage = stages();

  /** The function dies while it sends the transcript, so that nothing is tidied up. */
  const dieWhileSending = async (stage: Stage): Promise<void> => {
    stage.kosli.injectFault(
      { method: 'POST', largerThan: 100_000 },
      { kind: 'store-then-reset', meanwhile: stage.reporter.kill },
    );
    expect((await poll(stage)).outcome.kind).toBe('crashed');
  };
  const BYTES = Buffer.from(
    Array.from({ length: 40_000 }, (_, line) => `$ echo ${line * 7919}\r\n`).join(''),
  );

  it('is for the function alone to read', async () => {
    const stage = await openStage();
    await endSession(stage, {}, BYTES);
    await dieWhileSending(stage);
    expect(await onDisk(stage)).toEqual([`600 ${COPY}`, ...FOLDERS]);
  });

  it('is so when it is compressed, too', async () => {
    const stage = await openStage();
    await endSession(stage, {}, BYTES);
    stage.kosli.injectFault({ method: 'POST', largerThan: BYTES.length }, { kind: 'answer', status: 413 });
    await dieWhileSending(stage);
    expect(await onDisk(stage)).toEqual([`600 ${COPY}`, `600 ${COPY}.gz`, ...FOLDERS]);
  });

  it('is gone when it was reported, and when it could not be', async () => {
    const stage = await openStage();
    await endSession(stage, {}, BYTES);
    stage.kosli.injectFault(
      { method: 'POST', largerThan: 100_000, times: 10 },
      { kind: 'answer', status: 400 },
    );
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: false }]);
    expect(stage.reporter.logs()).toContain('Kosli answered 400');
    expect(await onDisk(stage)).toEqual(['700 transcripts']);
    stage.kosli.clearFaults();
    await stage.mapping.passTime();
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(await onDisk(stage)).toEqual(['700 transcripts']);
  });

  it('is removed at the next start, where the function died', async () => {
    const stage = await openStage();
    await endSession(stage, {}, BYTES);
    await dieWhileSending(stage);
    await stage.mapping.passTime();
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    expect(await onDisk(stage)).toEqual(['700 transcripts']);
  });
});
