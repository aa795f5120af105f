import type { Answer, LateMishap, Match } from '../../stand-ins/network/mishaps';
import { awsAnswer } from './answers';
import { DAY } from './days';
import { type Ending, type Fault, type LogLine, NOTHING_TO_DO, type Waits } from './fault';

/** In what the faults of the scheduled jobs are written. */

type Part = Omit<Fault, 'where' | 'log' | 'todo'> & Partial<Fault>;
export const of =
  (where: string, happensTo: 'run' | 'statement') =>
  (part: Part): Fault => ({ where, story: 'schedule', happensTo, log: [], todo: NOTHING_TO_DO, ...part });

export const answer = (is: Answer): LateMishap => ({ kind: 'answer', answer: is });
export const HANG: LateMishap = { kind: 'hang', carriedOut: false };
export const THROTTLED = answer(awsAnswer(400, 'ThrottlingException', 'Rate exceeded'));
export const DENIED = answer(awsAnswer(400, 'AccessDeniedException'));

export const calls = (more: Match = {}): Match => ({
  service: 'CloudTrail',
  operation: 'LookupEvents',
  ...more,
});
/** The calls of the day that is to be stated. */
export const CALLS_OF_DAY = calls({ about: `"StartTime":${Date.parse(`${DAY}T00:00:00Z`) / 1000}` });
export const lists = (name = ''): Match => ({ service: 'Kosli', operation: `list ${name}` });
export const SEND: Match = { service: 'SQS', operation: 'SendMessageBatch' };
export const HEAD: Match = { service: 'S3', operation: 'HeadObject' };
export const LIST: Match = { service: 'S3', operation: 'ListObjectsV2' };

/** The run waits, and the statements that were asked for in the same batch do as well. */
export const allWait = (waits: Waits): Ending => ({ waits, statement: waits });

/** A day is not stated before the day before it. */
export const IN_ORDER: LogLine = {
  level: 'ERROR',
  message: 'Report failed, the message waits',
  says: 'which has no statement yet',
};
/** What is asked for in the same batch, and has to wait for what takes all the time. */
export const NO_TIME_LEFT: LogLine = {
  level: 'ERROR',
  message: 'Report failed, the message waits',
  says: 'there was no time left to list the completeness attestations',
};
