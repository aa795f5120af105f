import * as v from 'valibot';
import { type AwsRequest, type Patch, withJson } from './patch';

const Asked = v.looseObject({ logGroupName: v.string(), kmsKeyId: v.optional(v.string()) });
const Groups = v.looseObject({ logGroups: v.array(v.looseObject({ logGroupName: v.string() })) });

/**
 * The key of a log group can be given and taken away after it was created:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html. moto takes one when it creates a
 * group, and knows neither operation.
 */
export const logGroupKeys = (): Patch => {
  // Null: taken away.
  const keys = new Map<string, string | null>();
  const nameOf = ({ region }: AwsRequest, group: string) => `${region} ${group}`;
  return {
    answer: (request, answer) => {
      if (request.operation === 'AssociateKmsKey' || request.operation === 'DisassociateKmsKey') {
        const { logGroupName, kmsKeyId = null } = v.parse(Asked, JSON.parse(request.body.toString()));
        keys.set(nameOf(request, logGroupName), kmsKeyId);
        const headers = { 'content-type': 'application/x-amz-json-1.1' };
        return withJson({ ...answer, status: 200, headers }, {});
      }
      if (request.operation !== 'DescribeLogGroups' || answer.status !== 200) return answer;
      const { logGroups, ...rest } = v.parse(Groups, JSON.parse(answer.body.toString()));
      return withJson(answer, {
        ...rest,
        logGroups: logGroups.map((group) => {
          const key = keys.get(nameOf(request, group.logGroupName));
          return key === undefined ? group : { ...group, kmsKeyId: key ?? undefined };
        }),
      });
    },
  };
};
