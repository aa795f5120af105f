import type { TranscriptMissing } from '../../lambda/messages/request';
import type { ExecLogging, Ports } from '../../lambda/ports';
import { DependencyUnavailableError } from '../../lambda/reporter-error';
import { describedService } from '../../lambda/service/described-service';
import { carryOut } from '../../lambda/stories';
import { task as TASK } from './evidence/planned';
import { type FakeAudit, fakeAudit } from './fake-audit';
import { fakePorts } from './fake-ports';
import {
  LOCATION,
  RULES,
  readTranscript,
  SESSION,
  sessionId,
  sessionOf,
  TASK_ARN,
  transcriptRef,
} from './records';

const REQUEST: TranscriptMissing = {
  kind: 'transcript-missing',
  session: { id: sessionId(), ...LOCATION },
  call: sessionOf(),
};
const OURS: ExecLogging = { kind: 'override', bucket: 'exec-logs', prefix: 'infra-dev' };
const ENDED = new Date('2026-07-31T12:40:00Z');

const reported = async (
  facts: FakeAudit,
  { audit = {}, ports = {} }: { audit?: Parameters<typeof fakeAudit>[1]; ports?: Partial<Ports> } = {},
) => {
  const fake = fakeAudit(facts, audit);
  const trace = { startedAt: null, endedAt: ENDED, task: null };
  const made = fakePorts({ traces: new Map([[SESSION, trace]]) }, { audit: fake.audit, ...ports });
  const [outcome] = [...(await carryOut(made.ports, RULES, [REQUEST])).values()];
  const logs = made.reports
    .flatMap(({ attestations }) => attestations)
    .find(({ name }) => name === 'command-logs');
  return { outcome, logs, trail: made.reports[0]?.trail };
};
const stopped = (stoppedAt: Date) => ({
  describeTasks: async () =>
    new Map([
      [TASK_ARN, describedService({ ...TASK, stoppedAt }, { taskArn: TASK_ARN, cluster: 'production' })],
    ]),
});

describe('a session without a transcript', () => {
  it.each<[string, ExecLogging, string | null, string | null]>([
    ['logging-none', { kind: 'none' }, null, null],
    ['logging-default', { kind: 'default' }, null, null],
    ['no-s3', { kind: 'override', bucket: null, prefix: '' }, null, null],
    [
      'other-bucket',
      { kind: 'override', bucket: 'elsewhere', prefix: '/a//b/' },
      'elsewhere',
      `a/b/${SESSION}.log`,
    ],
    ['unknown', OURS, 'exec-logs', `infra-dev/${SESSION}.log`],
    ['unknown', { kind: 'no-cluster' }, null, null],
  ])('is not compliant, with the cause %s where the cluster says so', async (cause, logging, bucket, key) => {
    const { logs, trail } = await reported({ logging });
    expect(trail).toBe('AROAEXAMPLEROLEID1234-alice-example.com');
    expect(logs).toMatchObject({ compliant: false, userData: { cause, bucket, key, sha256: null } });
  });

  it('was lost with a task that stopped before it could be uploaded', async () => {
    const { logs } = await reported({ logging: OURS }, { ports: stopped(ENDED) });
    expect(logs).toMatchObject({ userData: { cause: 'task-stopped' } });
  });

  it('was not lost with a task that went on', async () => {
    const { logs } = await reported({ logging: OURS }, { ports: stopped(new Date('2026-07-31T14:00:00Z')) });
    expect(logs).toMatchObject({ userData: { cause: 'unknown' } });
  });

  it('could not be uploaded where the role of the task may not', async () => {
    const { logs } = await reported({ logging: OURS }, { audit: { mayUpload: async () => false } });
    expect(logs).toMatchObject({ userData: { cause: 'upload-denied' } });
  });

  it('is reported with its transcript when that came meanwhile', async () => {
    const ref = transcriptRef();
    const { logs } = await reported(
      { logging: OURS, objects: [ref] },
      { ports: { fetchTranscript: async () => readTranscript({ ref }) } },
    );
    expect(logs).toMatchObject({ compliant: true, userData: { sha256: 'a'.repeat(64) } });
  });

  it('waits when SSM does not say when the session ended, which decides the cause', async () => {
    const error = new DependencyUnavailableError('SSM did not answer');
    const { outcome, logs } = await reported(
      { logging: OURS },
      { ports: { traceSessions: async (ids) => new Map(ids.map((id) => [id, error])) } },
    );
    expect(outcome).toEqual({ kind: 'failed', error });
    expect(logs).toBeUndefined();
  });

  it('waits when nobody can say how the cluster logs', async () => {
    const error = new DependencyUnavailableError('ECS did not answer');
    const { outcome, logs } = await reported(
      {},
      {
        audit: { describeLogging: async (clusters) => new Map(clusters.map((cluster) => [cluster, error])) },
      },
    );
    expect(outcome).toEqual({ kind: 'failed', error });
    expect(logs).toBeUndefined();
  });
});
