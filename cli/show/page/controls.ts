import { type Html, html } from './html';

/** Search and replay. Without its script a page has neither, so they stay hidden until it runs. */
export const controls = (lines: number): Html => html`<div class="controls" id="controls" hidden>
<form class="search" role="search" id="search">
<label for="wanted">Search</label>
<input id="wanted" type="search" autocomplete="off" spellcheck="false" aria-keyshortcuts="/" aria-describedby="found">
<kbd aria-hidden="true">/</kbd>
<button type="button" id="previous" aria-label="Previous match" title="Previous match (Shift+Enter, N)">↑</button>
<button type="button" id="next" aria-label="Next match" title="Next match (Enter, n)">↓</button>
<output id="found" for="wanted" aria-live="polite"></output>
</form>
<div class="replay" role="group" aria-label="Replay">
<button type="button" id="play">Play</button>
<button type="button" id="back" aria-label="One line back" title="One line back">‹</button>
<input id="position" type="range" min="0" max="${lines}" value="${lines}" aria-label="Lines shown">
<button type="button" id="forward" aria-label="One line on" title="One line on">›</button>
<label for="speed">Lines a second</label>
<select id="speed"><option>1</option><option>2</option><option selected>5</option><option>20</option><option>100</option></select>
<output id="at" for="position"></output>
<span class="quiet">No timing in the transcript</span>
</div>
</div>`;
