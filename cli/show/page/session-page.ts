import type { ShownSession } from '../shown-session';
import { callerName, placeName, readableDuration, readableTime, verdictOf } from '../summary';
import type { TranscriptSource } from '../transcript/read-head';
import { type ReadableTranscript, readShown } from '../transcript/read-transcript';
import { visible } from '../transcript/unseen';
import { PAGE_STYLE, pageScript } from './assets';
import { attestationsOf } from './attestations';
import { factsOf } from './facts';
import { type Html, html, own } from './html';
import { contentSecurityPolicy } from './policy';
import { outside } from './text';
import { transcriptOf } from './transcript';

const MARKS = {
  compliant: ['good', '✓'],
  'not compliant': ['bad', '✕'],
  incomplete: ['bad', '○'],
  'not as attested': ['bad', '✕'],
} as const;

const masthead = (session: ShownSession): Html => {
  const { state, because } = verdictOf(session);
  const [tone, sign] = MARKS[state];
  const lasted = readableDuration(session);
  const { openedAt } = session.when;
  return html`<header>
<p class="eyebrow">ECS Exec session <span class="id">${outside(session.sessionId)}</span></p>
<button type="button" id="theme" hidden>Theme: system</button>
<h1>${outside(callerName(session))} opened a session in ${outside(placeName(session))}</h1>
<p class="lead">${openedAt === null ? 'At an unknown time' : outside(readableTime(openedAt))}${lasted === null ? '' : `, for ${lasted}`}</p>
<p class="verdict ${tone}"><span class="sign" aria-hidden="true">${sign}</span> <strong>${state[0]?.toUpperCase() ?? ''}${state.slice(1)}</strong><span>${outside(because)}</span></p>
</header>`;
};

const FOOTER = html`<footer>
<p>What this page says is what Kosli holds. The transcript was recorded inside the container, where a root shell can change it;
who opened the session is from CloudTrail.</p>
</footer>`;

const pageOf = (session: ShownSession, transcript: ReadableTranscript | null): Html => {
  const script = pageScript(transcript !== null && transcript.lines.length > 0);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script, PAGE_STYLE)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Session ${visible(session.sessionId)}</title>
<style>${own(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#transcript">Skip to the transcript</a>
${masthead(session)}
<main>
${factsOf(session)}
${attestationsOf(session)}
${transcriptOf(session, transcript)}
</main>
${FOOTER}
<script>${own(script)}</script>
</body>
</html>
`;
};

/**
 * One session as one HTML file that needs nothing beside itself, loads nothing and sends nothing: a policy in it forbids all but
 * its own script and style. Whatever is in the session and the transcript is shown and not obeyed.
 *
 * @param source the transcript's bytes, read to the end; null when it was not read
 * @throws when they are not the bytes whose SHA-256 the session has
 */
export const sessionPage = async (
  session: ShownSession,
  source: TranscriptSource | null,
): Promise<string> => {
  return pageOf(session, await readShown(session, source)).markup;
};
