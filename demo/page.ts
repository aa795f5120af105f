import { styleText } from 'node:util';
import { type ReportedAttestation, standingOf, type Trail } from './stand-ins/kosli/ledger';

// The transcript of the demonstration is about a terminal; its page is for one, and for a pipe without the colours.
const isOn = (name: string): boolean => (process.env[name] ?? '') !== '';
const coloured = isOn('FORCE_COLOR') || (process.stdout.isTTY === true && !isOn('NO_COLOR'));
type Style = Parameters<typeof styleText>[0];
const styled = (style: Style, text: string): string => (coloured ? styleText(style, text) : text);

const LABEL_WIDTH = 21;
const WIDTH = 96;

export const title = (text: string): string => styled('bold', text);
export const aside = (text: string): string => styled('dim', text);
export const good = (text: string): string => styled('green', text);
export const bad = (text: string): string => styled('red', text);

/** A step and how long it took. */
export const step = (text: string, milliseconds: number): string => {
  const time = `${Math.round(milliseconds).toLocaleString('en')} ms`;
  return `  ${text.padEnd(WIDTH - 12)}${aside(time.padStart(10))}`;
};

const line = (label: string, value: unknown): string =>
  `      ${aside(label.padEnd(LABEL_WIDTH))}${String(value)}`;

/** The fields of `user_data` that tell a reader most, in the order of the design. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  'user-identity': ['principal_id', 'type', 'source_ip', 'cloudtrail_event_id'],
  'service-identity': ['service_name', 'task_arn', 'image'],
  'command-logs': ['command', 'started_at', 'duration_seconds', 'sha256'],
};

const attachmentOf = ({ attachment }: ReportedAttestation): string =>
  attachment === null
    ? 'nothing'
    : `${attachment.filename}, ${attachment.sizeBytes.toLocaleString('en')} bytes, SHA-256 ${attachment.sha256.slice(0, 8)}…`;

const attestation = (report: ReportedAttestation): readonly string[] => [
  `  ${report.is_compliant ? good('✔') : bad('✘')} ${title(report.attestation_name)}`,
  ...(TELLING[report.attestation_name] ?? []).map((field) => line(field, report.user_data?.[field])),
  line('attached', attachmentOf(report)),
];

/** A trail and what was attested on it. */
export const trailPage = (trail: Trail): readonly string[] => {
  const standing = standingOf(trail);
  return [
    `${title('Trail')} ${trail.name}  ${standing === 'COMPLIANT' ? good(standing) : bad(standing)}`,
    ...trail.attestations.flatMap(attestation),
  ];
};
