import { styleText } from 'node:util';
import { complianceStateOf, type ReportedAttestation, type Trail } from '../stand-ins/kosli/ledger';

// `styleText` leaves the colours out where standard output is not a terminal, and heeds NO_COLOR and FORCE_COLOR.

/** Columns; nothing but a trail's name and an error may be wider. */
const WIDTH = 100;
const TIME_WIDTH = 10;
const LABEL_WIDTH = 21;
const INDENT = '      ';
const PREVIEW_LINES = 4;

export const title = (text: string): string => styleText('bold', text);
export const aside = (text: string): string => styleText('dim', text);
export const good = (text: string): string => styleText('green', text);
export const bad = (text: string): string => styleText('red', text);

/** A step and how long it took. */
export const step = (text: string, milliseconds: number): string => {
  const time = `${Math.round(milliseconds).toLocaleString('en')} ms`;
  return `  ${good('✔')} ${text.padEnd(WIDTH - TIME_WIDTH - 4)}${aside(time.padStart(TIME_WIDTH))}`;
};

const VALUE_WIDTH = WIDTH - INDENT.length - LABEL_WIDTH;

/** Of an ARN or an image, the end says most. */
const withoutBeginning = (text: string): string => {
  if (text.length <= VALUE_WIDTH) return text;
  const end = text.slice(1 - VALUE_WIDTH);
  return `…${end.slice(Math.max(0, end.search(/[:/]/)))}`;
};

const line = (label: string, value: unknown): string =>
  `${INDENT}${aside(label.padEnd(LABEL_WIDTH))}${withoutBeginning(String(value))}`;

/** The fields of `user_data` that tell a reader most, in the order of the design. */
const HIGHLIGHTS: Readonly<Record<string, readonly string[]>> = {
  'user-identity': ['principal_id', 'type', 'source_ip', 'cloudtrail_event_id'],
  'service-identity': ['service_name', 'task_arn', 'image'],
  'command-logs': ['command', 'started_at', 'duration_seconds', 'sha256'],
};

const attachmentOf = ({ attachment }: ReportedAttestation): string =>
  attachment === null
    ? 'nothing'
    : `${attachment.filename}, ${attachment.sizeBytes.toLocaleString('en')} bytes`;

/** What was shown first in the shell, without the line in which `script` says when it began. */
const previewOf = ({ user_data }: ReportedAttestation): readonly string[] => {
  const preview = user_data?.preview;
  if (typeof preview !== 'string') return [];
  return preview
    .split('\n')
    .filter((text) => !text.startsWith('Script started on '))
    .slice(0, PREVIEW_LINES)
    .map((text, index) => line(index === 0 ? 'preview' : '', text.slice(0, VALUE_WIDTH)));
};

const attestation = (report: ReportedAttestation): readonly string[] => [
  `  ${report.is_compliant ? good('✔') : bad('✘')} ${title(report.attestation_name)}`,
  ...(HIGHLIGHTS[report.attestation_name] ?? []).map((field) => line(field, report.user_data?.[field])),
  ...previewOf(report),
  line('attachment', attachmentOf(report)),
];

/** A trail and what was attested on it. */
export const trailPage = (trail: Trail): readonly string[] => {
  const state = complianceStateOf(trail);
  return [
    `${title(`Trail ${trail.name}`)}  ${state === 'COMPLIANT' ? good(state) : bad(state)}`,
    ...trail.attestations.flatMap(attestation),
  ];
};
