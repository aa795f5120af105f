import * as v from 'valibot';

const SqsEvent = v.looseObject({
  Records: v.array(v.looseObject({ attributes: v.looseObject({ SentTimestamp: v.string() }) })),
});

const DAY_MS = 24 * 3_600_000;

/** The event as it would be if its messages had been sent so many days earlier. */
export const aged = (event: unknown, days: number): unknown => {
  const { Records, ...rest } = v.parse(SqsEvent, event);
  return {
    ...rest,
    Records: Records.map(({ attributes, ...record }) => ({
      ...record,
      attributes: { ...attributes, SentTimestamp: String(Number(attributes.SentTimestamp) - days * DAY_MS) },
    })),
  };
};
