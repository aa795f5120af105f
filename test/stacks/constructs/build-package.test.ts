import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { buildPackage } from '../../../stacks/constructs/build-package';

const MAX_BYTES = 250 * 1024;

describe('the package of the function', () => {
  const folder = mkdtempSync(join(tmpdir(), 'build-package-'));
  const zip = join(folder, 'reporter.zip');
  beforeAll(() => buildPackage(join(__dirname, '..', '..', '..'), zip), 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const handler = () => {
    const { 'handler.js': bytes, 'THIRD-PARTY-NOTICES': notices, ...others } = unzipSync(readFileSync(zip));
    expect([notices?.length, Object.keys(others)]).toEqual([expect.any(Number), []]);
    return Buffer.from(bytes ?? []).toString('utf8');
  };

  it('is one file of code and one of notices, at most 250 KiB zipped', () => {
    expect(handler().length).toBeGreaterThan(0);
    expect(readFileSync(zip).byteLength).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('holds the schema of a call that the function makes, and none of one that it never makes', () => {
    expect(handler()).toContain('SimulatePrincipalPolicyRequest');
    expect(handler()).toContain('ListObjectsV2Request');
    expect(handler()).not.toMatch(/UploadPartCopyRequest|PutBucketPolicyRequest/);
  });

  it('looks for credentials in no profile and at no metadata service', () => {
    expect(handler()).toContain('AWS_SESSION_TOKEN');
    expect(handler()).not.toMatch(/AWS_CONTAINER_CREDENTIALS_RELATIVE_URI|credential_process|sso_start_url/);
  });
});
