import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listOf, sessionId, statementOf } from './stated-days';
import { DAYS, statementTrail, worldOfEachTest } from './verified-world';

const [FIRST] = DAYS;
const world = worldOfEachTest();

const download = (lines: readonly string[], revision = 1): Promise<void> => {
  const name = `${statementTrail(FIRST)}-revision-${revision}.jsonl`;
  return writeFile(join(world().folder, name), lines.map((line) => `${line}\n`).join(''));
};
const verify = (...flags: readonly string[]) => world().verify('--from', FIRST, '--to', FIRST, ...flags);
const listOfFirst = () => listOf(world().reported.filter(({ day }) => day === FIRST));

it.each([
  ['cut off', (line: string) => line.slice(0, 40)],
  ['null', () => 'null'],
  ['of no session', () => '{"trail":"alice"}'],
])('a line of a list that is %s is a mismatch that names the day', async (_, mangle) => {
  const [line = '', ...others] = listOfFirst();
  await download([mangle(line), ...others]);
  const { code, said } = await verify('--lists', world().folder);
  expect([code, said]).toEqual([
    1,
    expect.stringContaining(`MISMATCH statement ${FIRST}: line 1 of the downloaded list`),
  ]);
  expect(said).toContain(`MISMATCH session ${sessionId(FIRST, 1)}: its line was nothing`);
  expect(said).not.toContain(sessionId(FIRST, 2));
});

it('the list of a statement is that of its revision, even where an earlier revision is gone', async () => {
  Object.assign(world().held(statementTrail(FIRST))[0]?.user_data ?? {}, { revision: 2 });
  const [line = '', ...others] = listOfFirst();
  await download([line.replace('"sha256":"', '"sha256":"00'), ...others], 2);
  const { said } = await verify('--lists', world().folder);
  expect(said).toContain(`MISMATCH session ${sessionId(FIRST, 1)}: its line was`);
});

it('the statement of the highest revision is compared, whichever Kosli stored last', async () => {
  Object.assign(world().held(statementTrail(FIRST))[0]?.user_data ?? {}, { revision: 2 });
  world().kosli.addAttestations(statementTrail(FIRST), [statementOf(FIRST, [])]);
  const { code, said } = await verify();
  expect([code, said]).toEqual([1, expect.stringContaining('revision 1 is expected in its place')]);
  expect(said).not.toContain('calls_in_cloudtrail');
});

it('a downloaded list is compared with copies too', async () => {
  await verify('--save', join(world().folder, 'copies'));
  const [line = '', ...others] = listOfFirst();
  await download([line.replace('"sha256":"', '"sha256":"00'), ...others]);
  const offline = ['--offline', join(world().folder, 'copies')];
  expect(await verify(...offline)).toMatchObject({ code: 0 });
  const { code, said } = await verify(...offline, '--lists', world().folder);
  expect([code, said]).toEqual([
    1,
    expect.stringContaining(`MISMATCH session ${sessionId(FIRST, 1)}: its line was`),
  ]);
});
