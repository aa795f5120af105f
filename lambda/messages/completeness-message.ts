import * as v from 'valibot';
import { isDay } from '../completeness/day';
import { asking, type MessageParser, poison } from './message';

const Kind = v.object({ kind: v.literal('completeness') });
const CompletenessMessage = v.strictObject({
  kind: v.literal('completeness'),
  date: v.optional(v.pipe(v.string(), v.check(isDay, 'expected a day as YYYY-MM-DD'))),
});

/** The message that asks for the statement of a day, or of all days that are due. */
export const parseCompletenessMessage: MessageParser = (body, { location }) => {
  if (!v.is(Kind, body)) return null;
  const message = v.safeParse(CompletenessMessage, body);
  if (!message.success) return poison(`malformed completeness message: ${v.summarize(message.issues)}`);
  return asking({ kind: 'completeness', location, date: message.output.date ?? null });
};
