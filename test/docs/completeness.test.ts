import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statementOfDay } from '../../lambda/completeness/statement-of-day';
import { planCompleteness } from '../../lambda/evidence/completeness';
import { USAGE } from '../../verify/usage';
import { LOCATION, sessionId } from '../lambda/records';
import { describeWith, pathOf } from '../tools/tools';
import { listOf, rootOf, sessionOn } from '../verify/stated-days';
import { firstCells, pageAt, table } from './pages';

const REFERENCE = 'docs/reference.md';
const PAGE = 'docs/completeness.md';

const stated = (open: boolean) => {
  const line = {
    session_id: sessionId(),
    trail: null,
    bucket: null,
    key: null,
    version_id: null,
    sha256: null,
  };
  const sessions = open ? [{ line: { ...line, attestations: {} }, transcriptInS3: false }] : [];
  const calls = { opened: new Map(), refusedCalls: 0, bypasses: 0, unreadable: new Map() };
  const statement = statementOfDay('2026-07-31', calls, sessions);
  const revision = { number: open ? 2 : 1, previousRoot: open ? '00' : null };
  return planCompleteness(LOCATION, statement, revision, { reporterVersion: '1.2.3' }).attestations[0];
};
const typeOf = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'string' ? 'text' : typeof value;

describe('the daily statement', () => {
  it('has the fields of the reference, of the types it says', () => {
    const rows = [
      ...table(REFERENCE, '### Fields of every attestation'),
      ...table(REFERENCE, '### `completeness`'),
    ];
    for (const attestation of [stated(true), stated(false)]) {
      const userData = attestation?.userData ?? {};
      expect(rows.map(([field = '']) => field.replaceAll('`', ''))).toEqual(Object.keys(userData));
      for (const [field = '', types = ''] of rows)
        expect([field, types.split(' or ')]).toEqual([
          field,
          expect.arrayContaining([typeOf(userData[field.replaceAll('`', '')])]),
        ]);
    }
  });

  it('is verified with exit codes that page and help say alike', () => {
    expect(firstCells(PAGE, '## To verify it')).toEqual(['0', '1', '2']);
    for (const [code = ''] of table(PAGE, '## To verify it'))
      expect(USAGE).toMatch(new RegExp(`\\b${code} when`));
  });
});

describeWith('python3')('the program on the page', () => {
  it('finds the root of a list', () => {
    const [, program = ''] = /```python\n([\s\S]*?)```/.exec(pageAt(PAGE)) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'list-'));
    const list = listOf(
      [1, 2, 3, 4, 5].map((index) => ({ ...sessionOn('2026-07-31', index), attestations: [] })),
    );
    writeFileSync(join(folder, 'list.jsonl'), list.map((line) => `${line}\n`).join(''));
    const { stdout } = spawnSync(pathOf('python3'), ['-c', program, join(folder, 'list.jsonl')], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(stdout.trim()).toBe(rootOf(list));
  });
});
