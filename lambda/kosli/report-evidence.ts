import pLimit from 'p-limit';
import type { Evidence } from '../evidence/attestation';
import type { Reported } from '../ports';
import { attestInFull } from './attest-in-full';
import type { KosliPlace } from './kosli-error';
import { kosliHttp, type Token } from './kosli-http';
import { kosliTrail } from './kosli-trail';

/**
 * Puts a session's evidence on its trail, each attestation once. A trail that was just begun holds nothing; of a known
 * one is read what it holds, because S3, EventBridge and SQS all deliver at least once and Kosli keeps every report.
 */
export const evidenceReporter = (place: KosliPlace, token: Token, signal: AbortSignal) => {
  const http = kosliHttp(place, token, signal);
  // A trail of years lists thousands of attestations in one answer: only one such answer at a time is in memory.
  const oneListAtATime = pLimit(1);
  return async ({ trail: name, attestations }: Evidence): Promise<Reported> => {
    const trail = kosliTrail(http, place, name, oneListAtATime);
    const begun = await trail.begin();
    const sent: string[] = [];
    const held: string[] = [];
    for (const attestation of attestations) {
      if (begun === 'known' && (await trail.holds(attestation))) {
        held.push(attestation.name);
      } else {
        await attestInFull(trail, attestation, signal);
        sent.push(attestation.name);
      }
    }
    return { trail: name, sent, held };
  };
};
