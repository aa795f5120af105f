import type { Fault, Waits } from './fault';
import { FAULTS } from './faults';

/** docs/faults.md, below its introduction, as it follows from the plans. */

/** Where the table begins. */
export const BEGINNING = '<!-- Written by `npm run test:faults -- --write`. -->';

const waitText = (wait: number | null): string => (wait === null ? 'the visibility timeout' : `${wait} s`);

const waitsText = (waits: Waits): string => waits.map(waitText).join(', then ');

/** Whose messages wait, and where the evidence is when they need not wait, and when they did. */
interface Wording {
  readonly one: string;
  readonly all: string;
  readonly atOnce: string;
  readonly inTheEnd: string;
}

const WORDING: { readonly [Story in NonNullable<Fault['story']>]: Wording } = {
  uploads: {
    one: 'the session waits',
    all: 'every session of the batch waits',
    atOnce: 'on the trail, in the same invocation',
    inTheEnd: 'on the trail',
  },
  'log files': {
    one: 'the session waits',
    all: 'every session of the batch waits',
    atOnce: 'on the trail, in the same invocation',
    inTheEnd: 'on the trail',
  },
  'live sessions': {
    one: 'the start waits',
    all: 'every start of the batch waits',
    atOnce: 'who and where on the trail, in the same invocation',
    inTheEnd: 'who and where on the trail',
  },

  schedule: {
    one: 'what the run queued waits',
    all: 'what the run queued waits',
    atOnce: 'what was missing is on the trails, and the days are stated',
    inTheEnd: 'what was missing is on the trails, and the days are stated',
  },
};
const TOGETHER: Wording = {
  one: 'the start and the transcript wait',
  all: 'the starts and the transcripts wait',
  atOnce: 'on the trail, in the same invocation',
  inTheEnd: 'on the trail',
};

const RUN: Wording = { ...WORDING.schedule, one: 'the run waits' };
const STATEMENT: Wording = {
  one: 'the statement waits',
  all: 'the statement waits',
  atOnce: 'the days are stated',
  inTheEnd: 'the days are stated, each once, and in their order',
};

const wordingOf = ({ story = 'uploads', order, happensTo }: Fault): Wording => {
  if (happensTo === 'run') return RUN;
  if (happensTo === 'statement') return STATEMENT;
  return order === undefined ? WORDING[story] : TOGETHER;
};

/** Where several messages are about it, they wait the same, and it is said once. */
const ofOneMessage =
  ({ order, story }: Fault) =>
  (waits: Waits): Waits =>
    order === undefined && story !== 'schedule' ? waits : [...new Set(waits)];

/** What becomes of the messages, from what the ending says. */
const messageText = (fault: Fault): string => {
  const { ends, lasts, message } = fault;
  if (ends.unreported === true) return 'in the dead-letter queue, with the reason';
  if (message !== undefined)
    return `the message waits ${waitsText(ends.message ?? [])}, then is in the dead-letter queue; the others are not held up`;
  const { one, all, atOnce, inTheEnd } = wordingOf(fault);
  const choices = ('oneOf' in ends.waits ? ends.waits.oneOf : [ends.waits]).map(ofOneMessage(fault));
  if (choices.every(({ length }) => length === 0)) return atOnce;
  const until = lasts === undefined ? inTheEnd : `${inTheEnd} once it is over`;
  return `${ends.bob === 'the same' ? all : one} ${choices.map(waitsText).join(', or ')}; ${until}`;
};

const STATED_AGAIN = 'a day that was stated meanwhile is stated again, as revision 2';

const endText = (fault: Fault): string => {
  const { how = fault.ends.statements === undefined ? undefined : STATED_AGAIN } = fault.ends;
  return how === undefined ? messageText(fault) : `${messageText(fault)}: ${how}`;
};

const usualLog = ({ story }: Fault): string =>
  story === 'schedule' ? '`Evidence reported` and `Reconciled`' : '`Evidence reported`';

const logText = (fault: Fault): string =>
  fault.log.length === 0
    ? `nothing but ${usualLog(fault)}`
    : fault.log.map(({ message, says }) => `\`${message}\`: “${says}”`).join('; ');

const cell = (text: string): string => text.replaceAll('|', '\\|');

const row = (fault: Fault): string =>
  `| ${[fault.what, endText(fault), logText(fault), fault.todo].map(cell).join(' | ')} |`;

/** What the first column goes on from, where it is not the section's own name. */
const SUBJECTS: Readonly<Record<string, string>> = {
  'Log files of the CloudTrail trail': 'what happens',
  'Digests of the CloudTrail trail': 'they …',
  'Live sessions': 'what happens',
  'Looking for what is missing': 'what happens',
  'Stating a day': 'what happens',
};

/** A section for each place. */
export const faultTables = (): string =>
  [...new Set(FAULTS.map(({ where }) => where))]
    .map((where) => {
      const rows = FAULTS.filter((fault) => fault.where === where).map(row);
      return [
        `## ${where}`,
        '',
        `| ${SUBJECTS[where] ?? 'it …'} | what ends where | the log says | do |`,
        '| --- | --- | --- | --- |',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');

/** The page with its tables as they must be. */
export const withTables = (page: string): string => {
  const [introduction, ...rest] = page.split(`${BEGINNING}\n`);
  if (rest.length !== 1) throw new Error(`docs/faults.md is expected to have one line "${BEGINNING}"`);
  return `${introduction}${BEGINNING}\n\n${faultTables()}\n`;
};
