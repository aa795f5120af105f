import type { Answer, LateMishap } from '../../stand-ins/network/mishaps';
import { executeCommandRecord } from '../../stand-ins/recorded-session/execute-command-record';
import { awsJson } from './answers';

/** A page of a call that nobody here made, a second older on each. */
const pageOf = (count: number, NextToken: string): Answer => {
  const openedAt = new Date(Date.now() - count * 1_000);
  const record = executeCommandRecord({
    sessionId: `ecs-execute-command-elsewhere${String(count).padStart(8, '0')}`,
    openedAt,
  });
  return awsJson({
    NextToken,
    Events: [
      {
        EventId: `event-${count}`,
        EventName: 'ExecuteCommand',
        EventTime: openedAt.getTime() / 1000,
        CloudTrailEvent: JSON.stringify(record),
      },
    ],
  });
};

/** The same of a call that was reported long ago: for whoever reads only what is older than `hoursAgo`. */
export const endlesslyTheSame = (record: object, hoursAgo: number): LateMishap => ({
  kind: 'answer',
  answer: (count) =>
    awsJson({
      NextToken: `token-${count}`,
      Events: [
        {
          EventId: `event-${count}`,
          EventName: 'ExecuteCommand',
          EventTime: Date.now() / 1000 - hoursAgo * 3_600 - count,
          CloudTrailEvent: JSON.stringify(record),
        },
      ],
    }),
});

/** Pages of CloudTrail's event history that never end. */
export const ENDLESS: LateMishap = { kind: 'answer', answer: (count) => pageOf(count, `token-${count}`) };
export const SAME_TOKEN: LateMishap = { kind: 'answer', answer: () => pageOf(1, 'the same token') };
