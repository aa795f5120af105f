import pMap from 'p-map';
import { groupBy } from './group-by';
import { type Request, type SubjectRequest, subjectOfRequest } from './messages/request';
import { failed, type Outcome, type Report } from './outcome';

const SUBJECTS_AT_A_TIME = 8;

/**
 * Reports requests, several subjects at a time. Those about one subject follow one another, so that each finds what the one
 * before it put on the trail. Never throws.
 */
export const reportEach = async <Kind extends SubjectRequest>(
  requests: readonly Kind[],
  report: (request: Kind) => Promise<Report>,
): Promise<ReadonlyMap<Request, Outcome>> => {
  const outcomes = new Map<Request, Outcome>();
  const reportSubject = async (ofSubject: readonly Kind[]): Promise<void> => {
    for (const request of ofSubject) {
      const outcome = await report(request).then(
        (reported): Outcome => ({ kind: 'reported', report: reported }),
        failed,
      );
      outcomes.set(request, outcome);
    }
  };
  const subjects = groupBy(requests, subjectOfRequest);
  await pMap(subjects.values(), reportSubject, { concurrency: SUBJECTS_AT_A_TIME });
  return outcomes;
};
