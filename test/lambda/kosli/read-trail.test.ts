import { createHash } from 'node:crypto';
import type { AttestationName } from '../../../lambda/evidence/attestations';
import { trailReader } from '../../../lambda/kosli/read-trail';
import { DependencyUnavailableError, SetupError } from '../../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { type Kosli, openKosli } from '../../../stand-ins/kosli/kosli';
import { SESSION } from '../records';
import { type Reply, scriptedKosli } from './scripted-kosli';

const PLACE = { org: 'acme', flow: 'exec', tokenParameter: 'kosli_api_token' };
const tokens = { read: async () => 'sesame', refresh: async () => 'sesame' };
const OTHER = 'ecs-execute-command-0dfcb1f8c2e47585a';

let time: InvocationTime;
let kosli: Kosli;
beforeEach(async () => {
  time = beginTime(60_000);
  kosli = await openKosli({ org: 'acme', flow: 'exec', token: 'sesame' });
});
afterEach(async () => {
  time.end();
  await kosli.close();
});

const read = (
  names: readonly AttestationName[] = ['user-identity'],
  place: Partial<typeof PLACE & { host: string }> = {},
) => trailReader({ ...PLACE, host: kosli.url, ...place }, tokens, time)('alice', names, new Set([SESSION]));
const attest = (attestation_name: string, user_data: Record<string, unknown>, is_compliant = true) =>
  kosli.addAttestations('alice', [{ attestation_name, is_compliant, user_data }]);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('what a trail holds', () => {
  it('is kept of the subjects asked for, and of no others', async () => {
    attest('user-identity', { session_id: OTHER, cloudtrail_event_id: 'e-2' });
    attest('user-identity', { session_id: SESSION, cloudtrail_event_id: 'e-1' });
    attest('access-denied', { session_id: null, cloudtrail_event_id: SESSION }, false);
    expect(await read(['user-identity', 'access-denied'])).toMatchObject([
      { name: 'user-identity', subject: SESSION, compliant: true },
      { name: 'access-denied', subject: SESSION, compliant: false },
    ]);
  });

  it('says what is compared, and has a hash that anybody can recompute', async () => {
    attest('user-identity', { session_id: SESSION, cloudtrail_event_id: 'e-1', '10': 1, '9': 'ü' });
    const text = `{"attestation_name":"user-identity","is_compliant":true,"user_data":{"10":1,"9":"ü","cloudtrail_event_id":"e-1","session_id":"${SESSION}"}}`;
    expect(await read()).toEqual([
      {
        name: 'user-identity',
        subject: SESSION,
        compared: { cloudtrail_event_id: 'e-1', digest_verified: undefined, disagreeing_records: undefined },
        compliant: true,
        sha256: sha256(text),
      },
    ]);
  });

  it('is read anew each time', async () => {
    expect(await read()).toEqual([]);
    attest('user-identity', { session_id: SESSION });
    expect(await read()).toHaveLength(1);
  });

  it('is nothing when there is no such trail, and when it has no such attestation', async () => {
    expect(await read()).toEqual([]);
    attest('command-logs', { session_id: SESSION });
    expect(await read()).toEqual([]);
    expect(kosli.requests.map(({ status }) => status)).toEqual([404, 200]);
  });

  it('is not said to be nothing when there is no such flow', async () => {
    const reading = read(undefined, { flow: 'other' });
    await expect(reading).rejects.toThrow(SetupError);
    await expect(reading).rejects.toThrow('Create flow "other" in organization "acme"');
  });

  it.each([
    [
      'organization',
      { status: 404, json: { message: "Organization named 'acme' does not exist" } },
      SetupError,
    ],
    [
      'flow, named like the answer about a trail',
      {
        status: 404,
        json: {
          message: "Flow named 'Trail with name 'a' does not exist for Organization 'b'' does not exist",
        },
      },
      SetupError,
    ],
    ['list of its own', { status: 404, json: 'gone' }, SetupError],
    ['end to its list', { status: 200, json: { attestations: [] } }, DependencyUnavailableError],
  ])('is not said to be nothing when Kosli has no %s', async (_, reply: Reply, kind) => {
    const scripted = await scriptedKosli({ GET: [reply, reply] });
    await expect(read(undefined, { host: scripted.host })).rejects.toThrow(kind);
    await scripted.close();
  });

  it('is sorted by the time Kosli got it, whatever the order of its list', async () => {
    const listed = (created_at: number, event: string) => ({
      attestation_name: 'user-identity',
      is_compliant: true,
      created_at,
      user_data: { session_id: SESSION, cloudtrail_event_id: event },
    });
    const json = [listed(30.5, 'third'), listed(10, 'first'), listed(20, 'second')];
    const scripted = await scriptedKosli({ GET: [{ status: 200, json }] });
    const held = await read(undefined, { host: scripted.host });
    await scripted.close();
    expect(held.map(({ compared }) => compared.cloudtrail_event_id)).toEqual(['first', 'second', 'third']);
  });
});
