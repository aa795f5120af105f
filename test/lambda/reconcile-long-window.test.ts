import { positionOf } from '../../lambda/messages/cursor';
import type { ReconcileMessage } from '../../lambda/messages/own-message';
import type { AuditPorts } from '../../lambda/ports';
import { OutOfTimeError } from '../../lambda/reporter-error';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { type FakeAudit, fakeAudit } from './fake-audit';
import { identity, logs, reconciled, service, session } from './reconciled';
import { transcriptRef } from './records';

/** Pages of event history, of two calls each, until the time of an invocation is up. */
const PAGES = 4;

const invocation = (facts: FakeAudit) => {
  const { audit } = fakeAudit(facts);
  let left = PAGES;
  const listCalls: AuditPorts['listCalls'] = async function* (name, span) {
    for await (const page of audit.listCalls(name, span)) {
      if (left === 0) throw new OutOfTimeError('the time for this ran out');
      left -= 1;
      yield page;
    }
  };
  const time = { signal: new AbortController().signal, leftMs: () => left * 1_000 };
  return { audit: { listCalls }, ports: { time } };
};

const sessions = Array.from({ length: 20 }, (_, at) => ({
  id: `ecs-execute-command-00000000000000${String(at).padStart(2, '0')}`,
  at: `2026-07-31T12:${String(at).padStart(2, '0')}:30Z`,
}));
const UNEXPLAINED = { id: 'ecs-execute-command-nobodyopenedthis', at: '2026-07-31T12:03:30Z' };
const keyOf = (id: string) => `infra-dev/${id}.log`;
const of =
  <Kind extends { readonly userData: object }>({ userData, ...kind }: Kind) =>
  (fields: object) => ({ ...kind, userData: { ...userData, ...fields } });

const FACTS = {
  executeCommands: sessions.map(({ id, at }) => session(id, at, 'alice@example.com')),
  held: {
    'AROAEXAMPLE-alice-example.com': sessions.flatMap(({ id: session_id }) => [
      of(identity)({ session_id, cloudtrail_event_id: `event-of-${session_id}` }),
      of(service)({ session_id }),
      of(logs)({ session_id, key: keyOf(session_id) }),
    ]),
  },
  objects: [...sessions, UNEXPLAINED].map(({ id, at }) =>
    transcriptRef({ key: keyOf(id), uploadedAt: new Date(at.replace(':30Z', ':50Z')) }),
  ),
  startSessions: [startSessionRecord()],
};

it('a window with more calls than an invocation can read is gone through to its end, each call explaining its transcript', async () => {
  const left: ReconcileMessage[] = [
    { kind: 'reconcile', from: '2026-07-31T12:00:00Z', to: '2026-07-31T13:00:00Z' },
  ];
  const queued = new Set<string>();
  let invocations = 0;
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    invocations += 1;
    const { sent, outcome } = await reconciled(FACTS, {
      ...invocation(FACTS),
      request: {
        kind: 'reconcile',
        from: next.from === undefined ? null : new Date(next.from),
        to: new Date(next.to ?? ''),
        daily: next.daily ?? false,
        position: next.cursor === undefined ? null : positionOf(next.cursor),
      },
    });
    expect(outcome).toMatchObject({ kind: 'reconciled' });
    for (const message of sent)
      if (message.kind === 'reconcile') left.push(message);
      else if (message.kind === 'transcript') queued.add(message.object.key);
      else queued.add(JSON.stringify(message).match(/"eventName":"(\w+)"/)?.[1] ?? message.kind);
  }
  expect(queued).toEqual(new Set([keyOf(UNEXPLAINED.id), 'StartSession']));
  expect(invocations).toBeLessThan(100);
});
