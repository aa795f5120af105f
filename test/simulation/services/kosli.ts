import { Readable } from 'node:stream';
import { type ApiContext, answerApi } from '../../../stand-ins/kosli/api';
import { openLedger, type Trail } from '../../../stand-ins/kosli/ledger';
import { KosliRefusal } from '../../../stand-ins/kosli/refusal';
import type { Answer, Call } from '../engine/gateway';
import type { Invocation } from '../engine/lambda-function';
import type { Random } from '../engine/random';

/** From when to when Kosli is down, in milliseconds since 1970. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** Kosli's API, and how it fails. */
export interface Kosli {
  readonly trails: ReadonlyMap<string, Trail>;
  /** Which invocation reported an attestation, by its `attestation_id`. */
  readonly reportedBy: ReadonlyMap<string, Invocation>;
  readonly answer: (call: Call, by: Invocation | null) => Promise<Answer>;
  /** Changes the newest attestation of a trail behind Kosli's back. @returns what undoes it */
  readonly tamper: (trail: string, userData: Readonly<Record<string, unknown>>) => () => void;
  readonly forget: (trail: string) => void;
  readonly place: { readonly org: string; readonly flow: string };
}

const UNAVAILABLE: Answer = {
  status: 503,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>503 Service Unavailable</title></head></html>',
};

export const openKosli = (
  place: Omit<ApiContext, 'ledger'>,
  { now, random, outage }: { readonly now: () => number; readonly random: Random; readonly outage: Outage },
): Kosli => {
  const ledger = openLedger(() => now() / 1000);
  const reportedBy = new Map<string, Invocation>();
  const ledgerFor = (by: Invocation | null): ApiContext['ledger'] => ({
    ...ledger,
    attest: (trail, payload, attachment) => {
      ledger.attest(trail, payload, attachment);
      const attestation = ledger.trails.get(trail)?.attestations.at(-1);
      if (by !== null && attestation !== undefined) reportedBy.set(attestation.attestation_id, by);
    },
  });
  return {
    trails: ledger.trails,
    reportedBy,
    place,
    tamper: (name, userData) => {
      const trail = ledger.trails.get(name);
      const newest = trail?.attestations.at(-1);
      if (trail === undefined || newest === undefined) throw new Error(`there is nothing on trail ${name}`);
      const others = trail.attestations.slice(0, -1);
      const changed = { ...newest, user_data: { ...newest.user_data, ...userData } };
      ledger.replace({ ...trail, attestations: [...others, changed] });
      return () => ledger.replace(trail);
    },
    forget: ledger.forget,
    answer: async ({ method, url, headers, body }, by) => {
      // Most of the time somebody in front of it answers; else nobody does.
      if (now() >= outage.from && now() < outage.to) return random.chance(0.8) ? UNAVAILABLE : 'reset';
      const request = Object.assign(Readable.from(body.length === 0 ? [] : [body]), { method, url, headers });
      const json = (status: number, answered: unknown) => ({
        status,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(answered),
      });
      try {
        const answered = await answerApi({ ...place, ledger: ledgerFor(by) }, request, () => {});
        return json(answered.status, answered.body);
      } catch (error) {
        if (error instanceof KosliRefusal) return json(error.status, error.body);
        throw error;
      }
    },
  };
};
