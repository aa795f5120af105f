import { plainText } from '../plain-text';
import type { AttestationState, ListedCall, ListedPeriod, UnreadableListedCall } from './listed-call';

/** Columns of the terminal that the table fits into. */
export const WIDTH = 100;
const WHO = 30;
const WHERE = 34;

const minute = (time: string): string => time.slice(0, 16).replace('T', ' ');

/** `2 d 3 h`, `1 h 2 min`, `3 min 4 s`, `5 s`. */
const duration = (seconds: number): string => {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  const [one, other] = first === -1 ? parts.slice(3) : parts.slice(first);
  return [one, other]
    .filter((part) => part !== undefined && (part === one || part[0] > 0))
    .map((part) => part?.join(' '))
    .join(' ');
};

const lasted = ({ kind, open, durationSeconds }: ListedCall): string => {
  if (kind !== 'session') return kind;
  if (open) return 'open';
  return durationSeconds === null ? '-' : duration(durationSeconds);
};

const lastPart = (text: string | null): string => text?.split('/').at(-1) ?? '?';

/** `cluster/service`, or the beginning of the task's id. */
const place = ({ where: { cluster, service, taskArn } }: ListedCall): string =>
  `${lastPart(cluster)}/${service ?? (taskArn === null ? '?' : `task ${lastPart(taskArn).slice(0, 8)}`)}`;

const row = (cells: readonly [string, string, string, string]): string => {
  const [opened, who, where, last] = cells;
  return `${opened.padEnd(16)}  ${plainText(who, WHO).padEnd(WHO)}  ${plainText(where, WHERE).padEnd(WHERE)}  ${last}`.trimEnd();
};

const STATES: readonly AttestationState[] = ['missing', 'not compliant', 'unknown', 'awaited', 'ok'];

/** `missing: command-logs; ok: user-identity, service-identity` */
const evidence = ({ attestations }: ListedCall): string =>
  STATES.flatMap((state) => {
    const names = Object.entries(attestations).flatMap(([name, its]) => (its === state ? [name] : []));
    return names.length === 0 ? [] : [`${state}: ${names.join(', ')}`];
  }).join('; ');

const linesOf = (call: ListedCall): readonly string[] => {
  const { caller, calledAt, sessionId, eventId } = call;
  const id = `  ${sessionId ?? `event ${plainText(eventId, 60)}`}`;
  const both = `${id}  ${evidence(call)}`;
  return [
    row([minute(calledAt), caller.name, place(call), lasted(call)]),
    ...(both.length <= WIDTH ? [both] : [id, `  ${evidence(call)}`]),
  ];
};

/** A text in lines that fit under the table, broken between words where there are any. */
const folded = (text: string): readonly string[] =>
  (text.match(/.{1,98}(?= |$)|.{98}/gu) ?? []).map((line) => `  ${line.trim()}`);

/** Enough for every reason there is; what it quotes is cut where it is read. */
const REASON = 400;

const linesOfUnreadable = ({
  eventName,
  eventId,
  calledAt,
  caller,
  reason,
}: UnreadableListedCall): readonly string[] => [
  row([calledAt === null ? '?' : minute(calledAt), caller?.name ?? '?', eventName, 'cannot be read']),
  `  event ${plainText(eventId ?? 'without id', 60)}`,
  ...folded(`cannot be read: ${plainText(reason, REASON)}`),
];

const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;

const summary = ({ from, to, calls, unreadable }: ListedPeriod): string => {
  const of = (kind: ListedCall['kind']) => calls.filter((call) => call.kind === kind).length;
  const states = STATES.filter((state) => state !== 'ok').flatMap((state) => {
    const count = calls.filter(({ attestations }) => Object.values(attestations).includes(state)).length;
    return count === 0 ? [] : [`${count} with evidence ${state}`];
  });
  const what = `${counted(of('session'), 'session')}, ${counted(of('refused'), 'refused call')}, ${counted(of('bypass'), 'bypass', 'bypasses')}`;
  return [
    `${what} from ${minute(from)} to ${minute(to)} UTC.`,
    ...(states.length > 0 ? [`${states.join(', ')}.`] : []),
    ...(calls.length > 0 && states.length === 0 && unreadable.length === 0
      ? ['All evidence is on Kosli, and compliant.']
      : []),
    ...(unreadable.length > 0
      ? [`${counted(unreadable.length, 'call')} cannot be read: nobody can tell which sessions they opened.`]
      : []),
  ].join('\n');
};

const isEmpty = ({ calls, unreadable }: ListedPeriod): boolean =>
  calls.length === 0 && unreadable.length === 0;

/** A table of at most 100 columns: two or three lines a call, then what they add up to. */
export const printSessions = (period: ListedPeriod): string =>
  [
    ...(isEmpty(period) ? [] : [row(['OPENED (UTC)', 'WHO', 'WHERE', 'LASTED'])]),
    ...period.calls.flatMap(linesOf),
    ...period.unreadable.flatMap(linesOfUnreadable),
    ...(isEmpty(period) ? [] : ['']),
    summary(period),
  ].join('\n');
