import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { listenOnLoopback, readBody } from '../../stand-ins/loopback-server';

const PROJECT = join(__dirname, '../..');

jest.setTimeout(120_000);

const scratch = mkdtempSync(join(tmpdir(), 'advisories-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Advisories by package, as a registry answers `POST /-/npm/v1/security/advisories/bulk`. */
type Known = Readonly<Record<string, { readonly id: string; readonly title: string }>>;

const advisory = ({ id, title }: Known[string]) => ({
  id: 1,
  url: `https://github.com/advisories/${id}`,
  title,
  severity: 'high',
  vulnerable_versions: '*',
  cwe: [],
  cvss: { score: 0, vectorString: null },
});

/** A registry that knows advisories, or answers with a status. */
const openRegistry = (known: Known | number) =>
  listenOnLoopback(async (request, response) => {
    const { url = '', method } = request;
    const body = await readBody(request);
    if (typeof known === 'number') {
      response.writeHead(known).end();
    } else if (method === 'POST') {
      const asked: Record<string, unknown> = JSON.parse(
        (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString(),
      );
      const answer = Object.entries(known).filter(([name]) => name in asked);
      response.end(JSON.stringify(Object.fromEntries(answer.map(([name, one]) => [name, [advisory(one)]]))));
    } else {
      const name = decodeURIComponent(url.slice(1));
      response.end(JSON.stringify({ name, 'dist-tags': {}, versions: {} }));
    }
  });

const ask = async (known: Known | number, explanations: Record<string, string> = {}) => {
  const registry = await openRegistry(known);
  try {
    const file = join(scratch, 'explanations.json');
    writeFileSync(file, JSON.stringify(explanations));
    const child = spawn('node', ['--import', 'tsx', 'scripts/advisories.ts', '--explanations', file], {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        PATH: process.env.PATH,
        npm_config_registry: registry.url,
        npm_config_cache: join(scratch, 'cache'),
        npm_config_fetch_retries: '0',
      },
    });
    const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { code, printed };
  } finally {
    await registry.close();
  }
};

const ON_VALIBOT = { valibot: { id: 'GHSA-aaaa-bbbb-cccc', title: 'Parses too much' } };
const ON_JEST = { jest: { id: 'GHSA-dddd-eeee-ffff', title: 'Runs too much' } };

describe('npm run advisories', () => {
  it('passes where nothing is known', async () => {
    expect(await ask({})).toEqual({ code: 0, printed: '\n1 passed, 0 failed\n' });
  });

  it('fails for an advisory on what is deployed, and names it', async () => {
    const { code, printed } = await ask(ON_VALIBOT);
    expect(printed).toContain(
      'FAILED: in what is deployed, and not explained:\n  GHSA-aaaa-bbbb-cccc valibot (high): Parses too much\n',
    );
    expect([code, printed]).toEqual([1, expect.stringMatching(/\n0 passed, 1 failed\n$/)]);
  });

  it('passes where it is explained, and repeats why', async () => {
    const { code, printed } = await ask(ON_VALIBOT, {
      'GHSA-aaaa-bbbb-cccc': 'That schema is not used here.',
    });
    expect(printed).toContain(
      'Explained:\n  GHSA-aaaa-bbbb-cccc valibot (high): Parses too much\n    That schema is not used here.\n',
    );
    expect([code, printed]).toEqual([0, expect.stringMatching(/\n1 passed, 0 failed\n$/)]);
  });

  it('lists one on what only develops and tests', async () => {
    const { code, printed } = await ask(ON_JEST);
    expect(printed).toContain('Only in what develops and tests:\n  GHSA-dddd-eeee-ffff jest (high)');
    expect([code, printed]).toEqual([0, expect.stringMatching(/\n1 passed, 0 failed\n$/)]);
  });

  it('fails for an explanation of what is no longer there', async () => {
    const { code, printed } = await ask({}, { 'GHSA-aaaa-bbbb-cccc': 'That schema is not used here.' });
    expect([code, printed]).toEqual([
      1,
      expect.stringMatching(/^FAILED: GHSA-aaaa-bbbb-cccc is explained in /),
    ]);
  });

  it.each([405, 500])('says that it could not ask, and counts itself as skipped: %s', async (status) => {
    const { code, printed } = await ask(status);
    expect(printed).toMatch(
      new RegExp(`^SKIPPED: npm could not ask its registry for advisories: .*${status}`),
    );
    expect([code, printed]).toEqual([0, expect.stringMatching(/\n0 passed, 0 failed, 1 skipped\n$/)]);
  });
});
