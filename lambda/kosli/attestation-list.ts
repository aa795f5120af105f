import pMap from 'p-map';
import type { AttestationName } from '../evidence/attestations';
import { elementSplitter } from '../json-elements';
import { DependencyUnavailableError } from '../reporter-error';
import { shareOf, type Time, within } from '../time';
import { type KosliPlace, TrailNotFoundError } from './kosli-error';
import type { AttemptTimeout, KosliHttp } from './kosli-http';

const LIST_TIMEOUT: AttemptTimeout = { maxMs: 120_000, share: 1 / 2 };
/** A list that sends nothing for this long, or for this share of the time left, is requested again. */
const STALL_TIMEOUT: AttemptTimeout = { maxMs: 30_000, share: 1 / 4 };
const MAX_ATTEMPTS = 2;
const LISTS_AT_A_TIME = 3;

/** Kosli lists attestations as one array. The `data_json` of each is limited to 1,024 KB, and the rest of it is small. */
const REPORTS = { depth: 2, maxBytes: 4 * 1024 * 1024 };

async function* unlessStalled(body: ReadableStream<Uint8Array>, time: Time): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const share = shareOf(time, Math.min(STALL_TIMEOUT.maxMs, time.leftMs() * STALL_TIMEOUT.share));
      const { done, value } = await within(share, reader.read()).finally(share.release);
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

const readList = async <Kept>(
  { body }: Response,
  time: Time,
  keep: (listed: unknown) => Kept | null,
): Promise<readonly Kept[]> => {
  const reports = elementSplitter(REPORTS);
  const kept: Kept[] = [];
  for await (const chunk of body === null ? [] : unlessStalled(body, time)) {
    for (const element of reports.take(Buffer.from(chunk))) {
      const one = keep(JSON.parse(element.toString('utf8')));
      if (one !== null) kept.push(one);
    }
  }
  if (!reports.wasWhole('[')) throw new SyntaxError('expected a complete JSON array of attestations');
  return kept;
};

/** Which list is read, and how. */
export interface AttestationList {
  readonly http: KosliHttp;
  readonly place: KosliPlace;
  readonly time: Time;
}

/**
 * Reads the list of a trail's attestations of one name as a stream, and keeps of each what `keep` makes of it, unless that is
 * null: after years a trail lists tens of thousands of attestations, and a batch needs a handful.
 *
 * @throws DependencyUnavailableError when the list cannot be read to its end; what `http` throws
 */
export const listAttestations = async <Kept>(
  list: AttestationList,
  trail: string,
  name: AttestationName,
  keep: (listed: unknown) => Kept | null,
  retriesLeft = MAX_ATTEMPTS - 1,
): Promise<readonly Kept[]> => {
  const { http, place, time } = list;
  const doing = `list the ${name} attestations of trail "${trail}"`;
  const response = await http({
    method: 'get',
    path: ['attestations', place.org, place.flow, 'trail', trail, name],
    doing,
    timeout: LIST_TIMEOUT,
  });
  try {
    return await readList(response, time, keep);
  } catch (error) {
    if (retriesLeft > 0 && !time.signal.aborted)
      return listAttestations(list, trail, name, keep, retriesLeft - 1);
    throw new DependencyUnavailableError(`Kosli's answer could not be read when asked to ${doing}: ${error}`);
  }
};

/** Reads the lists of these names as `listAttestations` does. A trail that does not exist holds nothing. */
export const listTrail = async <Kept>(
  list: AttestationList,
  trail: string,
  names: readonly AttestationName[],
  keep: (name: AttestationName, listed: unknown) => Kept | null,
): Promise<readonly Kept[]> => {
  const read = (name: AttestationName): Promise<readonly Kept[]> =>
    listAttestations(list, trail, name, (listed) => keep(name, listed)).catch((error: unknown) => {
      if (error instanceof TrailNotFoundError) return [];
      throw error;
    });
  return (await pMap(new Set(names), read, { concurrency: LISTS_AT_A_TIME })).flat();
};
