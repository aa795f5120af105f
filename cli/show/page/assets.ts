import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (file: string): string => readFileSync(join(__dirname, 'browser', file), 'utf8');

/** Each has a scope of its own; they meet in the elements and events of the page. */
const scoped = (file: string): string => `(() => {\n${read(file)}})();\n`;

const EVERYWHERE = scoped('theme.js');
const WITH_TRANSCRIPT = ['replay.js', 'search.js', 'commands.js'].map(scoped).join('');

/** @param withTranscript whether the page has a transcript to search and replay */
export const pageScript = (withTranscript: boolean): string =>
  `'use strict';\n${EVERYWHERE}${withTranscript ? WITH_TRANSCRIPT : ''}`;

export const PAGE_STYLE = ['page.css', 'transcript.css', 'print.css'].map(read).join('\n');
