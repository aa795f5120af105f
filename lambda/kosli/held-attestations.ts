import * as v from 'valibot';
import { alreadyReported, type HeldAttestation } from '../evidence/already-reported';
import type { Attestation, ComparedFields, Subject } from '../evidence/attestation';
import { type AttestationName, comparedFields, subjectOf } from '../evidence/attestations';
import { EXPECTED_ATTESTATIONS } from '../evidence/expected';
import { elementSplitter } from '../json-elements';
import { DependencyUnavailableError } from '../reporter-error';
import { shareOf, type Time, within } from '../time';
import type { KosliPlace } from './kosli-error';
import type { AttemptTimeout, KosliHttp } from './kosli-http';

/** What the trails hold. Each list is read once per invocation. */
export interface HeldAttestations {
  /** Whether the trail already holds this evidence. The first call reads everything the trail holds, of every subject. */
  readonly holds: (trail: string, attestation: Attestation) => Promise<boolean>;
  /** What the trail holds of one name about a subject, what was added in this invocation last. */
  readonly read: (
    trail: string,
    name: AttestationName,
    subject: Subject,
  ) => Promise<readonly ComparedFields[]>;
  /** Of that only what was added in this invocation. */
  readonly readAdded: (trail: string, name: AttestationName, subject: Subject) => readonly ComparedFields[];
  /** Whether the trail already holds this evidence, but reads the list again. */
  readonly holdsNow: (trail: string, attestation: Attestation) => Promise<boolean>;
  /** Whether it was added in this invocation. */
  readonly holdsAdded: (trail: string, attestation: Attestation) => boolean;
  /** Records what this invocation put on a trail. */
  readonly add: (trail: string, attestation: Attestation) => void;
}

const LIST_TIMEOUT: AttemptTimeout = { maxMs: 120_000, share: 1 / 2 };
/** A list that sends nothing for this long, or for this share of the time left, is requested again. */
const STALL_TIMEOUT: AttemptTimeout = { maxMs: 30_000, share: 1 / 4 };
const MAX_ATTEMPTS = 2;

/** Kosli lists attestations as one array. The `data_json` of each is limited to 1,024 KB, and the rest of it is small. */
const REPORTS = { depth: 2, maxBytes: 4 * 1024 * 1024 };

const Report = v.object({ user_data: v.fallback(v.record(v.string(), v.unknown()), {}) });

async function* unlessStalled(body: ReadableStream<Uint8Array>, time: Time): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const share = shareOf(time, Math.min(STALL_TIMEOUT.maxMs, time.leftMs() * STALL_TIMEOUT.share));
      const { done, value } = await within(share, reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * Reads a list of attestations as a stream and keeps only the compared fields, only of `subjects`: after years a trail lists
 * tens of thousands of attestations, and a batch needs a handful.
 */
const readList = async (
  { body }: Response,
  time: Time,
  name: AttestationName,
  subjects: ReadonlySet<Subject>,
): Promise<HeldAttestation[]> => {
  const reports = elementSplitter(REPORTS);
  const held: HeldAttestation[] = [];
  for await (const chunk of body === null ? [] : unlessStalled(body, time)) {
    for (const element of reports.take(Buffer.from(chunk))) {
      const { user_data } = v.parse(Report, JSON.parse(element.toString('utf8')));
      const subject = subjectOf(user_data);
      if (subjects.has(subject)) held.push({ subject, compared: comparedFields(name, user_data) });
    }
  }
  if (!reports.wasWhole('[')) throw new SyntaxError('expected a complete JSON array of attestations');
  return held;
};

/** @param subjects of this batch; attestations of others are not kept */
export const heldAttestations = (
  http: KosliHttp,
  { org, flow }: KosliPlace,
  time: Time,
  subjects: ReadonlySet<Subject>,
): HeldAttestations => {
  const lists = new Map<string, Promise<readonly HeldAttestation[]>>();
  const added = new Map<string, HeldAttestation[]>();
  const keyOf = (trail: string, name: AttestationName) => JSON.stringify([trail, name]);

  const list = async (
    trail: string,
    name: AttestationName,
    retriesLeft = MAX_ATTEMPTS - 1,
  ): Promise<readonly HeldAttestation[]> => {
    const doing = `list the ${name} attestations of trail "${trail}"`;
    const response = await http({
      method: 'get',
      path: ['attestations', org, flow, 'trail', trail, name],
      doing,
      timeout: LIST_TIMEOUT,
    });
    try {
      return await readList(response, time, name, subjects);
    } catch (error) {
      if (retriesLeft > 0 && !time.signal.aborted) return list(trail, name, retriesLeft - 1);
      // Attesting without knowing what the trail holds could report the same evidence twice.
      throw new DependencyUnavailableError(
        `Kosli's answer could not be read when asked to ${doing}: ${error}`,
      );
    }
  };
  const listNow = (trail: string, name: AttestationName) => {
    const reading = list(trail, name);
    // Callers that need the list await it and see the failure; without this, an unused list would be an unhandled rejection.
    reading.catch(() => {});
    lists.set(keyOf(trail, name), reading);
    return reading;
  };
  /** All expected lists at once: if one takes a minute, three take no longer. */
  const listOnce = async (trail: string, name: AttestationName) => {
    for (const each of new Set([...EXPECTED_ATTESTATIONS, name]))
      if (!lists.has(keyOf(trail, each))) listNow(trail, each);
    return (await lists.get(keyOf(trail, name))) ?? [];
  };
  const addedTo = (trail: string, name: AttestationName) => added.get(keyOf(trail, name)) ?? [];
  const isAmong = (trail: string, attestation: Attestation, held: readonly HeldAttestation[]) =>
    alreadyReported(attestation, [...held, ...addedTo(trail, attestation.name)]);
  const about = (wanted: Subject, held: readonly HeldAttestation[]) =>
    held.filter(({ subject }) => subject === wanted).map(({ compared }) => compared);

  return {
    holds: async (trail, attestation) => isAmong(trail, attestation, await listOnce(trail, attestation.name)),
    holdsAdded: (trail, attestation) => isAmong(trail, attestation, []),
    holdsNow: async (trail, attestation) =>
      isAmong(trail, attestation, await listNow(trail, attestation.name)),
    read: async (trail, name, subject) =>
      about(subject, [...(await listOnce(trail, name)), ...addedTo(trail, name)]),
    readAdded: (trail, name, subject) => about(subject, addedTo(trail, name)),
    add: (trail, { name, subject, compared }) => {
      added.set(keyOf(trail, name), [...addedTo(trail, name), { subject, compared }]);
    },
  };
};
