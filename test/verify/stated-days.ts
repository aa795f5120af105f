import { createHash } from 'node:crypto';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { sha256Of } from '../../stand-ins/sha256';

/** What a reporter puts on Kosli about some days, written down a second time and not taken from it. */

export const TRAIL = 'AROAEXAMPLEROLEID1234-alice-example.com';
export const TRANSCRIPTS = 'acme-exec-transcripts';
const COMMON = { cloudtrail_event_id: null, reporter_version: '1.2.3' };

export const sessionId = (day: string, index: number): string =>
  `ecs-execute-command-${day.replaceAll('-', '')}${String(index).padStart(10, '0')}`;

export interface Session {
  readonly id: string;
  readonly day: string;
  readonly record: ReturnType<typeof executeCommandRecord>;
  /** Null for a session that never got one. */
  readonly transcript: string | null;
  readonly key: string;
}

export const sessionOn = (
  day: string,
  index: number,
  transcript: string | null = `shown ${index}`,
): Session => {
  const id = sessionId(day, index);
  const openedAt = new Date(`${day}T12:${String(index).padStart(2, '0')}:00Z`);
  const record = executeCommandRecord({ sessionId: id, openedAt, eventId: `event-of-${id}` });
  return { id, day, record, transcript, key: `infra-dev/${id}.log` };
};

export interface Payload {
  readonly attestation_name: string;
  readonly is_compliant: boolean;
  readonly user_data: Readonly<Record<string, unknown>>;
}

/** The three attestations of a session. */
export const attestationsOf = (
  { id, record, transcript, key }: Session,
  versionId: string | null,
): readonly Payload[] => {
  const { principalId, arn } = Object(record.userIdentity);
  const common = { ...COMMON, session_id: id, cloudtrail_event_id: record.eventID };
  return [
    {
      attestation_name: 'user-identity',
      is_compliant: true,
      user_data: {
        ...common,
        principal_id: principalId,
        arn,
        source_ip: record.sourceIPAddress,
        event_time: String(record.eventTime).replace('Z', '.000Z'),
      },
    },
    {
      attestation_name: 'service-identity',
      is_compliant: true,
      user_data: { ...common, group: 'service:web' },
    },
    {
      attestation_name: 'command-logs',
      is_compliant: transcript !== null,
      user_data: {
        ...common,
        bucket: TRANSCRIPTS,
        key,
        version_id: versionId,
        sha256: transcript === null ? null : sha256Of(Buffer.from(transcript)),
      },
    },
  ];
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
};
const hashOf = ({ attestation_name, is_compliant, user_data }: Payload): string =>
  sha256Of(Buffer.from(JSON.stringify(sorted({ attestation_name, is_compliant, user_data }))));

const hash = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const tree = (leaves: readonly Buffer[]): Buffer => {
  const [only] = leaves;
  if (only === undefined) return hash();
  if (leaves.length === 1) return hash(Buffer.of(0), only);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return hash(Buffer.of(1), tree(leaves.slice(0, k)), tree(leaves.slice(k)));
};

/** A session as it is on Kosli. */
export interface Reported extends Session {
  readonly attestations: readonly Payload[];
}

export const listOf = (sessions: readonly Reported[]): readonly string[] =>
  sessions
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, attestations }) => {
      const logs = attestations.find(({ attestation_name }) => attestation_name === 'command-logs');
      const has = logs !== undefined && logs.user_data.sha256 !== null;
      return JSON.stringify({
        session_id: id,
        trail: TRAIL,
        bucket: has ? logs.user_data.bucket : null,
        key: has ? logs.user_data.key : null,
        version_id: has ? logs.user_data.version_id : null,
        sha256: has ? logs.user_data.sha256 : null,
        attestations: Object.fromEntries(
          ['user-identity', 'service-identity', 'command-logs'].map((name) => [
            name,
            attestations.filter(({ attestation_name }) => attestation_name === name).map(hashOf),
          ]),
        ),
      });
    });

export const rootOf = (list: readonly string[]): string =>
  tree(list.map((line) => Buffer.from(line))).toString('hex');

/** The statement of a day on which nothing is missing but transcripts that never came. */
export const statementOf = (
  date: string,
  sessions: readonly Reported[],
  { revision = 1, previousRoot = null }: { revision?: number; previousRoot?: string | null } = {},
): Payload => {
  const without = sessions.filter(({ transcript }) => transcript === null);
  return {
    attestation_name: 'completeness',
    is_compliant: without.length === 0,
    user_data: {
      ...COMMON,
      session_id: null,
      date,
      revision,
      calls_in_cloudtrail: sessions.length,
      transcripts_in_s3: sessions.length - without.length,
      sessions_on_kosli: sessions.length,
      refused_calls: 0,
      bypasses: 0,
      unreadable_calls: 0,
      open:
        without.length === 0
          ? null
          : without.map(({ id }) => `${id}: command-logs says that there is no transcript`).join('; '),
      merkle_root: rootOf(listOf(sessions)),
      previous_root: previousRoot,
    },
  };
};
