import type { Fault, Waits } from './fault';
import { FAULTS } from './faults';

/** docs/faults.md, below its introduction, as it follows from the plans. */

/** Where the table begins. */
export const BEGINNING = '<!-- Written by `npm run test:faults -- --write`. -->';

const waitText = (wait: number | null): string => (wait === null ? 'the visibility timeout' : `${wait} s`);

const waitsText = (waits: Waits): string => waits.map(waitText).join(', then ');

/** What becomes of the messages, from what the ending says. */
const messageText = ({ ends, lasts, message }: Fault): string => {
  if (ends.unreported === true) return 'in the dead-letter queue, with the reason';
  if (message !== undefined)
    return `the message waits ${waitsText(ends.message ?? [])}, then is in the dead-letter queue; the others are not held up`;
  const choices = 'oneOf' in ends.waits ? ends.waits.oneOf : [ends.waits];
  const waits = choices.map(waitsText).join(', or ');
  const whose = ends.bob === 'the same' ? 'every session of the batch' : 'the session';
  if (waits === '') return 'on the trail, in the same invocation';
  const until = lasts === undefined ? 'on the trail' : 'on the trail once it is over';
  return `${whose} waits ${waits}; ${until}`;
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

/** A section for each place. */
export const faultTables = (): string =>
  [...new Set(FAULTS.map(({ where }) => where))]
    .map((where) => {
      const rows = FAULTS.filter((fault) => fault.where === where).map(row);
      return [
        `## ${where}`,
        '',
        '| it … | what ends where | the log says | do |',
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
