import type { SQSRecord } from 'aws-lambda';
import type { ReportedOutcome } from './report-transcripts';

/** What is said of every message, a log line and a metric together, so that nothing is silent. */
export interface Journal {
  readonly reported: (outcome: ReportedOutcome) => void;
  readonly ignored: (record: SQSRecord, reason: string) => void;
  /** It will be tried again in `seconds`. */
  readonly waiting: (record: SQSRecord, error: Error, seconds: number) => void;
  readonly deadLettered: (record: SQSRecord, reason: string) => void;
  /** Something that is not fatal, but somebody should know. */
  readonly warn: (message: string, details: unknown) => void;
}
