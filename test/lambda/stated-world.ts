import { createHash } from 'node:crypto';
import type { Evidence } from '../../lambda/evidence/attestation';
import { canonicalAttestation } from '../../lambda/evidence/canonical';
import type { OwnMessage } from '../../lambda/messages/own-message';
import { parseMessage } from '../../lambda/messages/parse-message';
import type { HeldEvidence, Ports, RecordedCall, TimeSpan } from '../../lambda/ports';
import { carryOut } from '../../lambda/stories';
import { refusingAudit } from './fake-audit';
import { fakePorts } from './fake-ports';
import { executeCommandRecord, LOCATION, RULES, transcriptRef } from './records';

export const NOW = new Date('2026-08-02T04:00:00Z');
export const DAY = '2026-07-31';
export const TRAIL = `completeness-111122223333-eu-central-1-${DAY}`;
export const ALICES = 'AROAEXAMPLEROLEID1234-alice-example.com';
export const id = (index: number) => `ecs-execute-command-${String(index).padStart(26, '0')}`;
export const callOf = (index: number, at = '2026-07-31T12:00:00Z') =>
  executeCommandRecord({
    eventTime: at,
    eventID: `e-${index}`,
    responseElements: { session: { sessionId: id(index) } },
  });

/** CloudTrail, S3 and Kosli as far as a statement needs them. */
export const world = (changes: Partial<Ports['audit']> = {}) => {
  const calls: object[] = [];
  const trails = new Map<string, HeldEvidence[]>();
  const inS3 = new Set<string>();
  const sent: OwnMessage[] = [];
  const stated: Evidence[] = [];
  const warnings: string[] = [];
  const hold = (trail: string, ...held: HeldEvidence[]) =>
    trails.set(trail, [...(trails.get(trail) ?? []), ...held]);
  async function* listCalls(name: string, { from, to }: TimeSpan): AsyncGenerator<readonly RecordedCall[]> {
    for (const record of calls) {
      const { eventName, eventTime } = record as { eventName: string; eventTime: string };
      const at = new Date(eventTime);
      if (eventName === name && from <= at && at <= to)
        yield [
          { record, at },
          { record, at },
        ];
    }
  }
  const { ports } = fakePorts(
    { now: NOW },
    {
      audit: refusingAudit({
        listCalls,
        readTrail: async (trail, names, subjects) =>
          (trails.get(trail) ?? []).filter(
            ({ name, subject }) => names.includes(name) && subjects.has(subject),
          ),
        findTranscript: async ({ bucket, key, versionId }) =>
          inS3.has(`${bucket}/${key}/${versionId}`) ? transcriptRef({ bucket, key, versionId }) : null,
        send: async (messages) => {
          sent.push(...messages);
        },
        warn: (message) => void warnings.push(message),
        ...changes,
      }),
      reportEvidence: async (evidence) => {
        stated.push(evidence);
        for (const { name, subject, compared, compliant, userData } of evidence.attestations) {
          const text = canonicalAttestation({
            attestation_name: name,
            is_compliant: compliant,
            user_data: userData,
          });
          const sha256 = createHash('sha256').update(text).digest('hex');
          hold(evidence.trail, { name, subject, compared, compliant, sha256 });
        }
        return { trail: evidence.trail, sent: evidence.attestations.map(({ name }) => name), held: [] };
      },
    },
  );
  const report = (index: number, names = ['user-identity', 'service-identity', 'command-logs'] as const) => {
    inS3.add(`exec-logs/${id(index)}.log/v1`);
    for (const name of names) {
      const transcript = { sha256: 'aa', bucket: 'exec-logs', key: `${id(index)}.log`, version_id: 'v1' };
      const compared = name === 'command-logs' ? transcript : {};
      hold(ALICES, { name, subject: id(index), compared, compliant: true, sha256: `${name} of ${index}` });
    }
  };
  const ask = async (...dates: (string | undefined)[]) => {
    const requests = dates.flatMap(
      (date) =>
        parseMessage(JSON.stringify({ kind: 'completeness', date }), {
          transcriptBucket: 'exec-logs',
          location: LOCATION,
          sentAt: new Date('2026-07-31T12:31:05Z'),
        }).requests,
    );
    return [...(await carryOut(ports, RULES, requests)).values()];
  };
  const statement = (index = -1) => stated.at(index)?.attestations[0];
  /** The days before have been stated, so that this one may be. */
  const stateDaysBefore = async () => {
    await ask('2026-07-25', '2026-07-26', '2026-07-27', '2026-07-28', '2026-07-29', '2026-07-30');
  };
  return { calls, inS3, sent, stated, warnings, hold, report, ask, statement, stateDaysBefore };
};
