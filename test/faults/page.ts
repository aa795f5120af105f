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
};

const TOGETHER: Wording = {
  one: 'the start and the transcript wait',
  all: 'the starts and the transcripts wait',
  atOnce: 'on the trail, in the same invocation',
  inTheEnd: 'on the trail',
};

const wordingOf = ({ story = 'uploads', order }: Fault): Wording =>
  order === undefined ? WORDING[story] : TOGETHER;

/** What becomes of the messages, from what the ending says. */
const messageText = (fault: Fault): string => {
  const { ends, lasts, message } = fault;
  if (ends.unreported === true) return 'in the dead-letter queue, with the reason';
  if (message !== undefined)
    return `the message waits ${waitsText(ends.message ?? [])}, then is in the dead-letter queue; the others are not held up`;
  const { one, all, atOnce, inTheEnd } = wordingOf(fault);
  const choices = 'oneOf' in ends.waits ? ends.waits.oneOf : [ends.waits];
  if (choices.every(({ length }) => length === 0)) return atOnce;
  const until = lasts === undefined ? inTheEnd : `${inTheEnd} once it is over`;
  return `${ends.bob === 'the same' ? all : one} ${choices.map(waitsText).join(', or ')}; ${until}`;
};

const endText = (fault: Fault): string => {
  const { how } = fault.ends;
  return how === undefined ? messageText(fault) : `${messageText(fault)}: ${how}`;
};

const logText = ({ log }: Fault): string =>
  log.length === 0
    ? 'nothing but `Evidence reported`'
    : log.map(({ message, says }) => `\`${message}\`: “${says}”`).join('; ');

const cell = (text: string): string => text.replaceAll('|', '\\|');

const row = (fault: Fault): string =>
  `| ${[fault.what, endText(fault), logText(fault), fault.todo].map(cell).join(' | ')} |`;

/** What the first column goes on from, where it is not the section's own name. */
const SUBJECTS: Readonly<Record<string, string>> = {
  'Log files of the CloudTrail trail': 'what happens',
  'Digests of the CloudTrail trail': 'they …',
  'Live sessions': 'what happens',
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
