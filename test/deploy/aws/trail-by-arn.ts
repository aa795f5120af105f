import * as v from 'valibot';
import type { Mend } from './mend';

const OPERATIONS = ['StartLogging', 'StopLogging', 'DeleteTrail'];
const Named = v.looseObject({ Name: v.string() });

/**
 * A trail is named by its name or its ARN, and Terraform gives the ARN:
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StartLogging.html. moto looks names up only: it fails to
 * start such a trail, and "deletes" it without doing so.
 */
export const trailByArn: Mend = {
  request: (request) => {
    if (!OPERATIONS.includes(request.operation)) return request;
    const input = v.parse(Named, JSON.parse(request.body.toString()));
    const Name = input.Name.slice(input.Name.lastIndexOf('/') + 1);
    return { ...request, body: Buffer.from(JSON.stringify({ ...input, Name })) };
  },
};
