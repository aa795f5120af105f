import { describedService } from '../../../lambda/service/described-service';
import { TASK_ID } from '../../../stand-ins/recorded-session/session';
import { readTranscript, SESSION, sessionOf, TASK_ARN, transcriptRef } from '../records';
import { attestation, attributed, plan, ref, task, unattributed } from './planned';

const trace = (task: typeof ref) => ({ startedAt: null, endedAt: null, task });

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
        cloudtrail_event_id: 'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
        reporter_version: '1.2.3',
      });
    }
  });

  it('fits into one part of a request even when everything in it is as long as can be', () => {
    const long = 'x'.repeat(100_000);
    const session = sessionOf({ userAgent: long, requestParameters: { command: long, task: TASK_ARN } });
    const { userData } = attestation('command-logs', { caller: attributed(session) });
    expect(JSON.stringify(userData).length).toBeLessThan(20_000);
    expect(userData.command).toMatch(/… \[truncated, 100000 characters in total\]$/);
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
      cloudtrail_event_id: 'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
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
      writer_principal_id: 'AROAEXAMPLE:8a58117dac38436ba5547e9da5d3ac3d',
      writer_matches_task: 'true',
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
    const transcript = {
      kind: 'gone',
      ref: transcriptRef(),
      note: 'the transcript was deleted before it was read',
    } as const;
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

  describe('names the writer, and the task of the session', () => {
    const writtenBy = (writerPrincipalId: string | null, facts: Parameters<typeof attestation>[1] = {}) => {
      const transcript = readTranscript({ ref: transcriptRef({ writerPrincipalId }) });
      return attestation('command-logs', { transcript, ...facts }).userData.writer_matches_task;
    };
    const undescribed = { kind: 'undescribed', task: null, note: 'nobody names the task' } as const;

    it.each([
      ['CloudTrail', { service: undescribed }],
      ['Systems Manager', { caller: { ...unattributed, trace: trace(ref) }, service: undescribed }],
      ['the request to ECS', { caller: unattributed, service: { ...undescribed, task: ref } }],
      ['ECS', { caller: unattributed }],
    ])('as %s has it', (_, facts) => {
      expect(writtenBy(`AROAEXAMPLE:${TASK_ID}`, facts)).toBe('true');
      expect(writtenBy('AROAEXAMPLE:another', facts)).toBe('false');
    });

    it('by a bare task id, as Systems Manager has it', () => {
      const byId = { caller: { ...unattributed, trace: trace({ taskArn: TASK_ID, cluster: 'infra-dev' }) } };
      expect(writtenBy(`AROAEXAMPLE:${TASK_ID}`, { ...byId, service: undescribed })).toBe('true');
    });

    it.each([
      ['of its role', `AROA0EXAMPLE9:${TASK_ID}`, 'true'],
      ['of a federated user of that name', `111122223333:${TASK_ID}`, 'false'],
      ['of a user of that name', `AIDAEXAMPLE:${TASK_ID}`, 'false'],
      ['behind another name', `AROAEXAMPLE:x:${TASK_ID}`, 'false'],
      ['before another name', `AROAEXAMPLE:${TASK_ID}:x`, 'false'],
      ['behind something else', `xAROAEXAMPLE:${TASK_ID}`, 'false'],
      ['of no role', TASK_ID, 'false'],
    ])('by the session %s', (_, writer, matches) => {
      expect(writtenBy(writer)).toBe(matches);
    });

    it('by what CloudTrail has, whatever others say', () => {
      const other = { taskArn: 'arn:aws:ecs:eu-central-1:111122223333:task/x/other', cluster: 'x' };
      const caller = attributed(sessionOf(), { trace: trace(other) });
      expect(writtenBy(`AROAEXAMPLE:${TASK_ID}`, { caller })).toBe('true');
      expect(writtenBy('AROAEXAMPLE:other', { caller })).toBe('false');
      expect(writtenBy('AROAEXAMPLE:other', { caller: { ...unattributed, trace: trace(other) } })).toBe(
        'true',
      );
    });

    it('and cuts a writer that has no end', () => {
      const transcript = readTranscript({ ref: transcriptRef({ writerPrincipalId: 'x'.repeat(9_000) }) });
      const { userData } = attestation('command-logs', { transcript });
      expect(userData.writer_principal_id).toMatch(/^x{4000}… /);
      expect(userData.reason).toMatch(/^the transcript was written by x{4000}… .*, not by the task/);
    });

    it('and is unknown when nobody names the one or the other', () => {
      expect(writtenBy(null)).toBe('unknown');
      const nowhere = { caller: unattributed, service: undescribed };
      expect(writtenBy(`AROAEXAMPLE:${TASK_ID}`, nowhere)).toBe('unknown');
    });
  });

  it('of an empty transcript that somebody else wrote has both reasons', () => {
    const ref = transcriptRef({ writerPrincipalId: 'AIDAMALLORY' });
    const { description, userData } = attestation('command-logs', {
      transcript: readTranscript({ blank: true, ref }),
    });
    const reason = `the transcript is empty; the transcript was written by AIDAMALLORY, not by the task of the session (${TASK_ID})`;
    expect(userData.reason).toBe(reason);
    expect(description).toBe(`Not compliant: ${reason}.`);
  });

  it.each([
    [4_000, 'root@ip:/app# ls', false],
    [16, 'root@ip:/app# ls', false],
    [4, 'root', true],
    [0, null, true],
  ])('quotes %i characters and says whether there is more', (previewCharacters, preview, truncated) => {
    const transcript = readTranscript({
      preview: { text: 'root@ip:/app# ls', truncated: false, erased: true },
    });
    const { userData } = attestation('command-logs', { transcript }, { previewCharacters });
    expect(userData).toMatchObject({ preview, preview_truncated: truncated, preview_erased: true });
  });
});
