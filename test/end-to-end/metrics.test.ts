import type { Stage } from '../../stand-ins/stage';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { endSession, openSession, poll, uploadTranscript } from './sessions';
import { stages } from './stage';

/** Every value that CloudWatch would read from the log, by metric; and all dimensions named. */
const metricsOf = ({ reporter }: Stage) => {
  const values: Record<string, number[]> = {};
  const dimensions = new Set<string>();
  for (const line of reporter
    .logs()
    .split('\n')
    .filter((each) => each.includes('"CloudWatchMetrics"'))) {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    const document = JSON.parse(line.slice(line.indexOf('{')));
    for (const { Metrics, Dimensions } of document._aws.CloudWatchMetrics) {
      for (const name of Dimensions.flat()) dimensions.add(name);
      for (const { Name } of Metrics) values[Name] = [...(values[Name] ?? []), ...[document[Name]].flat()];
    }
  }
  return { values, dimensions: [...dimensions] };
};

describeOnRuntime('in CloudWatch', () => {
  const openStage = stages();

  it('a session shows how long after its upload it was on Kosli, once', async () => {
    const stage = await openStage();
    openSession(stage);
    const bytes = await uploadTranscript(stage, { minutesAgo: 3 });
    await poll(stage);
    await uploadTranscript(stage, { bytes, minutesAgo: 3 });
    await poll(stage);
    const { values, dimensions } = metricsOf(stage);
    expect(values.ReportLatency).toHaveLength(1);
    // Three minutes, and what the test itself takes.
    expect(Math.floor((values.ReportLatency?.[0] ?? 0) / 60)).toBe(3);
    expect(values).not.toHaveProperty('KosliErrors');
    expect(values).not.toHaveProperty('LookupEventsThrottles');
    expect(dimensions).toEqual(['service']);
  });

  it('a call that Kosli refuses shows as an error of Kosli, and one that succeeds when repeated does not', async () => {
    const stage = await openStage();
    await endSession(stage);
    stage.kosli.injectFault(
      { method: 'PUT' },
      { kind: 'answer', status: 503, headers: { 'retry-after': '0' } },
    );
    stage.kosli.injectFault({ method: 'POST' }, { kind: 'answer', status: 400 });
    await poll(stage);
    expect(metricsOf(stage).values.KosliErrors).toEqual([1]);
  });

  it('each time that CloudTrail throttles a look-up shows, also where the client just asks again', async () => {
    const stage = await openStage();
    await endSession(stage);
    stage.cloudtrail.throttle(2);
    await poll(stage);
    const { values } = metricsOf(stage);
    expect(values.LookupEventsThrottles).toEqual([1, 1]);
    expect(values.SessionsReported).toEqual([1]);
  });
});
