import { posix } from 'node:path';
import fc from 'fast-check';
import { parseExecuteCommand } from '../../lambda/session/execute-command-record';
import { parsePrincipal } from '../../lambda/session/principal';
import { parseSessionId, sessionIdOfKey } from '../../lambda/session/session-id';
import { taskOfTarget } from '../../lambda/session/ssm-target';
import { parseStartSession } from '../../lambda/session/start-session-record';
import { TRAIL_NAME_TOKENS, trailName } from '../../lambda/session/trail-name';
import { expectedKey } from '../../lambda/transcript/expected-place';
import { startSessionRecord } from '../../stand-ins/recorded-session/start-session-record';
import { executeCommandRecord, sessionId } from '../lambda/records';
import { anyJson, anyText, everyOne, twisted } from './arbitrary';

const HISTORY = { source: 'event-history' } as const;
const denied = { errorCode: 'AccessDeniedException', responseElements: null };
const anyCall = fc.oneof(
  anyJson,
  twisted(executeCommandRecord()),
  twisted(executeCommandRecord(denied)),
  twisted(startSessionRecord()),
);
const alphanumeric = fc.constantFrom(...'abcxyzABCXYZ0189');
const anySessionId = fc
  .string({ unit: alphanumeric, minLength: 10, maxLength: 76 })
  .map((end) => sessionId(`ecs-execute-command-${end}`));

const withoutSecretKeys = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([name, each]) => name !== 'streamUrl' && name !== 'tokenValue' && withoutSecretKeys(each),
  );
};

describe('whatever a record of CloudTrail says', () => {
  it('it opened a session, was refused, is something else, or is unreadable for a reason', () => {
    everyOne(
      fc.property(anyCall, (record) => {
        const read = parseExecuteCommand(record, HISTORY);
        if (read.kind === 'other' || read.kind === 'unreadable') expect(read.reason).not.toBe('');
        else {
          const call = read.kind === 'opened' ? read.session : read.call;
          expect(call.eventId).not.toBe('');
          expect(call.calledAt.getTime()).not.toBeNaN();
          expect(withoutSecretKeys(call)).toBe(true);
        }
        if (read.kind === 'opened') expect(parseSessionId(read.session.id)).toBe(read.session.id);
      }),
    );
  });

  it('it opened a session past ECS Exec, is something else, or is unreadable for a reason', () => {
    everyOne(
      fc.property(anyCall, (record) => {
        const read = parseStartSession(record, HISTORY);
        if (read.kind !== 'bypass') expect(read.reason).not.toBe('');
        else {
          expect(read.call.calledAt.getTime()).not.toBeNaN();
          expect(withoutSecretKeys(read.call)).toBe(true);
        }
      }),
    );
  });

  it('the call was made at a time that the record gives as ISO 8601, or at none', () => {
    const written = fc.oneof(
      anyText,
      fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
      fc.constantFrom('1', '2026', '31 Jul 2026', '2026-07-31', '2026-07-31T12:25', '2026-02-30T00:00:00Z'),
    );
    everyOne(
      fc.property(written, (eventTime) => {
        const read = parseExecuteCommand(executeCommandRecord({ eventTime }), HISTORY);
        if (read.kind === 'opened')
          expect(read.session.calledAt.toISOString().slice(0, 19)).toBe(eventTime.slice(0, 19));
        else expect(read.kind).toBe('unreadable');
      }),
    );
  });

  it('its caller has a type, and no more of a caller than the record says', () => {
    everyOne(
      fc.property(anyJson, (userIdentity) => {
        const { type, record, ...fields } = parsePrincipal(userIdentity);
        expect(type).not.toBe('');
        expect(record).toEqual(userIdentity);
        const said = JSON.stringify(userIdentity);
        for (const field of Object.values(fields))
          if (typeof field === 'string') expect(said).toContain(JSON.stringify(field));
      }),
    );
  });

  it('its trail has a name that Kosli takes', () => {
    const template = fc
      .array(fc.oneof(anyText, fc.constantFrom(...TRAIL_NAME_TOKENS.map((token) => `{${token}}`))))
      .map((parts) => parts.join(''));
    everyOne(
      fc.property(anyCall, template, fc.option(anyText), (record, of, serviceName) => {
        const read = parseExecuteCommand(record, HISTORY);
        if (read.kind !== 'opened' && read.kind !== 'refused') return;
        const call = read.kind === 'opened' ? read.session : read.call;
        const name = trailName(of, call, { sessionId: 'id' in call ? sessionId() : null, serviceName });
        expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,999}$/);
      }),
    );
  });
});

describe('a name that AWS gives', () => {
  it('of a transcript is where ECS Exec puts it, and names its session, whatever the prefix', () => {
    const prefix = fc
      .array(fc.oneof(anyText, fc.constantFrom('/', '.', '..', 'a')), { maxLength: 6 })
      .map((parts) => parts.join('/'));
    everyOne(
      fc.property(prefix, anySessionId, (of, id) => {
        const key = expectedKey(of, id);
        expect(sessionIdOfKey(key)).toBe(id);
        // What Go's path.Join does with a path below the root.
        expect(key).toBe(posix.join('/', of, `${id}.log`).slice(1));
      }),
    );
  });

  it('of any other object names a session only if it ends as a transcript does', () => {
    everyOne(
      fc.property(anyText, (key) => {
        const id = sessionIdOfKey(key);
        if (id !== null) expect(key.endsWith(`${id}.log`)).toBe(true);
      }),
    );
  });

  it('of a target is taken apart into what it was put together from', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });
    const clusterName = fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/);
    everyOne(
      fc.property(clusterName, hex, hex, fc.nat(9_999_999_999), (cluster, task, runtime, number) => {
        expect(taskOfTarget(`ecs:${cluster}_${task}_${runtime}-${number}`)).toEqual({
          clusterName: cluster,
          taskId: task,
        });
      }),
    );
  });
});
