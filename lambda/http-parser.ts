import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from optimizing the WebAssembly in which Node's `fetch` parses HTTP. It does so after a few answers, in the middle of
 * the first session, and spends more processor time on the parser's one large function than the parser ever will: the
 * unoptimized parser is fast enough for what Kosli sends. Call it once everything is imported: V8 rejects Node's own
 * precompiled code while its flags are not the ones that were built in. A flag that V8 no longer knows has no effect but a line in
 * the log. Measured with `npm run bench:cold`: a fifth of the processor time of a cold start.
 */
export const leaveHttpParserUnoptimized = (): void => {
  setFlagsFromString(`--wasm-tiering-budget=${2 ** 31 - 1}`);
};
