import * as v from 'valibot';
import { alreadyReported, type HeldAttestation } from '../evidence/already-reported';
import type { Attestation } from '../evidence/attestation';
import { type AttestationName, comparedFields } from '../evidence/attestations';
import { EXPECTED_ATTESTATIONS } from '../evidence/expected';
import { elementSplitter } from '../json-elements';
import { DependencyUnavailableError } from '../reporter-error';
import { shareOf, type Time, within } from '../time';
import type { KosliPlace } from './kosli-error';
import type { KosliHttp, Patience } from './kosli-http';

/** What the trails hold, each list read once in an invocation. */
export interface HeldAttestations {
  /** Whether the trail holds this evidence already. The first time all that the trail holds is read, of whatever session. */
  readonly holds: (trail: string, attestation: Attestation) => Promise<boolean>;
  /** The same, from a list that is read now. */
  readonly holdsNow: (trail: string, attestation: Attestation) => Promise<boolean>;
  /** Whether it was added in this invocation. */
  readonly holdsAdded: (trail: string, attestation: Attestation) => boolean;
  /** Notes what was put on a trail meanwhile. */
  readonly add: (trail: string, attestation: Attestation) => void;
}

const FOR_A_LIST: Patience = { maxMs: 120_000, share: 1 / 2 };
/** A list that stops coming for so long, or for this part of the time that is left, is asked for once more. */
const STALLED: Patience = { maxMs: 30_000, share: 1 / 4 };
const ATTEMPTS = 2;

/** Kosli lists attestations as one array; `data_json` of each is limited to 1,024 KB, and little else comes with it. */
const REPORTS = { depth: 2, maxBytes: 4 * 1024 * 1024 };

const Report = v.object({ user_data: v.fallback(v.record(v.string(), v.unknown()), {}) });

async function* unlessStalled(body: ReadableStream<Uint8Array>, time: Time): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const share = shareOf(time, Math.min(STALLED.maxMs, time.leftMs() * STALLED.share));
      const { done, value } = await within(share, reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * Reads a list of attestations as it comes and keeps what is compared of those of `sessions`: a trail of years lists tens of
 * thousands, of which a batch needs a handful.
 */
const readList = async (
  { body }: Response,
  time: Time,
  name: AttestationName,
  sessions: ReadonlySet<string>,
): Promise<HeldAttestation[]> => {
  const reports = elementSplitter(REPORTS);
  const held: HeldAttestation[] = [];
  for await (const chunk of body === null ? [] : unlessStalled(body, time)) {
    for (const element of reports.take(Buffer.from(chunk))) {
      const { user_data } = v.parse(Report, JSON.parse(element.toString('utf8')));
      const sessionId = String(user_data.session_id);
      if (sessions.has(sessionId)) held.push({ sessionId, compared: comparedFields(name, user_data) });
    }
  }
  if (!reports.wasWhole('[')) throw new SyntaxError('expected a whole list of attestations');
  return held;
};

/** @param sessions of this batch: of no others is anything kept */
export const heldAttestations = (
  http: KosliHttp,
  { org, flow }: KosliPlace,
  time: Time,
  sessions: ReadonlySet<string>,
): HeldAttestations => {
  const lists = new Map<string, Promise<readonly HeldAttestation[]>>();
  const added = new Map<string, HeldAttestation[]>();
  const keyOf = (trail: string, name: AttestationName) => JSON.stringify([trail, name]);

  const list = async (
    trail: string,
    name: AttestationName,
    attemptsLeft = ATTEMPTS - 1,
  ): Promise<readonly HeldAttestation[]> => {
    const doing = `list what trail "${trail}" holds of ${name}`;
    const response = await http({
      method: 'get',
      path: ['attestations', org, flow, 'trail', trail, name],
      doing,
      patience: FOR_A_LIST,
    });
    try {
      return await readList(response, time, name, sessions);
    } catch (error) {
      if (attemptsLeft > 0 && !time.signal.aborted) return list(trail, name, attemptsLeft - 1);
      // Sending without knowing what is there could leave the same evidence twice.
      throw new DependencyUnavailableError(
        `Kosli's answer could not be read when asked to ${doing}: ${error}`,
      );
    }
  };
  const listNow = (trail: string, name: AttestationName) => {
    const reading = list(trail, name);
    // Whoever needs it hears of its failure; nobody may need it.
    reading.catch(() => {});
    lists.set(keyOf(trail, name), reading);
    return reading;
  };
  const isAmong = (trail: string, attestation: Attestation, held: readonly HeldAttestation[]) =>
    alreadyReported(attestation, [...held, ...(added.get(keyOf(trail, attestation.name)) ?? [])]);

  return {
    holds: async (trail, attestation) => {
      // All at once: where one takes a minute, three take no longer.
      for (const name of new Set([...EXPECTED_ATTESTATIONS, attestation.name]))
        if (!lists.has(keyOf(trail, name))) listNow(trail, name);
      return isAmong(trail, attestation, (await lists.get(keyOf(trail, attestation.name))) ?? []);
    },
    holdsAdded: (trail, attestation) => isAmong(trail, attestation, []),
    holdsNow: async (trail, attestation) =>
      isAmong(trail, attestation, await listNow(trail, attestation.name)),
    add: (trail, { name, sessionId, compared }) => {
      const key = keyOf(trail, name);
      added.set(key, [...(added.get(key) ?? []), { sessionId, compared }]);
    },
  };
};
