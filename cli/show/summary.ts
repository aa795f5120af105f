import { principalName } from '../calls/principal-name';
import type { ShownAttestation, ShownSession } from './shown-session';

/** What every session must have. */
const EXPECTED = ['user-identity', 'service-identity', 'command-logs'] as const;

export interface Verdict {
  readonly state: 'compliant' | 'not compliant' | 'incomplete' | 'not as attested';
  readonly because: string;
}

export const missingFrom = ({ attestations }: ShownSession): readonly string[] =>
  EXPECTED.filter((expected) => !attestations.some(({ name }) => name === expected));

/** Whether the bytes that were read are those the attestations speak of; null where there is nothing to compare. */
export const attestedHash = ({ attestations, transcript }: ShownSession): 'same' | 'another' | null => {
  if (transcript.kind !== 'read') return null;
  const attested = attestations.flatMap(({ name, userData: { sha256 } }: ShownAttestation) =>
    name === 'command-logs' && typeof sha256 === 'string' ? [sha256] : [],
  );
  if (attested.length === 0) return null;
  return attested.includes(transcript.sha256) ? 'same' : 'another';
};

const lacksOf = (session: ShownSession): readonly string[] => [
  ...missingFrom(session).map((name) => `${name} missing`),
  ...(attestedHash(session) === 'another' ? ['the transcript is not the one that was attested'] : []),
];

/** What the attestations of the session add up to; one that is not compliant counts whatever came after it. */
export const verdictOf = (session: ShownSession): Verdict => {
  const failed = session.attestations.filter(({ compliant }) => !compliant).map(({ name }) => name);
  const lacks = lacksOf(session);
  const because = [...new Set(failed), ...lacks].join('; ');
  if (failed.length > 0) return { state: 'not compliant', because };
  if (missingFrom(session).length > 0) return { state: 'incomplete', because };
  if (lacks.length > 0) return { state: 'not as attested', because };
  return { state: 'compliant', because: `all ${session.attestations.length} attestations` };
};

const lastPart = (text: string, separator: string): string => text.slice(text.lastIndexOf(separator) + 1);

/** What people call the caller: the role session name, or what else there is. */
export const callerName = ({ caller }: ShownSession): string => {
  if (caller?.principalId) return principalName(caller.principalId);
  return caller?.arn ? lastPart(caller.arn, '/') : 'Somebody who could not be named';
};

/** Where the session was, in a word. */
export const placeName = ({ what }: ShownSession): string => {
  if (what.service !== null) return what.service;
  return what.taskArn === null ? 'an unknown task' : `task ${lastPart(what.taskArn, '/')}`;
};

/** `2026-07-31 12:25:25 UTC`; what is not a time is left as it is. */
export const readableTime = (time: string): string => {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
};

/** `1 h 2 min 3 s`; null where a time is missing, or they are the wrong way round. */
export const readableDuration = ({ when: { openedAt, endedAt } }: ShownSession): string | null => {
  if (openedAt === null || endedAt === null) return null;
  const seconds = Math.round((Date.parse(endedAt) - Date.parse(openedAt)) / 1000);
  if (!(seconds >= 0)) return null;
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first === -1 ? 2 : first)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
};
