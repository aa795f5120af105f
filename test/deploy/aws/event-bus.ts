import * as v from 'valibot';
import { CREDENTIALS } from '../../../stand-ins/account';

const Rules = v.object({
  Rules: v.array(v.looseObject({ Name: v.string(), State: v.string() })),
});
const Targets = v.object({
  Targets: v.array(
    v.looseObject({
      Arn: v.string(),
      Input: v.optional(v.string()),
      DeadLetterConfig: v.object({ Arn: v.string() }),
    }),
  ),
});
const Put = v.object({ FailedEntryCount: v.literal(0) });

export type DeployedRule = v.InferOutput<typeof Rules>['Rules'][number] & {
  readonly targets: v.InferOutput<typeof Targets>['Targets'];
};

/** The default event bus of one region. Four calls do not justify a client. */
export const eventBusIn = (awsUrl: string, region: string) => {
  const call = async (operation: string, input: object): Promise<unknown> => {
    const answer = await fetch(awsUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSEvents.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIALS.accessKeyId}/20261121/${region}/events/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    rules: async (): Promise<DeployedRule[]> => {
      const { Rules: rules } = v.parse(Rules, await call('ListRules', {}));
      return Promise.all(
        rules.map(async (rule) => {
          const { Targets: targets } = v.parse(Targets, await call('ListTargetsByRule', { Rule: rule.Name }));
          return { ...rule, targets };
        }),
      );
    },
    /** CloudTrail tells EventBridge of a call. */
    announce: async (event: {
      readonly source: string;
      readonly 'detail-type': string;
      readonly detail: object;
    }): Promise<void> => {
      const { source: Source, 'detail-type': DetailType, detail } = event;
      const Entries = [{ Source, DetailType, Detail: JSON.stringify(detail) }];
      v.parse(Put, await call('PutEvents', { Entries }));
    },
  };
};
