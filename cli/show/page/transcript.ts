import { noticesOf } from '../notices';
import type { ShownSession } from '../shown-session';
import { attestedHash } from '../summary';
import { LIMITS } from '../transcript/limits';
import type { EnteredCommand, Line } from '../transcript/line';
import type { ReadableTranscript } from '../transcript/read-transcript';
import { controls } from './controls';
import { type Html, html, NOTHING } from './html';
import { outside } from './text';

const count = (of: number): string => of.toLocaleString('en');

/** Lines that go on with the one before have its number; they are named by their place all the same. */
const id = (line: number): string => `L${line + 1}`;

const lineMarkup = ({ runs, continues }: Line, index: number, entered: ReadonlySet<number>): Html => {
  const kind = continues ? ' continues' : entered.has(index) ? ' entered' : '';
  return html`<div class="line${kind}" id="${id(index)}">${runs.map(({ text, looks }) =>
    looks.length === 0 ? html`${text}` : html`<span class="${looks.join(' ')}">${text}</span>`,
  )}
</div>`;
};

const COMMAND_CHARACTERS = 160;

const commandsMarkup = (commands: readonly EnteredCommand[]): Html =>
  commands.length === 0
    ? NOTHING
    : html`<nav class="commands" aria-labelledby="commands"><h3 id="commands">Commands <span class="quiet">${commands.length}</span></h3>
<ol>${commands.map(
        ({ line, command }) =>
          html`<li><a href="#${id(line)}"><code>${outside(command.slice(0, COMMAND_CHARACTERS))}</code></a></li>`,
      )}</ol>
<p class="quiet">As far as prompts can be told. A program can print what looks like one.${
        commands.length < LIMITS.commands ? '' : ` The first ${count(LIMITS.commands)}.`
      }</p></nav>`;

const recordedMarkup = ({ recorded, sizeBytes }: ReadableTranscript): Html => html`<details class="recorded">
<summary>As it was recorded, with control characters</summary>
${
  sizeBytes > LIMITS.recordedBytes
    ? html`<p class="notice">Shown: the first ${count(LIMITS.recordedBytes)} of ${count(sizeBytes)} bytes.</p>`
    : NOTHING
}
<pre tabindex="0" role="region" aria-label="The transcript as it was recorded">${recorded.join('\n')}</pre>
</details>`;

const HASH_SAYS = {
  same: html`<span class="mark good"><span aria-hidden="true">✓</span> as attested</span>`,
  another: html`<span class="mark bad"><span aria-hidden="true">✕</span> not as attested</span>`,
} as const;

const source = (session: ShownSession, transcript: ReadableTranscript | null): Html => {
  const { transcript: shown } = session;
  const location =
    shown.location === null ? NOTHING : html`<div><dt>Object</dt><dd>${outside(shown.location)}</dd></div>`;
  if (shown.kind === 'not-read' || transcript === null) return html`<dl class="fields">${location}</dl>`;
  const same = attestedHash(session);
  return html`<dl class="fields">${location}
${shown.versionId === null ? NOTHING : html`<div><dt>Version</dt><dd>${outside(shown.versionId)}</dd></div>`}
<div><dt>Size</dt><dd>${count(transcript.sizeBytes)} bytes</dd></div>
<div><dt>SHA-256</dt><dd><code>${transcript.sha256}</code> ${same === null ? NOTHING : HASH_SAYS[same]}</dd></div></dl>`;
};

/** Where there is no transcript to draw: what was attested of it. */
const previewMarkup = ({ attestations }: ShownSession): Html => {
  const preview = attestations.findLast(({ userData }) => typeof userData.preview === 'string')?.userData
    .preview;
  if (typeof preview !== 'string') return NOTHING;
  return html`<h3>Its beginning, as attested</h3><div class="screen" tabindex="0" role="region" aria-label="Beginning of the transcript">${preview
    .slice(0, 8_000)
    .split('\n')
    .map(
      (text) => html`<div class="line">${outside(text)}
</div>`,
    )}</div>`;
};

const screenMarkup = (transcript: ReadableTranscript): Html => {
  const entered = new Set(transcript.commands.map(({ line }) => line));
  return html`<div class="desk${transcript.commands.length === 0 ? ' alone' : ''}">${commandsMarkup(transcript.commands)}
<div class="player">${controls(transcript.lines.length)}
<div class="screen" id="screen" tabindex="0" role="region" aria-label="Transcript, ${transcript.lines.length} lines">${transcript.lines.map(
    (line, index) => lineMarkup(line, index, entered),
  )}</div></div></div>${recordedMarkup(transcript)}`;
};

/** The transcript as a terminal shows it, what was entered, and what a reader has to know of both. */
export const transcriptOf = (session: ShownSession, transcript: ReadableTranscript | null): Html => {
  const notices = noticesOf(session, transcript);
  return html`<section aria-labelledby="transcript"><h2 id="transcript">Transcript</h2>
${source(session, transcript)}
${notices.length === 0 ? NOTHING : html`<ul class="notices">${notices.map(({ kind, text }) => html`<li class="notice ${kind}">${outside(text)}</li>`)}</ul>`}
${transcript === null ? previewMarkup(session) : transcript.lines.length === 0 ? NOTHING : screenMarkup(transcript)}
</section>`;
};
