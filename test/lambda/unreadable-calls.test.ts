import { callCollector } from '../../lambda/completeness/calls-of-day';
import { statementOfDay } from '../../lambda/completeness/statement-of-day';
import { planCompleteness } from '../../lambda/evidence/completeness';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { executeCommandRecord, LOCATION } from './records';
import { callOf, NOW, world } from './stated-world';

const FIRST = '2026-07-25';
const AT = `${FIRST}T12:00:00Z`;
const odd = (eventID: string, changes: object = { responseElements: null }) =>
  executeCommandRecord({ eventTime: AT, eventID, ...changes });

describe('a call that cannot be read', () => {
  it('is counted, named and not compliant', async () => {
    const { calls, report, ask, statement } = world();
    calls.push(callOf(1, AT), odd('odd-2'), odd('odd-1', { errorMessage: 'throttled once' }));
    report(1);
    await ask(FIRST);
    expect(statement()).toMatchObject({
      compliant: false,
      description: expect.stringContaining('Calls that cannot be read, so that nobody can tell'),
      userData: {
        calls_in_cloudtrail: 1,
        transcripts_in_s3: 1,
        sessions_on_kosli: 1,
        unreadable_calls: 2,
        open: expect.stringMatching(
          /^call odd-1: it has an errorMessage.*; call odd-2: .*sessionId is missing/,
        ),
      },
    });
  });

  it('is counted when event history has no record of the event', async () => {
    const { ask, statement } = world({
      async *listCalls(eventName) {
        yield [{ record: null, at: NOW, unreadable: `e-${eventName}` }];
      },
    });
    await ask(FIRST);
    expect(statement()).toMatchObject({
      compliant: false,
      userData: {
        unreadable_calls: 2,
        open: expect.stringMatching(/call e-ExecuteCommand: .*call e-StartSession: /),
      },
    });
  });

  it('makes a further statement once it comes to be known', async () => {
    const { calls, ask, statement } = world();
    await ask(FIRST);
    calls.push(odd('odd-1'));
    await ask(FIRST);
    expect(statement()).toMatchObject({ compliant: false, userData: { revision: 2, unreadable_calls: 1 } });
  });

  it('is counted on its own day only, and once', () => {
    const collector = callCollector(FIRST);
    for (const record of [
      odd('1'),
      odd('1'),
      odd('2', { eventTime: '2026-07-26T00:00:00Z', responseElements: null }),
    ])
      collector.take(record, { source: 'event-history' });
    expect([...collector.calls().unreadable.keys()]).toEqual(['1']);
  });

  it('is one of StartSession as well, when its target is a task', () => {
    const collector = callCollector(FIRST);
    collector.take(
      { ...startSessionRecord({ eventId: 's-1' }), eventTime: null },
      { source: 'event-history' },
    );
    expect([...collector.calls().unreadable.keys()]).toEqual(['s-1']);
  });

  it('does not crowd out the open sessions, however many there are', () => {
    const unreadable = new Map(
      Array.from({ length: 5_000 }, (_, index) => [`odd-${index}`, 'it has no eventID']),
    );
    const calls = { opened: new Map(), refusedCalls: 0, bypasses: 0, unreadable };
    const line = {
      session_id: 's-1',
      trail: null,
      bucket: null,
      key: null,
      version_id: null,
      sha256: null,
      attestations: {},
    };
    const statement = statementOfDay(FIRST, calls, [{ line, transcriptInS3: false }]);
    const [planned] = planCompleteness(
      LOCATION,
      statement,
      { number: 1, previousRoot: null },
      { reporterVersion: '1' },
    ).attestations;
    expect(planned?.userData).toMatchObject({
      unreadable_calls: 5_000,
      open: expect.stringMatching(/further calls that cannot be read: 4990; s-1: /),
    });
  });
});
