import type { AttributedCaller, Caller } from '../../../lambda/evidence/caller';
import { planIdentity, planTranscript, type SessionFacts } from '../../../lambda/evidence/plan-evidence';
import { describedService } from '../../../lambda/service/described-service';
import type { Session } from '../../../lambda/session/session';
import type { GoneTranscript, Transcript } from '../../../lambda/transcript/transcript';
import { ALICE, readTranscript, SESSION, sessionOf, TASK_ARN, transcriptRef } from '../records';

const attributed = (session: Session, changes: Partial<AttributedCaller> = {}): Caller => ({
  kind: 'attributed',
  session,
  trace: null,
  contradictions: [],
  doubt: null,
  ...changes,
});
const unattributed: Caller = {
  kind: 'unattributed',
  trace: null,
  reason: 'nobody was found',
  records: [],
};
const task = {
  taskArn: TASK_ARN,
  clusterArn: 'arn:aws:ecs:eu-central-1:111122223333:cluster/infra-dev',
  taskDefinitionArn: 'arn:aws:ecs:eu-central-1:111122223333:task-definition/web:7',
  group: 'service:web',
  launchType: 'FARGATE',
  startedBy: 'ecs-svc/0123456789012345678',
  availabilityZone: 'eu-central-1a',
  containers: [
    { name: 'app', image: 'app:1', imageDigest: 'sha256:aa' },
    { name: 'proxy', image: 'proxy:1' },
  ],
  overrides: { containerOverrides: [{ environment: [{ name: 'PASSWORD', value: 'hunter2' }] }] },
  attachments: [{ type: 'ElasticNetworkInterface' }],
  tags: [{ key: 'secret', value: 'hunter3' }],
};
const ref = { taskArn: TASK_ARN, cluster: 'infra-dev' };

const RULES = { trailNameTemplate: '{principalId}', reporterVersion: '1.2.3' };
type Facts = SessionFacts & { readonly transcript: Transcript | GoneTranscript };

const plan = ({ transcript = readTranscript(), ...changes }: Partial<Facts> = {}) => {
  const facts = {
    sessionId: transcriptRef().sessionId,
    caller: attributed(sessionOf()),
    service: describedService(task, ref),
    ...changes,
  };
  const identity = planIdentity(facts, RULES);
  const logs = planTranscript(facts, transcriptRef(), transcript, RULES);
  expect([logs.trail, logs.sessionId]).toEqual([identity.trail, identity.sessionId]);
  return { ...identity, attestations: [...identity.attestations, ...logs.attestations] };
};
const attestation = (name: string, facts: Partial<Facts> = {}) => {
  const found = plan(facts).attestations.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no ${name} was planned`);
  return found;
};

describe('the evidence of a session', () => {
  it('is three attestations on the trail of its principal', () => {
    const { trail, attestations } = plan();
    expect(trail).toBe('AROAEXAMPLEROLEID1234-alice-example.com');
    expect(attestations.map(({ name, compliant }) => [name, compliant])).toEqual([
      ['user-identity', true],
      ['service-identity', true],
      ['command-logs', true],
    ]);
  });

  it('names session, call and reporter on every attestation', () => {
    for (const { userData } of plan().attestations) {
      expect(userData).toMatchObject({
        session_id: SESSION,
        cloudtrail_event_id: 'b0a1c2d3-0000-4000-8000-000000000000',
        reporter_version: '1.2.3',
      });
    }
  });

  it('fits into one part of a request even when everything in it is as long as can be', () => {
    const long = 'x'.repeat(100_000);
    const session = sessionOf({ userAgent: long, requestParameters: { command: long, task: TASK_ARN } });
    const { userData } = attestation('command-logs', { caller: attributed(session) });
    expect(JSON.stringify(userData).length).toBeLessThan(20_000);
    expect(userData.command).toMatch(/… \[cut, 100000 characters in all\]$/);
  });

  it('of nobody goes on a trail of its own, loudly', () => {
    const { trail, attestations } = plan({ caller: unattributed });
    expect(trail).toBe(`unattributed-${SESSION}`);
    expect(attestations[0]).toMatchObject({
      name: 'user-identity',
      compliant: false,
      userData: { principal_id: null, cloudtrail_event_id: null, reason: 'nobody was found' },
    });
  });
});

describe('user-identity', () => {
  it('says who it was', () => {
    expect(attestation('user-identity').userData).toEqual({
      session_id: SESSION,
      cloudtrail_event_id: 'b0a1c2d3-0000-4000-8000-000000000000',
      reporter_version: '1.2.3',
      type: 'AssumedRole',
      principal_id: 'AROAEXAMPLEROLEID1234:alice@example.com',
      arn: 'arn:aws:sts::111122223333:assumed-role/Dev/alice@example.com',
      account_id: '111122223333',
      user_name: null,
      session_issuer_arn: 'arn:aws:iam::111122223333:role/path/Dev',
      mfa_authenticated: false,
      source_identity: null,
      on_behalf_of: null,
      invoked_by: null,
      source_ip: '203.0.113.10',
      user_agent: 'aws-cli/2.17.32 md/command#ecs.execute-command',
      event_time: '2026-07-31T12:25:25.000Z',
      region: 'eu-central-1',
    });
  });

  it('has the userIdentity attached as CloudTrail recorded it, and nothing else of the record', () => {
    const { attachment } = attestation('user-identity');
    expect(attachment).toEqual({ filename: 'user-identity.json', text: JSON.stringify(ALICE, null, 2) });
  });

  it.each([
    ['the root user', { type: 'Root', principalId: '111122223333' }, 'the account root user opened it'],
    [
      'a caller without any name',
      { type: 'Unknown' },
      'CloudTrail recorded the call without any name for its caller',
    ],
  ])('is not compliant for %s', (_, userIdentity, reason) => {
    const identity = attestation('user-identity', { caller: attributed(sessionOf({ userIdentity })) });
    expect(identity).toMatchObject({ compliant: false, userData: { reason } });
  });

  it.each([
    ['true', true],
    ['pending', true],
    ['unlisted', false],
    ['false', false],
  ] as const)(
    'found in a log file whose digest check says %s is compliant: %s',
    (digestVerified, compliant) => {
      const foundIn = {
        source: 'trail-bucket',
        bucket: 'trail',
        key: 'AWSLogs/x.json.gz',
        deliveredAt: new Date('2026-07-31T12:30:00Z'),
        digestVerified,
      } as const;
      const identity = attestation('user-identity', { caller: attributed({ ...sessionOf(), foundIn }) });
      expect(identity).toMatchObject({
        compliant,
        userData: { digest_verified: digestVerified, log_file: 's3://trail/AWSLogs/x.json.gz' },
      });
    },
  );
});

describe('user-identity of a session with records that disagree', () => {
  const planted: Session = {
    ...sessionOf({ userIdentity: { type: 'IAMUser', principalId: 'AIDAMALLORY' }, eventID: 'never-was' }),
    foundIn: {
      source: 'trail-bucket',
      bucket: 'trail',
      key: 'AWSLogs/planted.json.gz',
      deliveredAt: new Date('2026-07-31T12:30:00Z'),
      digestVerified: 'pending',
    },
  };

  it('names whom CloudTrail names, is not compliant, and has them all attached', () => {
    const caller = attributed(sessionOf(), { contradictions: [planted] });
    const { compliant, description, userData, attachment } = attestation('user-identity', { caller });
    expect([compliant, userData.principal_id]).toEqual([false, 'AROAEXAMPLEROLEID1234:alice@example.com']);
    expect(description).toContain('another record of this session tells otherwise');
    expect(userData.disagreeing_records).toContain('s3://trail/AWSLogs/planted.json.gz');
    expect(attachment).toMatchObject({
      filename: 'user-identities.json',
      text: expect.stringMatching(/alice@example\.com[\s\S]*AIDAMALLORY/),
    });
  });

  it('names nobody where CloudTrail names nobody, and has them all attached', () => {
    const caller: Caller = { ...unattributed, records: [planted, sessionOf()] };
    const { trail } = plan({ caller });
    expect(trail).toBe(`unattributed-${SESSION}`);
    const { compliant, userData, attachment } = attestation('user-identity', { caller });
    expect([compliant, userData.principal_id]).toEqual([false, null]);
    expect(JSON.stringify(attachment)).toMatch(/AIDAMALLORY.*alice@example\.com/);
  });

  it('is not compliant either when log files that may tell otherwise were not read', () => {
    const caller = attributed(planted, { doubt: '1 of 2 log files could not be read (1 broken)' });
    expect(attestation('user-identity', { caller })).toMatchObject({
      compliant: false,
      userData: { reason: expect.stringContaining('1 of 2 log files could not be read') },
    });
  });
});

describe('service-identity', () => {
  it('says which service, task and container it was', () => {
    expect(attestation('service-identity').userData).toMatchObject({
      service_name: 'web',
      group: 'service:web',
      cluster_arn: task.clusterArn,
      task_arn: TASK_ARN,
      task_definition_arn: task.taskDefinitionArn,
      container_name: 'app',
      image: 'app:1',
      image_digest: 'sha256:aa',
      launch_type: 'FARGATE',
      started_by: 'ecs-svc/0123456789012345678',
      availability_zone: 'eu-central-1a',
    });
  });

  it('has the task attached without what may hold secrets', () => {
    const text = JSON.stringify(attestation('service-identity').attachment);
    expect(text).toContain('eu-central-1a');
    expect(text).not.toMatch(/hunter|overrides|attachments|tags/);
  });

  it('of a stand-alone task is compliant and has no service', () => {
    const service = describedService({ ...task, group: 'family:web', startedBy: 'ecs-svc/forged' }, ref);
    expect(attestation('service-identity', { service })).toMatchObject({
      compliant: true,
      userData: { service_name: null, group: 'family:web' },
    });
  });

  it('names the only container of a task when the caller did not', () => {
    const service = describedService({ ...task, containers: [task.containers[1]] }, ref);
    const session = { ...sessionOf(), containerName: null };
    expect(attestation('service-identity', { service, caller: attributed(session) }).userData).toMatchObject({
      container_name: 'proxy',
      image: 'proxy:1',
    });
  });

  it('guesses no container among several', () => {
    const session = { ...sessionOf(), containerName: null };
    expect(attestation('service-identity', { caller: attributed(session) }).userData).toMatchObject({
      container_name: null,
      image: null,
    });
  });

  it('of a task nobody can describe is not compliant and says why', () => {
    const service = { kind: 'undescribed', task: ref, note: 'ECS no longer knows the task' } as const;
    expect(attestation('service-identity', { service })).toMatchObject({
      compliant: false,
      userData: { task_arn: TASK_ARN, service_name: null, reason: 'ECS no longer knows the task' },
      attachment: null,
    });
  });
});

describe('command-logs', () => {
  it('says what the transcript is and when the session was', () => {
    expect(attestation('command-logs').userData).toEqual({
      session_id: SESSION,
      cloudtrail_event_id: 'b0a1c2d3-0000-4000-8000-000000000000',
      reporter_version: '1.2.3',
      preview: 'root@ip:/app# ls',
      preview_truncated: false,
      preview_erased: false,
      bucket: 'exec-logs',
      key: `infra-dev/${SESSION}.log`,
      version_id: 'v1',
      size_bytes: 12,
      sha256: 'a'.repeat(64),
      etag: 'b1946ac92492d2347c6235b4d2611184',
      uploaded_at: '2026-07-31T12:31:04.123Z',
      command: '/bin/bash',
      interactive: true,
      started_at: '2026-07-31T12:25:25.000Z',
      ended_at: '2026-07-31T12:31:04.123Z',
      duration_seconds: 339,
      attached: 'verbatim',
    });
  });

  it("takes SSM's word for the end of the session where there is one", () => {
    const trace = { startedAt: null, endedAt: new Date('2026-07-31T12:30:25Z'), task: null };
    const caller = attributed(sessionOf(), { trace });
    expect(attestation('command-logs', { caller }).userData).toMatchObject({
      ended_at: '2026-07-31T12:30:25.000Z',
      duration_seconds: 300,
    });
  });

  it('attaches the transcript under the name of its session', () => {
    expect(attestation('command-logs').attachment).toEqual({
      filename: `${SESSION}.log`,
      path: '/tmp/transcript.log',
    });
  });

  it('of an empty transcript is not compliant, and the bytes are attached all the same', () => {
    const transcript = readTranscript({
      blank: true,
      preview: { text: '', truncated: false, erased: false },
    });
    expect(attestation('command-logs', { transcript })).toMatchObject({
      compliant: false,
      userData: { reason: 'the transcript is empty' },
      attachment: { path: '/tmp/transcript.log' },
    });
  });

  it('of a deleted transcript is not compliant and says what was known of it', () => {
    const transcript = { kind: 'gone', note: 'the transcript was deleted before it was read' } as const;
    expect(attestation('command-logs', { transcript })).toMatchObject({
      compliant: false,
      attachment: null,
      userData: {
        attached: 'none',
        size_bytes: 12,
        etag: 'b1946ac92492d2347c6235b4d2611184',
        sha256: null,
        preview: null,
      },
    });
  });

  it('of a transcript too large for the disk refers to the object', () => {
    expect(attestation('command-logs', { transcript: readTranscript({ path: null }) })).toMatchObject({
      compliant: true,
      attachment: null,
      userData: { attached: 'reference', version_id: 'v1' },
    });
  });
});
