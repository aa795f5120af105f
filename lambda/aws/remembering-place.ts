import type { PlaceToSearch } from '../ports';
import { standingOf } from '../session/records-of-session';
import type { CallMemory } from './call-memory';

/**
 * A place to search whose final results are remembered: of a session that CloudTrail confirms, in a search that was completed,
 * all records, those that contradict it included.
 */
export const rememberingPlace = (place: PlaceToSearch, memory: CallMemory): PlaceToSearch => ({
  ...place,
  search: async (sought, trace, time) => {
    const results = await place.search(sought, trace, time);
    for (const { records, complete } of results.values()) {
      const isFinal = complete && records.some((record) => standingOf(record) === 'confirmed');
      if (isFinal) for (const record of records) memory.remember(record);
    }
    return results;
  },
});
