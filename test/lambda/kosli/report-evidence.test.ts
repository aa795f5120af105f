import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Attestation, Evidence } from '../../../lambda/evidence/attestation';
import { evidenceReporter } from '../../../lambda/kosli/report-evidence';
import { DependencyUnavailableError, SetupError } from '../../../lambda/reporter-error';
import { beginTime } from '../../../lambda/time';
import { SESSION, sessionId } from '../records';
import { type Reply, scriptedKosli } from './scripted-kosli';

const TOKEN = 'k0sl1-t0k3n';
const NEW_TRAIL: Reply = { status: 201 };
const KNOWN_TRAIL: Reply = { status: 200 };
const DONE: Reply = { status: 201 };

const userIdentity: Attestation = {
  name: 'user-identity',
  subject: SESSION,
  sessionId: sessionId(),
  compared: { cloudtrail_event_id: 'e-1' },
  compliant: true,
  description: 'Opened by alice.',
  userData: { session_id: SESSION, cloudtrail_event_id: 'e-1' },
  attachment: { filename: 'user-identity.json', text: '{"type":"IAMUser"}' },
};
const held = (...userData: Record<string, unknown>[]): Reply => ({
  status: 200,
  json: userData.map((data) => ({ attestation_name: 'user-identity', user_data: data })),
});

const report = async (
  script: Parameters<typeof scriptedKosli>[0],
  attestations: readonly Attestation[] = [userIdentity],
  rotatedToken = TOKEN,
) => {
  const kosli = await scriptedKosli(script);
  const tokens = { read: async () => TOKEN, refresh: async () => rotatedToken };
  const place = { host: kosli.host, org: 'acme', flow: 'exec sessions', tokenParameter: 'kosli_api_token' };
  const evidence: Evidence = { subject: SESSION, trail: 'alice', attestations };
  const time = beginTime(60_000);
  const { reportEvidence } = evidenceReporter(place, tokens, time, new Set([SESSION]));
  const outcome = await reportEvidence(evidence).catch((error: unknown) => error);
  time.end();
  await kosli.close();
  return { outcome, received: kosli.received, lines: kosli.received.map(({ line }) => line) };
};

const BEGIN = 'PUT /api/v2/trails/acme/exec%20sessions';
const LIST = 'GET /api/v2/attestations/acme/exec%20sessions/trail/alice/user-identity';
const ATTEST = 'POST /api/v2/attestations/acme/exec%20sessions/trail/alice/generic';

describe('evidence is put on its trail', () => {
  it('at once when the trail is new', async () => {
    const { outcome, lines } = await report({ PUT: [NEW_TRAIL], POST: [DONE] });
    expect(outcome).toEqual({ trail: 'alice', sent: ['user-identity'], held: [] });
    expect(lines).toEqual([BEGIN, ATTEST]);
  });

  it('only after a look at what a known trail holds', async () => {
    const { outcome, lines } = await report({
      PUT: [KNOWN_TRAIL],
      GET: [held({ session_id: 's-2', cloudtrail_event_id: 'e-1' })],
      POST: [DONE],
    });
    expect(outcome).toMatchObject({ sent: ['user-identity'] });
    expect(lines).toEqual([BEGIN, LIST, ATTEST]);
  });

  it('not again when the trail holds it', async () => {
    const { outcome, lines } = await report({
      PUT: [KNOWN_TRAIL],
      GET: [held({ session_id: SESSION, cloudtrail_event_id: 'e-1' })],
    });
    expect(outcome).toEqual({ trail: 'alice', sent: [], held: ['user-identity'] });
    expect(lines).toEqual([BEGIN, LIST]);
  });

  it('never blindly: an answer that is no list of attestations is no "none"', async () => {
    const { outcome, lines } = await report({
      PUT: [KNOWN_TRAIL],
      GET: [{ status: 200, json: { message: 'hm' } }],
    });
    expect(outcome).toBeInstanceOf(DependencyUnavailableError);
    expect(lines).not.toContain(ATTEST);
  });

  it('in the parts and the order Kosli reads', async () => {
    const { received } = await report({ PUT: [NEW_TRAIL], POST: [DONE] });
    const [begin = '', attest = ''] = received.map(({ body }) => body);
    expect(begin).toMatch(/name="data_json"\r\n\r\n\{"name":"alice"\}\r\n/);
    expect(begin).toMatch(
      /name="template_file"; filename="trail-template.yml"[\s\S]*- \{name: command-logs, type: generic\}/,
    );
    expect(attest).toMatch(
      /^-+[^\r]+\r\nContent-Disposition: form-data; name="data_json"\r\n\r\n\{"attestation_name":"user-identity"/,
    );
    expect(attest).toContain(`"annotations":{"session_id":"${SESSION}"}`);
    expect(attest).toMatch(
      /name="attachment_file"; filename="user-identity.json"\r\nContent-Type: application\/octet-stream\r\n\r\n\{"type":"IAMUser"\}\r\n/,
    );
  });
});

describe('a passing failure is tried again', () => {
  it.each([408, 409, 429, 500, 502, 503, 504])('%s', async (status) => {
    const { outcome } = await report({
      PUT: [{ status, headers: { 'retry-after': '0' } }, NEW_TRAIL],
      POST: [DONE],
    });
    expect(outcome).toMatchObject({ sent: ['user-identity'] });
  });

  it('and is left to the queue after four attempts', async () => {
    const down: Reply = { status: 503, headers: { 'retry-after': '0' } };
    const { outcome, lines } = await report({ PUT: [down, down, down, down, NEW_TRAIL] });
    expect(outcome).toBeInstanceOf(DependencyUnavailableError);
    expect(lines).toEqual([BEGIN, BEGIN, BEGIN, BEGIN]);
  });

  it('but after a failure of its own Kosli is looked at first, and the POST not made again when it was carried out', async () => {
    const { outcome, lines } = await report({
      PUT: [NEW_TRAIL],
      POST: [{ status: 500 }],
      GET: [held({ session_id: SESSION, cloudtrail_event_id: 'e-1' })],
    });
    expect(outcome).toMatchObject({ sent: ['user-identity'] });
    expect(lines).toEqual([BEGIN, ATTEST, LIST]);
  });

  it('and the POST is made again, whole, when it was not', async () => {
    const { lines, received } = await report({
      PUT: [NEW_TRAIL],
      POST: [{ status: 500 }, DONE],
      GET: [held()],
    });
    expect(lines).toEqual([BEGIN, ATTEST, LIST, ATTEST]);
    expect(received[3]?.body).toContain('{"type":"IAMUser"}');
  });

  it.each<Reply>([{ status: 502 }, { status: 504 }, 'reset'])(
    'but not a POST that may still be carried out (%j): that is left to the queue',
    async (reply) => {
      const { outcome, lines } = await report({ PUT: [NEW_TRAIL], POST: [reply, DONE], GET: [held()] });
      expect(outcome).toBeInstanceOf(DependencyUnavailableError);
      expect(lines).toEqual([BEGIN, ATTEST]);
    },
  );
});

describe("an answer that is not Kosli's is no success", () => {
  it('a redirect to somewhere that would answer 200', async () => {
    const reply: Reply = { status: 302, headers: { location: '/login' } };
    const { outcome, lines } = await report({
      PUT: [NEW_TRAIL],
      POST: [reply, reply, reply, reply],
      GET: [held(), held(), held()],
    });
    expect(outcome).toBeInstanceOf(DependencyUnavailableError);
    expect(lines.join()).not.toContain('/login');
  });

  it('another kind of 2xx', async () => {
    const { outcome } = await report({ PUT: [NEW_TRAIL], POST: [{ status: 202 }] });
    expect(outcome).toBeInstanceOf(DependencyUnavailableError);
  });
});

describe('the token', () => {
  it('goes into the authorization header and nowhere else', async () => {
    const { received } = await report({ PUT: [NEW_TRAIL], POST: [DONE] });
    expect(received.map(({ authorization }) => authorization)).toEqual([
      `Bearer ${TOKEN}`,
      `Bearer ${TOKEN}`,
    ]);
    expect(JSON.stringify(received.map(({ line, body }) => [line, body]))).not.toContain(TOKEN);
  });

  it.each([401, 403])('is read again after a %s', async (status) => {
    const { outcome, received } = await report(
      { PUT: [{ status }, NEW_TRAIL], POST: [DONE] },
      [userIdentity],
      'new',
    );
    expect(outcome).toMatchObject({ sent: ['user-identity'] });
    expect(received.slice(0, 2).map(({ authorization }) => authorization)).toEqual([
      `Bearer ${TOKEN}`,
      'Bearer new',
    ]);
  });

  it('is read again once only', async () => {
    const { lines } = await report({ PUT: [{ status: 401 }, { status: 401 }, NEW_TRAIL] }, undefined, 'new');
    expect(lines).toEqual([BEGIN, BEGIN]);
  });

  it('is not sent again when the parameter still holds the same', async () => {
    const { lines } = await report({ PUT: [{ status: 401 }, NEW_TRAIL] });
    expect(lines).toEqual([BEGIN]);
  });
});

describe('what only a person can change says what', () => {
  it.each([
    [
      400,
      'Kosli answered 400 when asked to begin trail "alice": {"message":"it"}. Kosli found the request invalid; its answer says what to change.',
    ],
    [401, 'Put a valid API token of organization "acme" into parameter "kosli_api_token".'],
    [
      403,
      'The token in parameter "kosli_api_token" must belong to organization "acme" and to a member or admin of it.',
    ],
    [
      404,
      'Create flow "exec sessions" in organization "acme", or correct kosli_flow_name and kosli_org_name.',
    ],
  ])('%s', async (status, advice) => {
    const reply = { status, json: { message: 'it' } };
    const { outcome } = await report({ PUT: [reply, reply] });
    expect(outcome).toBeInstanceOf(SetupError);
    expect(outcome).toMatchObject({ message: expect.stringContaining(advice) });
  });

  it('without the token, wherever one looks in the error', async () => {
    const { outcome } = await report({ PUT: [{ status: 403 }] });
    expect(JSON.stringify(outcome, Object.getOwnPropertyNames(outcome)) + String(outcome)).not.toContain(
      TOKEN,
    );
  });
});

describe('a transcript Kosli finds too large', () => {
  const TOO_LARGE: Reply = { status: 413, json: 'Request Entity Too Large' };
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-evidence-'));
    await writeFile(join(folder, 's-1.log'), 'the transcript');
  });
  afterEach(() => rm(folder, { recursive: true }));
  const commandLogs = (): Attestation => ({
    ...userIdentity,
    name: 'command-logs',
    userData: { session_id: SESSION, sha256: 'aa', attached: 'verbatim' },
    attachment: { filename: 's-1.log', path: join(folder, 's-1.log') },
  });

  it('is sent gzipped', async () => {
    const { received } = await report({ PUT: [NEW_TRAIL], POST: [TOO_LARGE, DONE] }, [commandLogs()]);
    const { body = '' } = received.at(-1) ?? {};
    expect(body).toContain('"attached":"gzip"');
    const file = body.slice(
      body.indexOf('\r\n\r\n', body.indexOf('filename="s-1.log.gz"')) + 4,
      body.lastIndexOf('\r\n--'),
    );
    expect(gunzipSync(Buffer.from(file, 'latin1')).toString()).toBe('the transcript');
  });

  it('and still too large is reported by reference', async () => {
    const { outcome, received } = await report({ PUT: [NEW_TRAIL], POST: [TOO_LARGE, TOO_LARGE, DONE] }, [
      commandLogs(),
    ]);
    expect(outcome).toMatchObject({ sent: ['command-logs'] });
    expect(received.at(-1)?.body).toContain('"attached":"reference"');
    expect(received.at(-1)?.body).not.toContain('attachment_file');
  });
});
