import { byReference, gzipped } from '../../../lambda/evidence/by-reference';
import { describedService } from '../../../lambda/service/described-service';
import type { OpenedSession } from '../../../lambda/session/session';
import { readTranscript, SESSION, sessionOf, TASK_ARN, transcriptRef } from '../records';
import { attestation, attributed, plan, ref, task, unattributed } from './planned';

const inBucket = (
  digestVerified: 'true' | 'false' | 'unlisted' | 'unchecked' | 'pending',
): OpenedSession => ({
  ...sessionOf(),
  foundIn: {
    source: 'cloudtrail-bucket',
    bucket: 'trail',
    key: 'AWSLogs/x.json.gz',
    deliveredAt: new Date('2026-07-31T12:30:00Z'),
    digestVerified,
  },
});
const described = (...facts: Parameters<typeof attestation>) => {
  const { description, compliant, userData } = attestation(...facts);
  // The reason, where there is one, is a field of its own.
  const { reason = null } = userData;
  expect(compliant).toBe(reason === null);
  if (reason !== null) expect(description).toContain(reason);
  return description;
};

describe('user-identity is described to an auditor:', () => {
  const ALICE = 'Opened by AROAEXAMPLEROLEID1234:alice@example.com';

  it.each<[string, Parameters<typeof attestation>[1], string]>([
    ['of event history', {}, `${ALICE}.`],
    ['confirmed', { caller: attributed(inBucket('true')) }, `${ALICE}.`],
    [
      'not confirmed yet',
      { caller: attributed(inBucket('pending')) },
      `${ALICE}, according to a log file that no digest has confirmed.`,
    ],
    [
      'refuted',
      { caller: attributed(inBucket('false')) },
      `${ALICE}; not compliant: CloudTrail's signed digest does not confirm the log file it was found in.`,
    ],
    [
      'not to be checked',
      { caller: attributed(inBucket('unchecked')) },
      `${ALICE}; not compliant: CloudTrail's digest of the log file it was found in could not be read, or is not signed by CloudTrail.`,
    ],
    [
      'not listed',
      { caller: attributed(inBucket('unlisted')) },
      `${ALICE}; not compliant: CloudTrail's digest of that hour does not list the log file it was found in.`,
    ],
    [
      'in doubt',
      { caller: attributed(inBucket('pending'), { doubt: '1 of 2 log files could not be read' }) },
      `${ALICE}, according to a log file that no digest has confirmed; not compliant: no digest confirms it, and another log file may contradict it: 1 of 2 log files could not be read.`,
    ],
    [
      'contradicted, of the root user',
      {
        caller: attributed(sessionOf({ userIdentity: { type: 'Root', principalId: '111122223333' } }), {
          contradictions: [inBucket('pending'), inBucket('pending')],
        }),
      },
      'Opened by 111122223333; not compliant: the account root user opened it; another record of this session contradicts it (2 in total, attached).',
    ],
    [
      'without a name',
      { caller: attributed(sessionOf({ userIdentity: {} })) },
      'Opened by an unnamed caller; not compliant: CloudTrail recorded the call without an identifier for its caller.',
    ],
    [
      'of nobody',
      { caller: unattributed },
      'The caller of this session could not be identified: nobody was found.',
    ],
  ])('%s', (_, facts, description) => {
    expect(described('user-identity', facts)).toBe(description);
  });

  it('has every field of the caller, cut where it has no end', () => {
    const long = 'x'.repeat(9_000);
    const { userData } = attestation('user-identity', {
      caller: attributed(
        sessionOf({
          userAgent: long,
          userIdentity: {
            type: 'IdentityCenterUser',
            userName: 'alice',
            invokedBy: long,
            onBehalfOf: { userId: long },
            sessionContext: {
              sourceIdentity: long,
              sessionIssuer: { arn: long },
              attributes: { mfaAuthenticated: 'true' },
            },
          },
        }),
      ),
    });
    for (const field of ['user_agent', 'invoked_by', 'on_behalf_of', 'source_identity', 'session_issuer_arn'])
      expect([field, userData[field]]).toEqual([field, expect.stringMatching(/^x{4000}… \[truncated, 9000/)]);
    expect(userData).toMatchObject({
      user_name: 'alice',
      mfa_authenticated: true,
      principal_id: null,
      arn: null,
    });
  });

  it('lists records that disagree by event and place, whichever came first, and attaches them all', () => {
    const records = [
      { ...inBucket('unlisted'), eventId: 'e-2' },
      { ...sessionOf(), eventId: 'e-3' },
      { ...sessionOf(), eventId: 'e-1' },
    ];
    const [one, other] = [records, records.toReversed()].map((each) =>
      attestation('user-identity', { caller: { ...unattributed, records: each } }),
    );
    expect(one?.userData.disagreeing_records).toBe(
      '["e-1",{"found_in":"event-history"}] ' +
        '["e-2",{"log_file":"s3://trail/AWSLogs/x.json.gz","digest_verified":"unlisted"}] ' +
        '["e-3",{"found_in":"event-history"}]',
    );
    expect(other?.userData).toEqual(one?.userData);
    const { filename, text } = Object(one?.attachment);
    expect([filename, text]).toEqual(['user-identities.json', expect.stringMatching(/^\[\n {2}\{\n/)]);
    const attached: unknown[] = JSON.parse(text);
    expect(attached[0]).toEqual({
      event_id: 'e-2',
      event_time: '2026-07-31T12:25:25.000Z',
      source_ip: '203.0.113.10',
      user_agent: expect.stringContaining('aws-cli'),
      log_file: 's3://trail/AWSLogs/x.json.gz',
      digest_verified: 'unlisted',
      userIdentity: expect.objectContaining({ type: 'AssumedRole' }),
    });
    expect(attached[1]).toMatchObject({ event_id: 'e-3', found_in: 'event-history' });
  });
});

describe('service-identity is described to an auditor:', () => {
  const alone = (group: string | null) => ({ service: describedService({ ...task, group }, ref) });

  it.each<[string, Parameters<typeof attestation>[1], string]>([
    ['in a service', {}, `Opened in service web, task ${TASK_ARN}.`],
    ['of a family', alone('family:web'), `Opened in a stand-alone task (family:web), task ${TASK_ARN}.`],
    ['of no group', alone(null), `Opened in a stand-alone task (no group), task ${TASK_ARN}.`],
    [
      'of a task that is forgotten',
      { service: { kind: 'undescribed', task: ref, note: 'ECS no longer knows the task' } },
      'The task could not be described: ECS no longer knows the task.',
    ],
  ])('%s', (_, facts, description) => {
    expect(described('service-identity', facts)).toBe(description);
  });

  it('has the task as ECS described it attached', () => {
    expect(attestation('service-identity').attachment).toEqual({
      filename: 'task.json',
      text: expect.stringMatching(/^\{\n {2}"taskArn": "arn:aws:ecs:/),
    });
  });

  it('keeps the name of a container that ECS does not list, and takes no other for it', () => {
    const service = describedService({ ...task, containers: [task.containers[1]] }, ref);
    expect(attestation('service-identity', { service }).userData).toMatchObject({
      container_name: 'app',
      image: null,
      image_digest: null,
    });
  });

  it('of a forgotten task has what the call says of it, and a cluster only by its ARN', () => {
    const forgotten = (cluster: string | null) => {
      const called = cluster === null ? null : { taskArn: TASK_ARN, cluster };
      const service = { kind: 'undescribed', task: called, note: 'x'.repeat(9_000) } as const;
      return attestation('service-identity', { service }).userData;
    };
    expect(forgotten('production')).toMatchObject({
      cluster_arn: null,
      task_arn: TASK_ARN,
      container_name: 'app',
      reason: expect.stringMatching(/^x{4000}… /),
    });
    const arn = 'arn:aws:ecs:eu-central-1:111122223333:cluster/production';
    expect(forgotten(arn)).toMatchObject({ cluster_arn: arn });
    expect(forgotten(null)).toMatchObject({ cluster_arn: null, task_arn: null });
  });

  it('has no container where nobody is known who could have named one', () => {
    expect(attestation('service-identity', { caller: unattributed }).userData.container_name).toBeNull();
  });
});

describe('command-logs is described to an auditor:', () => {
  const UPLOADED = 'The transcript of the session, as uploaded.';
  const OMITS =
    ' The preview omits what was erased or overwritten on the screen, or shown on the alternate screen.';
  const REFERRED = ' Not attached; its bucket, key, version and SHA-256 identify the object in S3.';
  const erased = { preview: { text: 'ls', truncated: false, erased: true } };

  it.each<[string, Parameters<typeof attestation>[1], number, string]>([
    ['as uploaded', {}, 4_000, UPLOADED],
    ['with something erased', { transcript: readTranscript(erased) }, 4_000, UPLOADED + OMITS],
    ['with something erased, and nothing quoted', { transcript: readTranscript(erased) }, 0, UPLOADED],
    [
      'too large for the disk',
      { transcript: readTranscript({ ...erased, path: null }) },
      4_000,
      UPLOADED + OMITS + REFERRED,
    ],
    [
      'empty',
      { transcript: readTranscript({ blank: true }) },
      4_000,
      'Not compliant: the transcript is empty.',
    ],
    [
      'gone',
      { transcript: { kind: 'gone', ref: transcriptRef(), note: 'the transcript was deleted' } },
      4_000,
      'Not compliant: the transcript was deleted.',
    ],
  ])('%s', (_, facts, previewCharacters, description) => {
    expect(described('command-logs', facts, { previewCharacters })).toBe(description);
  });

  it('and says so when it is attached as gzip, or not at all', () => {
    const logs = attestation('command-logs');
    const asGzip = gzipped(logs, `${SESSION}.log`, '/tmp/transcript.gz');
    expect(asGzip).toEqual({
      ...logs,
      userData: { ...logs.userData, attached: 'gzip' },
      attachment: { filename: `${SESSION}.log.gz`, path: '/tmp/transcript.gz' },
    });
    expect(byReference(logs)).toEqual({
      ...logs,
      description: UPLOADED + REFERRED,
      userData: { ...logs.userData, attached: 'reference' },
      attachment: null,
    });
  });
});

describe('when the session was', () => {
  const startedAt = new Date('2026-07-31T12:25:20.400Z');
  const timesOf = (...facts: Parameters<typeof attestation>) => {
    const { started_at, ended_at, duration_seconds } = attestation(...facts).userData;
    return [started_at, ended_at, duration_seconds];
  };

  it('is told by CloudTrail, else by Systems Manager, and its end by the upload', () => {
    const trace = { startedAt, endedAt: null, task: null };
    const end = '2026-07-31T12:31:04.123Z';
    expect(timesOf('command-logs', { caller: attributed(sessionOf(), { trace }) })).toEqual([
      '2026-07-31T12:25:25.000Z',
      end,
      339,
    ]);
    expect(timesOf('command-logs', { caller: { ...unattributed, trace } })).toEqual([
      '2026-07-31T12:25:20.400Z',
      end,
      344,
    ]);
    expect(timesOf('command-logs', { caller: unattributed })).toEqual([null, end, null]);
  });

  it('and what was called, is null where CloudTrail does not say', () => {
    const caller = attributed({ ...sessionOf(), command: null, interactive: null });
    expect(attestation('command-logs', { caller }).userData).toMatchObject({
      command: null,
      interactive: null,
    });
  });
});

it('the trail may be named after the service, where ECS knows it', () => {
  const rules = { trailNameTemplate: '{service}-{sessionId}' };
  expect(plan({}, rules).trail).toBe(`web-${SESSION}`);
});
