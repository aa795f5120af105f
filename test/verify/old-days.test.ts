import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionOn, statementOf } from './stated-days';
import { daysAgo, statementTrail, worldOfEachTest } from './verified-world';

const world = worldOfEachTest();

const lookups = () => world().cloudtrail.calls.filter(({ operation }) => operation === 'LookupEvents');

it.each([
  ['of which event history shows some calls still', 90, true],
  ['of which event history shows nothing any more', 100, false],
])('a day %s is unchecked before anybody asks', async (_, age, shown) => {
  const day = daysAgo(age);
  if (shown) world().cloudtrail.record(sessionOn(day, 1).record);
  world().kosli.addAttestations(statementTrail(day), [statementOf(day, [])]);
  const { code, said } = await world().verify('--from', day, '--to', day);
  expect([code, said]).toEqual([
    2,
    expect.stringContaining(`UNCHECKED day ${day}: CloudTrail's event history keeps 90 days`),
  ]);
  expect(said).not.toContain('MISMATCH');
  expect(lookups()).toEqual([]);
});

it('a quiet day that was copied while event history had it matches for good', async () => {
  const day = daysAgo(400);
  const copies: readonly [string, object][] = [
    [`cloudtrail/event-history/${day}/ExecuteCommand.json`, []],
    [`cloudtrail/event-history/${day}/StartSession.json`, []],
    [`kosli/${statementTrail(day)}/completeness.json`, [{ ...statementOf(day, []), created_at: 1 }]],
  ];
  for (const [path, content] of copies) {
    await mkdir(join(world().folder, path, '..'), { recursive: true });
    await writeFile(join(world().folder, path), JSON.stringify(content));
  }
  const { code, said } = await world().verify('--from', day, '--to', day, '--offline', world().folder);
  expect([code, said]).toEqual([0, expect.stringContaining(`${day}  matches revision 1: 0 calls`)]);
});
