import * as v from 'valibot';
import type { Patch } from './patch';

const OPERATIONS = ['StartLogging', 'StopLogging', 'DeleteTrail'];
const Named = v.looseObject({ Name: v.string() });

/**
 * A CloudTrail trail is named by its name or its ARN, and Terraform gives the ARN:
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html. moto looks names up only: it fails to
 * start such a one, and "deletes" it without doing so.
 */
export const cloudTrailByArn: Patch = {
  request: (request) => {
    if (!OPERATIONS.includes(request.operation)) return request;
    const input = v.parse(Named, JSON.parse(request.body.toString()));
    const Name = input.Name.slice(input.Name.lastIndexOf('/') + 1);
    return { ...request, body: Buffer.from(JSON.stringify({ ...input, Name })) };
  },
};
