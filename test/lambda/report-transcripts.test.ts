import type { Ports } from '../../lambda/ports';
import {
  DependencyUnavailableError,
  OutOfTimeError,
  SessionNotVisibleYetError,
} from '../../lambda/reporter-error';
import { carryOut } from '../../lambda/stories';
import { ATTESTATIONS, IDENTITY_ATTESTATIONS } from '../../stand-ins/attestations';
import { brokenOff, fakePorts } from './fake-ports';
import {
  executeCommandRecord,
  RULES,
  readTranscript,
  SESSION,
  sessionOf,
  TASK_ARN,
  transcriptRef,
  uploaded,
} from './records';

const OTHER = 'ecs-execute-command-0dfcb1f8c2e47585a';
const otherSession = sessionOf({
  ...executeCommandRecord(),
  requestParameters: { task: 'arn:aws:ecs:eu-central-1:111122223333:task/other/1' },
  responseElements: { session: { sessionId: OTHER } },
});
const report = async (ports: Ports, requests = [uploaded()]) => [
  ...(await carryOut(ports, RULES, requests)).values(),
];

describe('a batch of transcripts', () => {
  it('is looked up in one search', async () => {
    const { ports, historySearches, reports } = fakePorts({ eventHistory: [sessionOf(), otherSession] });
    await report(ports, [uploaded(), uploaded(OTHER)]);
    expect(historySearches).toHaveLength(1);
    expect(reports).toHaveLength(2);
  });

  it('holding the same session twice reports it once, for both', async () => {
    const { ports, reports, historySearches } = fakePorts({ eventHistory: [sessionOf()] });
    const outcomes = await report(ports, [uploaded(), uploaded()]);
    expect(reports).toHaveLength(1);
    expect(historySearches[0]).toHaveLength(1);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['reported', 'reported']);
  });

  it('loses only the one whose transcript cannot be fetched', async () => {
    const { ports, reports } = fakePorts(
      { eventHistory: [sessionOf(), otherSession] },
      {
        fetchTranscript: async ({ key }) => {
          if (key.includes(OTHER)) throw new DependencyUnavailableError('S3 did not answer');
          return readTranscript();
        },
      },
    );
    const outcomes = await report(ports, [uploaded(OTHER), uploaded()]);
    expect(outcomes).toMatchObject([
      { kind: 'failed', error: { message: 'S3 did not answer' } },
      { kind: 'reported' },
    ]);
    // Who it was and where is told all the same.
    expect(reports.map(({ attestations }) => attestations.length).sort()).toEqual([
      IDENTITY_ATTESTATIONS.length,
      ATTESTATIONS.length,
    ]);
  });

  it('loses only those event history did not come to when it broke off', async () => {
    const unfinished = new DependencyUnavailableError('Rate exceeded');
    const { ports } = fakePorts({}, { searchEventHistory: brokenOff(unfinished, [sessionOf()]) });
    const outcomes = await report(ports, [uploaded(), uploaded(OTHER)]);
    expect(outcomes).toMatchObject([{ kind: 'reported' }, { kind: 'failed', error: unfinished }]);
  });

  it('loses only the session whose cluster gives no answer', async () => {
    const gone = new DependencyUnavailableError('ECS did not answer');
    const { ports } = fakePorts(
      { eventHistory: [sessionOf(), otherSession] },
      { describeTasks: async () => new Map([[TASK_ARN, gone]]) },
    );
    const outcomes = await report(ports, [uploaded(), uploaded(OTHER)]);
    expect(outcomes).toMatchObject([{ kind: 'failed', error: gone }, { kind: 'reported' }]);
  });

  it('works on two objects of one session one after the other, as they share a trail', async () => {
    let atOnce = 0;
    const { ports } = fakePorts(
      { eventHistory: [sessionOf()] },
      {
        reportEvidence: async ({ trail }) => {
          atOnce += 1;
          expect(atOnce).toBe(1);
          await new Promise((later) => setImmediate(later));
          atOnce -= 1;
          return { trail, sent: ['command-logs'], held: [] };
        },
      },
    );
    const outcomes = await report(ports, [uploaded(), uploaded(SESSION, { versionId: 'v2' })]);
    expect(outcomes).toMatchObject([{ kind: 'reported' }, { kind: 'reported' }]);
  });
});

describe('a session event history does not show', () => {
  it('waits while its transcript is younger than the deadline', async () => {
    const { ports, reports } = fakePorts({ eventHistory: [], now: new Date('2026-07-31T13:31:03Z') });
    const [outcome] = await report(ports);
    expect(outcome).toMatchObject({ kind: 'failed', error: expect.any(SessionNotVisibleYetError) });
    expect(reports).toHaveLength(0);
  });

  it('is reported all the same once the deadline has come, on a trail of its own', async () => {
    const { ports, reports } = fakePorts({ eventHistory: [], now: new Date('2026-07-31T13:31:05Z') });
    const [outcome] = await report(ports);
    expect(outcome).toMatchObject({ kind: 'reported', report: { attributed: false } });
    expect(reports[0]?.trail).toBe(`unattributed-${SESSION}`);
  });

  it("is never taken for the nearest caller's", async () => {
    const { ports, reports } = fakePorts({
      eventHistory: [otherSession],
      now: new Date('2026-08-01T00:00:00Z'),
    });
    await report(ports);
    expect(reports[0]?.trail).toBe(`unattributed-${SESSION}`);
  });

  it('is looked for in the CloudTrail bucket', async () => {
    const startedAt = new Date('2026-07-31T12:25:25Z');
    const { ports, reports, bucketSearches } = fakePorts({
      eventHistory: [otherSession],
      cloudTrailBucket: [sessionOf()],
      traces: new Map([[SESSION, { startedAt, endedAt: null, task: null }]]),
    });
    await report(ports, [uploaded(), uploaded(OTHER)]);
    expect(bucketSearches).toMatchObject([[{ id: SESSION, uploadedAt: transcriptRef().uploadedAt }]]);
    expect(reports.map(({ trail }) => trail)).not.toContain(`unattributed-${SESSION}`);
  });

  it('waits when the CloudTrail bucket cannot be searched, while others are reported', async () => {
    const unfinished = new DependencyUnavailableError('SlowDown');
    const { ports, reports } = fakePorts(
      { eventHistory: [otherSession], now: new Date('2026-08-01T00:00:00Z') },
      { searchCloudTrailBucket: brokenOff(unfinished) },
    );
    const outcomes = await report(ports, [uploaded(), uploaded(OTHER)]);
    expect(outcomes).toMatchObject([{ kind: 'failed', error: unfinished }, { kind: 'reported' }]);
    expect(reports).toHaveLength(1);
  });

  it.each([
    ['waits for a search that ran out of time, before its deadline', '2026-07-31T12:35:00Z', 'failed'],
    [
      'does not wait for one for ever: it is reported, and says that the search did not end',
      '2026-08-01T00:00:00Z',
      'reported',
    ],
  ])('%s', async (_, now, kind) => {
    const unfinished = new OutOfTimeError('the bucket was not read to its end');
    const { ports, reports } = fakePorts(
      { eventHistory: [], now: new Date(now) },
      { searchCloudTrailBucket: brokenOff(unfinished) },
    );
    expect(await report(ports)).toMatchObject([{ kind }]);
    const reasons = reports.map(({ attestations }) => attestations[0]?.userData.reason);
    expect(reasons).toEqual(
      kind === 'failed' ? [] : [expect.stringContaining('the bucket was not read to its end')],
    );
  });

  it('still has its service described where SSM names the task', async () => {
    const task = { taskArn: '8a58117dac38436ba5547e9da5d3ac3d', cluster: 'infra-dev' };
    const asked: unknown[] = [];
    const { ports } = fakePorts(
      {
        eventHistory: [],
        now: new Date('2026-08-01T00:00:00Z'),
        traces: new Map([[SESSION, { startedAt: null, endedAt: null, task }]]),
      },
      {
        describeTasks: async (tasks) => {
          asked.push(...tasks);
          return new Map();
        },
      },
    );
    await report(ports);
    expect(asked).toEqual([task]);
  });
});

describe('the local copy of a transcript', () => {
  it.each<[string, Partial<Ports>]>([
    ['reported', {}],
    [
      'refused by Kosli',
      {
        reportEvidence: async ({ trail, attestations }) => {
          if (attestations.some(({ name }) => name === 'command-logs')) throw new Error('no');
          return { trail, sent: [], held: [] };
        },
      },
    ],
  ])('is disposed of when it was %s', async (_, changes) => {
    let disposed = 0;
    const dispose = async () => {
      disposed += 1;
    };
    const { ports } = fakePorts(
      { eventHistory: [sessionOf()] },
      { fetchTranscript: async () => readTranscript({ dispose }), ...changes },
    );
    await report(ports);
    expect(disposed).toBe(1);
  });
});
