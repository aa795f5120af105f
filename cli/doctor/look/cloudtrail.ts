import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import pMap from 'p-map';
import type { Clients } from './clients';
import { type Look, look } from './look';

/** Whether a CloudTrail trail is at work. */
export interface TrailStatus {
  readonly logging: boolean;
  readonly deliveredAt: Date | null;
  /** S3's error at the last delivery, if it failed. */
  readonly deliveryError: string | null;
}

/** A CloudTrail trail that covers the region. */
export interface TrailFacts {
  readonly name: string;
  readonly arn: string;
  readonly bucket: string;
  readonly status: Look<TrailStatus>;
  /** Whether it logs management events that write, `ExecuteCommand` among them. */
  readonly logsWrites: Look<boolean>;
}

type Selectors = Pick<GetEventSelectorsCommandOutput, 'EventSelectors' | 'AdvancedEventSelectors'>;

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
const selectsWrites = ({ EventSelectors = [], AdvancedEventSelectors = [] }: Selectors): boolean =>
  EventSelectors.some(
    // Basic selectors include management events, of both kinds, unless they say otherwise.
    ({ IncludeManagementEvents = true, ReadWriteType = 'All' }) =>
      IncludeManagementEvents && ReadWriteType !== 'ReadOnly',
  ) ||
  AdvancedEventSelectors.some(({ FieldSelectors = [] }) => {
    const equalsOf = (field: string) => FieldSelectors.find(({ Field }) => Field === field)?.Equals;
    return equalsOf('eventCategory')?.includes('Management') && !equalsOf('readOnly')?.includes('true');
  });

const lookAtTrail = async (
  { cloudtrail }: Pick<Clients, 'cloudtrail'>,
  { Name = '', TrailARN = '', S3BucketName = '' }: Trail,
): Promise<TrailFacts> => {
  const [status, logsWrites] = await Promise.all([
    look('the status of the CloudTrail trail', 'cloudtrail:GetTrailStatus', async () => {
      const answer = await cloudtrail.send(new GetTrailStatusCommand({ Name: TrailARN }));
      return {
        logging: answer.IsLogging === true,
        deliveredAt: answer.LatestDeliveryTime ?? null,
        deliveryError: answer.LatestDeliveryError || null,
      };
    }),
    look('the event selectors of the CloudTrail trail', 'cloudtrail:GetEventSelectors', async () =>
      selectsWrites(await cloudtrail.send(new GetEventSelectorsCommand({ TrailName: TrailARN }))),
    ),
  ]);
  return { name: Name, arn: TrailARN, bucket: S3BucketName, status, logsWrites };
};

/** Looks at the CloudTrail trails of the region, those of other regions and of the organization that cover it among them. */
export const lookAtTrails = async (
  clients: Pick<Clients, 'cloudtrail'>,
): Promise<Look<readonly TrailFacts[]>> => {
  const found = await look('the CloudTrail trails', 'cloudtrail:DescribeTrails', async () => {
    const { trailList = [] } = await clients.cloudtrail.send(new DescribeTrailsCommand({}));
    return trailList;
  });
  if ('unseen' in found) return found;
  return { seen: await pMap(found.seen, (trail) => lookAtTrail(clients, trail), { concurrency: 2 }) };
};
