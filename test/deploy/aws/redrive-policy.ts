import * as v from 'valibot';
import { type Patch, withJson } from './patch';

const Answer = v.looseObject({
  Attributes: v.optional(v.looseObject({ RedrivePolicy: v.optional(v.string()) })),
});

/**
 * SQS returns a queue's redrive policy without spaces:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html. moto writes it anew with
 * spaces, which Terraform would take for a change in every plan.
 */
export const redrivePolicy: Patch = {
  answer: ({ operation }, answer) => {
    if (operation !== 'GetQueueAttributes' || answer.status !== 200) return answer;
    const { Attributes, ...rest } = v.parse(Answer, JSON.parse(answer.body.toString()));
    if (Attributes?.RedrivePolicy === undefined) return answer;
    const RedrivePolicy = JSON.stringify(JSON.parse(Attributes.RedrivePolicy));
    return withJson(answer, { ...rest, Attributes: { ...Attributes, RedrivePolicy } });
  },
};
