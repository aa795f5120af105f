import * as v from 'valibot';

const BatchResponse = v.object({
  batchItemFailures: v.array(v.object({ itemIdentifier: v.pipe(v.string(), v.nonEmpty()) })),
});

/**
 * Which messages of a batch a function's response keeps in the queue. Lambda takes no list, or an empty one, for success;
 * a list it cannot read, or with a message that is not in the batch, for the failure of the whole batch:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const failedMessages = (response: unknown, batch: readonly string[]): ReadonlySet<string> => {
  const list = v.safeParse(v.object({ batchItemFailures: v.nullish(v.unknown()) }), response ?? {});
  if (list.success && (list.output.batchItemFailures ?? null) === null) {
    return new Set();
  }
  const parsed = v.safeParse(BatchResponse, response);
  const failed = parsed.success
    ? parsed.output.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
    : batch;
  return new Set(failed.every((id) => batch.includes(id)) ? failed : batch);
};
