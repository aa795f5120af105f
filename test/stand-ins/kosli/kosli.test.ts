import { randomBytes } from 'node:crypto';
import { type Kosli, openKosli } from '../../../stand-ins/kosli/kosli';

const TEMPLATE = 'version: 1\ntrail:\n  attestations:\n    - {name: user-identity, type: generic}\n';

describe("Kosli's stand-in", () => {
  let kosli: Kosli;
  beforeEach(async () => {
    kosli = await openKosli({ org: 'acme', flow: 'prod-access', token: 'sesame' });
  });
  afterEach(() => kosli.close());

  const call = async (method: string, path: string, body: FormData | null = null, token = 'sesame') => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${kosli.url}/api/v2/${path}`, { method, body, headers });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  const form = (data: object, file: { field: string; bytes: Uint8Array; name: string } | null = null) => {
    const parts = new FormData();
    parts.append('data_json', JSON.stringify(data));
    if (file !== null) parts.append(file.field, new Blob([new Uint8Array(file.bytes)]), file.name);
    return parts;
  };
  const begin = (name: string, template = TEMPLATE) =>
    call(
      'PUT',
      'trails/acme/prod-access',
      form({ name }, { field: 'template_file', bytes: Buffer.from(template), name: 't.yml' }),
    );
  const attest = (data: object, bytes: Uint8Array | null = null) =>
    call(
      'POST',
      'attestations/acme/prod-access/trail/alice/generic',
      form(data, bytes === null ? null : { field: 'attachment_file', bytes, name: 'a.log' }),
    );
  const USER_IDENTITY = { attestation_name: 'user-identity', is_compliant: true };

  it('begins a trail with 201, and answers 200 when it is begun again', async () => {
    expect([(await begin('alice')).status, (await begin('alice')).status]).toEqual([201, 200]);
  });

  it('shows a trail incomplete until what its template expects is there, then by the latest report', async () => {
    await begin('alice');
    const state = async () => (await call('GET', 'trails/acme/prod-access/alice')).body.compliance_state;
    const states = [await state()];
    await attest(USER_IDENTITY);
    states.push(await state());
    await attest({ ...USER_IDENTITY, is_compliant: false });
    states.push(await state());
    expect(states).toEqual(['INCOMPLETE', 'COMPLIANT', 'NON-COMPLIANT']);
  });

  it('keeps every report, with its attachment byte for byte', async () => {
    await begin('alice');
    const bytes = randomBytes(3_000_000);
    await attest({ ...USER_IDENTITY, user_data: { session_id: 'x' } }, bytes);
    await attest(USER_IDENTITY);
    const { body } = await call('GET', 'attestations/acme/prod-access/trail/alice/user-identity');
    expect(body).toMatchObject([{ user_data: { session_id: 'x' } }, { user_data: {} }]);
    expect(kosli.trails.get('alice')?.attestations[0]?.attachment?.bytes?.equals(bytes)).toBe(true);
  });

  it('answers an empty list for an attestation a trail does not have', async () => {
    await begin('alice');
    expect(await call('GET', 'attestations/acme/prod-access/trail/alice/command-logs')).toEqual({
      status: 200,
      body: [],
    });
  });

  it('answers 404 for the attestations of a trail that does not exist, and says that it is the trail', async () => {
    expect(await call('GET', 'attestations/acme/prod-access/trail/alice/command-logs')).toEqual({
      status: 404,
      body: {
        message: "Trail with name 'alice' does not exist for Organization 'acme' and Flow 'prod-access'",
      },
    });
  });

  it('refuses another token, another organization and a flow that does not exist', async () => {
    expect((await call('GET', 'trails/acme/prod-access/alice', null, 'wrong')).status).toBe(401);
    expect(await call('GET', 'trails/other/prod-access/alice')).toEqual({ status: 403, body: 'Denied' });
    expect((await call('GET', 'trails/acme/other/alice')).body.message).toBe(
      "Flow named 'other' does not exist for organization 'acme'",
    );
    expect((await call('GET', 'flows/acme')).status).toBe(404);
  });

  it.each([
    ['a field it does not know', { ...USER_IDENTITY, colour: 'red' }],
    ['an attestation name with two dots', { ...USER_IDENTITY, attestation_name: 'a.b.c' }],
    ['an annotation key with a hyphen', { ...USER_IDENTITY, annotations: { 'session-id': 'x' } }],
    ['an annotation that is not a string', { ...USER_IDENTITY, annotations: { size: 1 } }],
    ['a verdict that is not a boolean', { ...USER_IDENTITY, is_compliant: 'true' }],
    ['a data_json over 1024 KB', { ...USER_IDENTITY, user_data: { a: 'x'.repeat(1024 * 1024) } }],
  ])('refuses %s', async (_what, data) => {
    await begin('alice');
    expect((await attest(data)).status).toBe(400);
    expect(kosli.trails.get('alice')?.attestations).toEqual([]);
  });

  it('refuses a trail name it does not allow, and a template with mistakes', async () => {
    expect((await begin('alice@example.com')).status).toBe(400);
    const typo = await begin('alice', TEMPLATE.replace('generic', 'genric'));
    expect([typo.status, typo.body.message]).toEqual([
      400,
      expect.stringContaining('validation errors for Template'),
    ]);
  });

  it('refuses a data_json that comes as a file, comes last, or comes with a part it does not know', async () => {
    await begin('alice');
    const asFile = new FormData();
    asFile.append('data_json', new Blob([JSON.stringify(USER_IDENTITY)]));
    const last = new FormData();
    last.append('attachment_file', new Blob(['x']), 'a.log');
    last.append('data_json', JSON.stringify(USER_IDENTITY));
    const unknown = form(USER_IDENTITY);
    unknown.append('evidence', 'x');
    for (const body of [asFile, last, unknown]) {
      const path = 'attestations/acme/prod-access/trail/alice/generic';
      expect((await call('POST', path, body)).status).toBe(400);
    }
  });

  it('loses no report when the connection breaks after it was stored', async () => {
    await begin('alice');
    kosli.injectFault({ method: 'POST' }, { kind: 'store-then-reset' });
    await expect(attest(USER_IDENTITY)).rejects.toThrow('fetch failed');
    expect(kosli.trails.get('alice')?.attestations).toHaveLength(1);
  });

  it('stores nothing when it is down, and goes on when it is back', async () => {
    kosli.injectFault({ times: 2 }, { kind: 'answer', status: 503, headers: { 'retry-after': '1' } });
    expect([(await begin('alice')).status, (await begin('alice')).status]).toEqual([503, 503]);
    expect(kosli.trails.size).toBe(0);
    expect((await begin('alice')).status).toBe(201);
  });

  it('answers 413 to what is too large, however large it is', async () => {
    await begin('alice');
    kosli.refuseLargerThan(1_000_000);
    const body = form(USER_IDENTITY, {
      field: 'attachment_file',
      bytes: randomBytes(20_000_000),
      name: 'a.log',
    });
    const response = await fetch(`${kosli.url}/api/v2/attestations/acme/prod-access/trail/alice/generic`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer sesame' },
    });
    expect(response.status).toBe(413);
  });

  it('stores nothing of an upload that breaks off, and goes on', async () => {
    await begin('alice');
    const interrupted = new AbortController();
    const body = form(USER_IDENTITY, {
      field: 'attachment_file',
      bytes: randomBytes(50_000_000),
      name: 'a.log',
    });
    const upload = fetch(`${kosli.url}/api/v2/attestations/acme/prod-access/trail/alice/generic`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer sesame' },
      signal: interrupted.signal,
    });
    setTimeout(() => interrupted.abort(), 5);
    await expect(upload).rejects.toThrow('aborted');
    expect(kosli.trails.get('alice')?.attestations).toEqual([]);
    expect((await attest(USER_IDENTITY)).status).toBe(201);
  });
});
