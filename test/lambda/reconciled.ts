import type { Reconcile } from '../../lambda/messages/request';
import { sessionMemory } from '../../lambda/reconcile/session-memory';
import type { ReportingRules } from '../../lambda/reporting-rules';
import { carryOut } from '../../lambda/stories';
import { person } from '../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { type FakeAudit, fakeAudit } from './fake-audit';
import { fakePorts } from './fake-ports';
import { RULES, SESSION } from './records';

export const NOW = new Date('2026-07-31T16:30:00Z');
export const ALICES = 'AROAEXAMPLEROLEID1234-alice-example.com';
export const OTHER = 'ecs-execute-command-0dfcb1f8c2e47585a';
export const HOURLY: Reconcile = { kind: 'reconcile', from: null, to: null, daily: false, position: null };
export const EVENT = 'b0a1c2d3-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

export const identity = {
  name: 'user-identity',
  userData: { session_id: SESSION, cloudtrail_event_id: EVENT },
} as const;
export const service = {
  name: 'service-identity',
  userData: { session_id: SESSION, task_definition_arn: 'web:7' },
} as const;
export const logs = {
  name: 'command-logs',
  userData: {
    session_id: SESSION,
    sha256: 'aa',
    bucket: 'exec-logs',
    key: `infra-dev/${SESSION}.log`,
    version_id: 'v1',
  },
} as const;

export const reconciled = async (
  facts: FakeAudit,
  {
    request = HOURLY,
    now = NOW,
    ports = {},
    audit = {},
    rules = RULES,
  }: {
    request?: Reconcile;
    now?: Date;
    ports?: Parameters<typeof fakePorts>[1];
    audit?: Parameters<typeof fakeAudit>[1];
    rules?: ReportingRules;
  } = {},
) => {
  const fake = fakeAudit(facts, audit);
  const { ports: made } = fakePorts(
    { now },
    { audit: fake.audit, completeSessions: sessionMemory(), ...ports },
  );
  const outcomes = [...(await carryOut(made, rules, [request])).values()];
  return { ...fake, outcome: outcomes[0] };
};
export const session = (id: string, at: string, principal = 'bob') =>
  executeCommandRecord({
    sessionId: id,
    openedAt: new Date(at),
    userIdentity: person(principal),
    eventId: `event-of-${id}`,
  });
export const kindsOf = (messages: readonly { readonly kind: string }[]) => messages.map(({ kind }) => kind);
