import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { isExpected } from './backoff';
import type { Journal } from './ports';
import { ReporterError } from './reporter-error';

// Never the error object: an SDK's may contain the request, and with it secrets. The stack is logged only for bugs, which
// cannot be located without it.
const loggable = (error: unknown) => {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  return error instanceof ReporterError ? { name, message } : { name, message, stack };
};

/** The journal in CloudWatch: structured log lines, and metrics in CloudWatch's embedded format. */
export const powertoolsJournal = (
  logger: Pick<Logger, 'info' | 'warn' | 'error'>,
  metrics: Metrics,
): Journal => ({
  reported: ({ subject, attributed, trail, sent, held, latencySeconds, statementCompliant }) => {
    logger.info('Evidence reported', { subject, trail, attributed, sent, held });
    // Counted by what was sent now: a redelivered session was counted when it was first reported.
    if (sent.includes('command-logs')) metrics.addMetric('SessionsReported', MetricUnit.Count, 1);
    if (sent.includes('command-logs') && !attributed)
      metrics.addMetric('SessionsUnattributed', MetricUnit.Count, 1);
    if (sent.includes('command-logs') && latencySeconds !== undefined)
      metrics.addMetric('ReportLatency', MetricUnit.Seconds, latencySeconds);
    // Also where it was stated before: who looks at the last day must not have to know when that was.
    if (statementCompliant !== undefined)
      metrics.addMetric('StatementCompliant', MetricUnit.NoUnit, statementCompliant ? 1 : 0);
    if (sent.includes('access-denied')) metrics.addMetric('SessionsRefused', MetricUnit.Count, 1);
    if (sent.includes('session-bypass')) metrics.addMetric('SessionsBypassed', MetricUnit.Count, 1);
  },
  reconciled: (tally, continues) => {
    logger.info('Reconciled', { ...tally, continues });
    if (tally.queued > 0) metrics.addMetric('ReconcileQueued', MetricUnit.Count, tally.queued);
  },
  ignored: ({ messageId }, reason) => logger.info('Message ignored', { message_id: messageId, reason }),
  retrying: ({ messageId, receives }, error, seconds) => {
    const details = {
      message_id: messageId,
      receives,
      retry_in_seconds: seconds,
      error: loggable(error),
    };
    if (isExpected(error)) {
      logger.info('Session not visible yet', details);
      return;
    }
    logger.error('Report failed, the message waits', details);
    metrics.addMetric('ReportsFailed', MetricUnit.Count, 1);
  },
  deadLettered: ({ messageId }, reason) => {
    logger.error('Message moved to the dead-letter queue', { message_id: messageId, reason });
    metrics.addMetric('MessagesDeadLettered', MetricUnit.Count, 1);
  },
  refused: (error) => {
    logger.error('Refused by AWS, reported without it', { error: loggable(error) });
    metrics.addMetric('ReportsFailed', MetricUnit.Count, 1);
  },
  count: (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
  warn: (message, details) => logger.warn(message, { details: loggable(details) }),
});
