import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { ATTESTATIONS } from '../../stand-ins/attestations';
import { apiCallEvent } from '../../stand-ins/aws/api-call-event';
import { person } from '../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { ECS_ITSELF, startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { serviceTask } from '../../stand-ins/recorded-session/task';
import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { poll, send, sessionId, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

const openedAt = new Date(Date.now() - 10 * 60_000);
const REFUSAL = {
  errorCode: 'AccessDeniedException',
  errorMessage: 'not authorized to perform: ecs:ExecuteCommand',
};
const opened = executeCommandRecord({
  userIdentity: person('alice'),
  sessionId: sessionId(),
  eventId: 'opened-by-alice',
  openedAt,
});
const refused = executeCommandRecord({
  userIdentity: person('mallory'),
  eventId: 'refused-to-mallory',
  openedAt,
  refusal: REFUSAL,
});
const bypassed = startSessionRecord({
  userIdentity: person('mallory'),
  eventId: 'bypassed-by-mallory',
  openedAt,
});
const byEcs = startSessionRecord({
  userIdentity: ECS_ITSELF,
  eventId: 'by-ecs',
  openedAt,
  sessionId: sessionId(),
});

/** EventBridge hears of a call; event history does not show it yet. @returns how many messages the rules made of it */
const happen = async (stage: Stage, record: Parameters<typeof apiCallEvent>[0]): Promise<number> =>
  stage.publish(apiCallEvent(record));

/** Works until the queue is empty. */
const work = async ({ mapping }: Stage): Promise<void> => {
  while ((await mapping.poll()) !== null) await mapping.passTime();
};

const attestationIn = ({ kosli }: Stage, name: string) => {
  const found = [...kosli.trails.values()].flatMap(({ attestations }) =>
    attestations.filter(({ attestation_name }) => attestation_name === name),
  );
  expect(found).toHaveLength(1);
  return found[0];
};

/** Takes what the queue holds out of it. */
const takeAll = async ({ sqs, applied }: Stage): Promise<string[]> => {
  const { queueUrl: QueueUrl } = applied.mapping;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages.map(({ Body = '' }) => Body);
};

/** A session, its transcript, a refused call and a bypass: the messages about them, none of which the function has seen. */
const announce = async (stage: Stage, run: number) => {
  const [alice, mallory] = [`alice-${run}`, `mallory-${run}`];
  const session = { sessionId: sessionId(run), openedAt };
  const call = { ...session, userIdentity: person(alice), eventId: `opened-${run}` };
  const denied = { openedAt, userIdentity: person(mallory), eventId: `refused-${run}`, refusal: REFUSAL };
  const past = { openedAt, userIdentity: person(mallory), eventId: `bypassed-${run}` };
  stage.cloudtrail.record(executeCommandRecord(call));
  for (const record of [
    executeCommandRecord(call),
    executeCommandRecord(denied),
    startSessionRecord(past),
    startSessionRecord({ ...session, userIdentity: ECS_ITSELF, eventId: `by-ecs-${run}` }),
  ]) {
    await happen(stage, record);
  }
  await uploadTranscript(stage, { id: sessionId(run) });
  const bodies = await takeAll(stage);
  expect(bodies).toHaveLength(MESSAGES);
  return { alice, mallory, bodies };
};

const MESSAGES = 5;

/** Each of the messages one to three times, in any order, with or without an invocation between two of them. */
const DELIVERIES = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: MESSAGES, maxLength: MESSAGES })
  .chain((times) => {
    const all = times.flatMap((count, message) => Array.from({ length: count }, () => message));
    return fc.tuple(
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
    );
  })
  .map(([order, breaks]) => order.map((message, n) => ({ message, thenWork: breaks[n] ?? false })));

describeOnRuntime('the calls that open sessions', () => {
  const openStage = stages({ liveSessions: true });

  const stageWithTask = async (): Promise<Stage> => {
    const stage = await openStage();
    stage.ecs.run(serviceTask());
    return stage;
  };

  it('put who and where on a trail while the session is open, and its transcript joins them', async () => {
    const stage = await stageWithTask();
    expect(await happen(stage, opened)).toBe(1);
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('alice')]: ['user-identity', 'service-identity'] });
    expect(attestationIn(stage, 'user-identity')).toMatchObject({
      is_compliant: true,
      user_data: { session_id: sessionId(), cloudtrail_event_id: 'opened-by-alice' },
    });
    expect(attestationIn(stage, 'service-identity')).toMatchObject({ is_compliant: true });
    stage.cloudtrail.record(opened);
    await uploadTranscript(stage);
    await poll(stage);
    expect(trails(stage)).toEqual({
      [trailOf('alice')]: ['user-identity', 'service-identity', 'command-logs'],
    });
  });

  it('are reported once when EventBridge announces them twice, in one batch and in two', async () => {
    const stage = await stageWithTask();
    for (const again of [1, 2]) {
      for (const record of [opened, refused, bypassed]) {
        for (let n = 0; n < again; n += 1) await happen(stage, record);
      }
      await poll(stage);
    }
    expect(trails(stage)).toEqual({
      [trailOf('alice')]: ['user-identity', 'service-identity'],
      [trailOf('mallory')]: expect.arrayContaining(['access-denied', 'session-bypass']),
    });
    expect(trails(stage)[trailOf('mallory')]).toHaveLength(2);
  });

  it('are not compliant when they were refused', async () => {
    const stage = await stageWithTask();
    await happen(stage, refused);
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('mallory')]: ['access-denied'] });
    expect(attestationIn(stage, 'access-denied')).toMatchObject({
      is_compliant: false,
      user_data: { cloudtrail_event_id: 'refused-to-mallory', error_code: 'AccessDeniedException' },
    });
  });

  it('are not compliant when they went past ECS Exec', async () => {
    const stage = await stageWithTask();
    expect(await happen(stage, bypassed)).toBe(1);
    await poll(stage);
    expect(trails(stage)).toEqual({ [trailOf('mallory')]: ['session-bypass'] });
    expect(attestationIn(stage, 'session-bypass')).toMatchObject({
      is_compliant: false,
      user_data: { cloudtrail_event_id: 'bypassed-by-mallory' },
    });
  });

  it('leave nothing where ECS itself made them for a session, or they were about something else', async () => {
    const stage = await stageWithTask();
    await happen(stage, byEcs);
    expect((await poll(stage)).deliveries).toMatchObject([{ deleted: true }]);
    const onAnInstance = startSessionRecord({ target: 'i-0123456789abcdef0' });
    const stopped = executeCommandRecord({}, { eventName: 'StopTask' });
    expect([await happen(stage, onAnInstance), await happen(stage, stopped)]).toEqual([0, 0]);
    expect(await stage.mapping.poll()).toBeNull();
    expect([trails(stage), stage.kosli.requests]).toEqual([{}, []]);
  });

  it('end on the same trails with their transcripts, in whatever order and however often they are delivered', async () => {
    const stage = await stageWithTask();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(DELIVERIES, async (deliveries) => {
        run += 1;
        const { alice, mallory, bodies } = await announce(stage, run);
        for (const { message, thenWork } of deliveries) {
          await send(stage, bodies[message] ?? '');
          if (thenWork) await work(stage);
        }
        await work(stage);
        const { [trailOf(alice)]: ofAlice = [], [trailOf(mallory)]: ofMallory = [] } = trails(stage);
        expect(ofAlice.toSorted()).toEqual(ATTESTATIONS.toSorted());
        expect(ofMallory.toSorted()).toEqual(['access-denied', 'session-bypass']);
        expect(stage.kosli.trails.size).toBe(2 * run);
      }),
      { numRuns: 10 },
    );
  }, 120_000);
});
