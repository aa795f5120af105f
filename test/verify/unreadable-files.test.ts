import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TRAIL, TRANSCRIPTS } from './stated-days';
import { DAYS, statementTrail, worldOfEachTest } from './verified-world';

const [FIRST] = DAYS;
const world = worldOfEachTest();

/** Whoever the test runs as: the kernel follows no link that leads to itself. */
const putOutOfReach = async (path: string): Promise<void> => {
  await rm(path, { recursive: true, force: true });
  await symlink(path, path);
};
const offline = () => world().verify('--from', FIRST, '--to', FIRST, '--offline', world().folder);

const COPIES: readonly [string, () => string][] = [
  ['the transcripts', () => join(world().folder, 'transcripts', TRANSCRIPTS)],
  ['the statement', () => join(world().folder, 'kosli', statementTrail(FIRST), 'completeness.json')],
  ['the attestations', () => join(world().folder, 'kosli', TRAIL, 'command-logs.json')],
  [
    'the event history',
    () => join(world().folder, 'cloudtrail', 'event-history', FIRST, 'ExecuteCommand.json'),
  ],
];

it.each(COPIES)('a copy that is there and cannot be opened is not called missing: %s', async (_, path) => {
  await world().verify('--from', FIRST, '--to', FIRST, '--save', world().folder);
  expect(await offline()).toMatchObject({ code: 0 });
  await putOutOfReach(path());
  const { code, said } = await offline();
  expect([code, said]).toEqual([2, expect.stringMatching(/could not be read: .*ELOOP/)]);
  expect(said).not.toContain('MISMATCH');
});

it.each(COPIES)('a copy that was never made is not there: %s', async (_, path) => {
  await world().verify('--from', FIRST, '--to', FIRST, '--save', world().folder);
  await rename(path(), `${path()}.elsewhere`);
  const { code, said } = await offline();
  expect(code).not.toBe(0);
  expect(said).not.toContain('could not be read');
});

it('a folder in the place of a copy makes the day unchecked', async () => {
  await world().verify('--from', FIRST, '--to', FIRST, '--save', world().folder);
  const path = join(world().folder, 'kosli', TRAIL, 'command-logs.json');
  await rm(path);
  await mkdir(path);
  expect(await offline()).toMatchObject({
    code: 2,
    said: expect.stringContaining(`${path} could not be read`),
  });
});

it('a copy of event history that is not JSON makes the day unchecked', async () => {
  await world().verify('--from', FIRST, '--to', FIRST, '--save', world().folder);
  const path = join(world().folder, 'cloudtrail', 'event-history', FIRST, 'ExecuteCommand.json');
  await writeFile(path, '[{"eventNa');
  expect(await offline()).toMatchObject({
    code: 2,
    said: expect.stringContaining(`${path} could not be read`),
  });
});

it('a downloaded list that is there and cannot be opened is not called missing', async () => {
  await putOutOfReach(join(world().folder, `${statementTrail(FIRST)}-revision-1.jsonl`));
  const { code, said } = await world().verify('--from', FIRST, '--to', FIRST, '--lists', world().folder);
  expect([code, said]).toEqual([2, expect.stringMatching(/could not be read: .*ELOOP/)]);
});
