import type { ShownAttestation, ShownSession } from '../shown-session';
import { missingFrom, readableTime } from '../summary';
import { type Html, html, NOTHING } from './html';
import { link, outside } from './text';

/** The fields that tell most; the others can be unfolded. */
const KEY_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'user-identity': ['principal_id', 'cloudtrail_event_id', 'event_time', 'digest_verified'],
  'service-identity': ['service_name', 'task_arn', 'image_digest'],
  'command-logs': ['sha256', 'size_bytes', 'version_id', 'writer_matches_task'],
  'access-denied': ['principal_id', 'cloudtrail_event_id'],
  'session-bypass': ['principal_id', 'cloudtrail_event_id'],
  'transcript-replaced': ['first_sha256', 'second_sha256'],
};
const FEW = 4;
const MOST = 200;

/** Shown elsewhere: the preview as the transcript, the reason above. */
const ELSEWHERE = new Set(['preview', 'reason']);

const written = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

const fieldsOf = (fields: readonly (readonly [string, unknown])[]): Html =>
  html`<dl class="fields">${fields.map(
    ([name, value]) =>
      html`<div><dt>${outside(name)}</dt><dd>${
        value === null || value === undefined
          ? html`<span class="quiet">null</span>`
          : outside(written(value))
      }</dd></div>`,
  )}</dl>`;

const mark = (state: 'good' | 'bad' | 'open', text: string): Html =>
  html`<span class="mark ${state}"><span aria-hidden="true">${{ good: '✓', bad: '✕', open: '○' }[state]}</span> ${text}</span>`;

const attestation = ({ name, compliant, reason, reportedAt, url, userData }: ShownAttestation): Html => {
  const fields = Object.entries(userData).filter(([field]) => !ELSEWHERE.has(field));
  const keys = KEY_FIELDS[name] ?? fields.slice(0, FEW).map(([field]) => field);
  const key = keys.flatMap((name) => fields.filter(([field]) => field === name));
  const rest = fields.filter(([field]) => !keys.includes(field)).slice(0, MOST);
  return html`<li class="attestation">
<h3>${link(name, url)} ${compliant ? mark('good', 'Compliant') : mark('bad', 'Not compliant')}</h3>
${reason === null ? NOTHING : html`<p class="reason">${outside(reason)}</p>`}
${fieldsOf(key)}
${rest.length === 0 ? NOTHING : html`<details><summary>${rest.length} more ${rest.length === 1 ? 'field' : 'fields'}</summary>${fieldsOf(rest)}</details>`}
${reportedAt === null ? NOTHING : html`<p class="quiet">Reported ${outside(readableTime(reportedAt))}</p>`}
</li>`;
};

const missing = (name: string): Html => html`<li class="attestation">
<h3>${name} ${mark('open', 'Missing')}</h3>
<p class="reason">Kosli has none for this session.</p>
</li>`;

/** What Kosli holds of the session, and what it should and does not. */
export const attestationsOf = (session: ShownSession): Html => html`<section aria-labelledby="attestations">
<h2 id="attestations">Attestations</h2>
<ol class="attestations">${session.attestations.slice(0, MOST).map(attestation)}${missingFrom(session).map(missing)}</ol>
${session.attestations.length > MOST ? html`<p class="notice">Shown: the first ${MOST} of ${session.attestations.length} attestations.</p>` : NOTHING}
</section>`;
