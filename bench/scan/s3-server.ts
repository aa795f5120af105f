import { createReadStream, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/**
 * The part of S3 that the search needs, with a folder as its bucket: ListObjectsV2 and GetObject. It is a process of its own,
 * so that its memory is not counted as the search's; it shares the cores, which makes the search look slower than it is.
 */
const [root = ''] = process.argv.slice(2);
const keys = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((key) => key.endsWith('.json.gz'))
  .sort();

const listing = (prefix: string, startAfter: string) => {
  const listed = keys.filter((key) => key.startsWith(prefix) && key > startAfter);
  const contents = listed.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`;
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
  if (key === '') {
    response.setHeader('content-type', 'application/xml');
    response.end(listing(url.searchParams.get('prefix') ?? '', url.searchParams.get('start-after') ?? ''));
    return;
  }
  const path = join(root, key);
  response.setHeader('content-length', statSync(path).size);
  createReadStream(path).pipe(response);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : null);
});
