import { comparedFields } from '../../lambda/evidence/attestations';
import type { OwnMessage } from '../../lambda/messages/own-message';
import type { AuditPorts, ExecLogging, HeldEvidence } from '../../lambda/ports';
import { sessionIdOfKey } from '../../lambda/session/session-id';
import type { TranscriptRef } from '../../lambda/transcript/transcript';

/** An account and a flow for a test to fill; what a test does not provide is empty. */
export interface FakeAudit {
  /** CloudTrail records; their page size is 2. */
  readonly executeCommands?: readonly { readonly eventTime?: unknown }[];
  readonly startSessions?: readonly { readonly eventTime?: unknown }[];
  /** By trail. */
  readonly held?: Readonly<
    Record<string, readonly { name: HeldEvidence['name']; userData: Record<string, string | null> }[]>
  >;
  /** Of one key the newest last. */
  readonly objects?: readonly TranscriptRef[];
  readonly logging?: ExecLogging;
  readonly open?: readonly string[];
}

const newestFirst = (records: readonly { readonly eventTime?: unknown }[]) =>
  records.toSorted((one, other) => String(other.eventTime).localeCompare(String(one.eventTime)));

export const fakeAudit = (facts: FakeAudit, changes: Partial<AuditPorts> = {}) => {
  const sent: OwnMessage[] = [];
  const warnings: string[] = [];
  const asked = { lists: [] as string[], heads: [] as string[], trails: [] as string[] };
  const audit: AuditPorts = {
    listCalls: async function* (eventName, { from, to }) {
      asked.lists.push(`${eventName} ${from.toISOString()} ${to.toISOString()}`);
      const records = newestFirst(
        (eventName === 'ExecuteCommand' ? facts.executeCommands : facts.startSessions) ?? [],
      );
      const within = records
        .map((record) => ({ record, at: new Date(String(record.eventTime)) }))
        .filter(({ at }) => from <= at && at <= to);
      for (let start = 0; start < within.length; start += 2) yield within.slice(start, start + 2);
    },
    readTrail: async (trail, names, subjects) => {
      asked.trails.push(trail);
      return (facts.held?.[trail] ?? [])
        .map(({ name, userData }) => ({
          name,
          subject: String(userData.session_id ?? userData.cloudtrail_event_id),
          compared: comparedFields(name, userData),
          compliant: true,
          sha256: 'ab'.repeat(32),
        }))
        .filter(({ name, subject }) => names.includes(name) && subjects.has(subject));
    },
    findTranscript: async ({ bucket, key, versionId }) => {
      asked.heads.push(key);
      const versions = (facts.objects ?? []).filter(
        (object) => object.bucket === bucket && object.key === key,
      );
      const version = versions.find((object) => (object.versionId ?? 'null') === versionId);
      return (versionId === null ? versions.at(-1) : version) ?? null;
    },
    listTranscripts: async function* (startAfter) {
      const listed = new Map(
        (facts.objects ?? [])
          .filter(({ bucket }) => bucket === 'exec-logs')
          .map((object) => [object.key, object]),
      );
      for (const object of listed.values())
        if (sessionIdOfKey(object.key) !== null && (startAfter === null || object.key > startAfter))
          yield [object];
    },
    describeLogging: async (clusters) =>
      new Map(
        clusters.map((cluster) => [
          cluster,
          facts.logging ?? { kind: 'override', bucket: 'exec-logs', prefix: 'infra-dev' },
        ]),
      ),
    openSessions: async (ids) => new Set(ids.filter((id) => facts.open?.includes(id))),
    mayUpload: async () => null,
    warn: (message) => void warnings.push(message),
    send: async (messages) => void sent.push(...messages),
    ...changes,
  };
  return { audit, sent, asked, warnings };
};

const notInThisTest = (): never => {
  throw new Error('this test says nothing of it');
};

/** What auditing needs from outside; what a test does not provide is refused when asked for. */
export const refusingAudit = (changes: Partial<AuditPorts> = {}): AuditPorts => ({
  listCalls: notInThisTest,
  readTrail: notInThisTest,
  findTranscript: notInThisTest,
  listTranscripts: notInThisTest,
  describeLogging: notInThisTest,
  openSessions: notInThisTest,
  mayUpload: notInThisTest,
  warn: notInThisTest,
  send: notInThisTest,
  ...changes,
});
