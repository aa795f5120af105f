import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { sessionPage } from '../../../cli/show/page/session-page';
import { shownSession } from './shown-sessions';

/** `render-large.ts <text> <bytes> [file]`: makes the page of a transcript that repeats the text, and prints what it took. */
const [text = '', bytes = '0', file] = process.argv.slice(2);
const piece = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
const pieces = Math.ceil(Number(bytes) / piece.length);

const hash = createHash('sha256');
for (let each = 0; each < pieces; each += 1) hash.update(piece);
const sha256 = hash.digest('hex');

async function* transcript() {
  for (let each = 0; each < pieces; each += 1) yield piece;
}

const render = async (): Promise<void> => {
  const before = process.resourceUsage().maxRSS;
  const began = performance.now();
  const page = await sessionPage(
    shownSession(undefined, { transcript: { kind: 'read', location: 's3://b/k', versionId: null, sha256 } }),
    transcript(),
  );
  const most = process.resourceUsage().maxRSS;
  if (file !== undefined) writeFileSync(file, page);
  console.log(
    JSON.stringify({
      megabytes: Math.round(most / 1024),
      added: Math.round((most - before) / 1024),
      pageBytes: Buffer.byteLength(page),
      seconds: (performance.now() - began) / 1000,
      whole: page.includes(`of ${(pieces * piece.length).toLocaleString('en')} bytes`),
    }),
  );
};

void render();
