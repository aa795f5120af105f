import * as v from 'valibot';
import { AwsError, type JsonService, type JsonServiceServer, operation, serveAwsJson } from './aws-json';

/** One value of a metric. */
export interface Datapoint {
  readonly namespace: string;
  readonly metric: string;
  /** Name and value of its only dimension. */
  readonly dimension: readonly [name: string, value: string];
  readonly at: Date;
  readonly value: number;
}

/** What can be done to CloudWatch from the outside. */
interface CloudWatchState {
  readonly put: (datapoint: Datapoint) => void;
}

/** CloudWatch, as far as the values of one metric are asked for. */
export interface CloudWatch extends CloudWatchState, JsonServiceServer {}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
const GetMetricStatistics = v.strictObject({
  Namespace: v.string(),
  MetricName: v.string(),
  Dimensions: v.pipe(v.array(v.strictObject({ Name: v.string(), Value: v.string() })), v.length(1)),
  StartTime: v.number(),
  EndTime: v.number(),
  Period: v.pipe(v.number(), v.multipleOf(60)),
  Statistics: v.tuple([v.literal('Maximum')]),
});

/** CloudWatch without an address. */
const cloudWatchService = (): CloudWatchState & { readonly service: JsonService } => {
  const datapoints: Datapoint[] = [];
  const service: JsonService = {
    target: 'GraniteServiceVersion20100801',
    signedFor: 'monitoring',
    version: '1.0',
    operations: {
      GetMetricStatistics: operation(GetMetricStatistics, ({ Dimensions: [dimension], ...asked }) => {
        if (asked.StartTime >= asked.EndTime)
          throw new AwsError('InvalidParameterValue', 'The parameter StartTime must be less than EndTime.');
        return {
          Label: asked.MetricName,
          Datapoints: datapoints
            .filter(({ namespace, metric }) => namespace === asked.Namespace && metric === asked.MetricName)
            .filter((one) => one.dimension[0] === dimension?.Name && one.dimension[1] === dimension.Value)
            .map(({ at, value }) => ({ Timestamp: at.getTime() / 1000, Maximum: value, Unit: 'Seconds' }))
            .filter(({ Timestamp }) => Timestamp >= asked.StartTime && Timestamp < asked.EndTime),
        };
      }),
    },
  };
  return { service, put: (datapoint) => datapoints.push(datapoint) };
};

export const openCloudWatch = async (): Promise<CloudWatch> => {
  const { service, ...state } = cloudWatchService();
  return { ...(await serveAwsJson(service)), ...state };
};
