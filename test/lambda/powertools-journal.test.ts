import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Report } from '../../lambda/outcome';
import { powertoolsJournal } from '../../lambda/powertools-journal';

const LOGGER = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The metrics of one report, as CloudWatch would read them. */
const metricsOf = (report: Partial<Report>): Record<string, unknown> => {
  const metrics = new Metrics({ namespace: 'test', serviceName: 'reporter' });
  const about = { subject: 's', attributed: true, trail: 't', sent: [], held: [] };
  powertoolsJournal(LOGGER, metrics).reported({ ...about, ...report });
  if (!metrics.hasStoredMetrics()) return {};
  const { _aws, service, ...values } = metrics.serializeMetrics();
  return values;
};

describe('the metrics of what was reported', () => {
  it.each<[string, Partial<Report>, Record<string, unknown>]>([
    ['a statement that is compliant', { statementCompliant: true }, { StatementCompliant: 1 }],
    ['one that is not, and was stated before', { statementCompliant: false }, { StatementCompliant: 0 }],
    ['one of an older day', { sent: ['completeness'] }, {}],
    [
      'a transcript',
      { sent: ['command-logs'], latencySeconds: 42 },
      { SessionsReported: 1, ReportLatency: 42 },
    ],
    ['a transcript that Kosli holds already', { held: ['command-logs'], latencySeconds: 90_000 }, {}],
    ['a session without a transcript', { sent: ['command-logs'] }, { SessionsReported: 1 }],
  ])('of %s', (_, report, expected) => {
    expect(metricsOf(report)).toEqual(expected);
  });
});
