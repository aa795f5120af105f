import { writeFile } from 'node:fs/promises';
import type { SessionId } from '../../lambda/session/session-id';
import { countingPages } from '../calls/count-pages';
import type { Account } from '../deployment/open-account';
import { CommandError, EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal';
import { sessionPage } from './page/session-page';
import { type ReadSession, readSession } from './read-session';
import { sessionText } from './session-text';
import { verdictOf } from './summary';

/** What was asked to be shown, and how. */
export interface Wanted {
  readonly id: SessionId;
  readonly trail: string | undefined;
  /** A file to write the page to. */
  readonly html: string | undefined;
}

const WARNINGS: Readonly<Partial<Record<ReadSession['content'], string>>> = {
  different: 'THE TRANSCRIPT IS NOT WHAT WAS ATTESTED: the SHA-256 of the object in S3 is another.',
  gone: 'THE TRANSCRIPT THAT WAS ATTESTED IS NOT IN S3 ANY MORE.',
  refused: 'The transcript could not be read, so it was not compared with what was attested.',
};

const exitCodeOf = ({ session, content }: ReadSession): ExitCode => {
  const { state } = verdictOf(session);
  if (state !== 'compliant' || content === 'different' || content === 'gone') return EXIT.found;
  return content === 'refused' ? EXIT.failed : EXIT.ok;
};

const write = async (file: string, page: string): Promise<void> => {
  try {
    // It has the transcript in it, and so whatever was shown in the shell.
    await writeFile(file, page, { mode: 0o600 });
  } catch (error) {
    throw new CommandError(
      `--html ${file} could not be written: ${error instanceof Error ? error.message : error}.`,
      {
        cause: error,
      },
    );
  }
};

/** Shows one session: as text, as JSON, or as a page in a file. */
export const showSession = async (
  account: Account,
  { id, trail, html }: Wanted,
  terminal: Terminal,
): Promise<ExitCode> => {
  const progress = terminal.progress(`Reading ${id}`);
  try {
    const read = await readSession(countingPages(account, progress), account.deployment.settings, id, trail);
    const { session, place, content } = read;
    const bytes = () => (place === null ? null : account.transcriptBytes(place));
    const { state, because } = verdictOf(session);
    if (html !== undefined) await write(html, await sessionPage(session, bytes()));
    const text =
      html === undefined
        ? await sessionText(session, bytes())
        : `${id}: ${state.toUpperCase()} (${because}). Wrote ${html}`;
    progress.end();
    const warning = WARNINGS[content];
    if (warning !== undefined) terminal.remark(warning);
    terminal.result({ ...session, verdict: { state, because }, transcriptContent: content }, () => text);
    return exitCodeOf(read);
  } finally {
    progress.end();
  }
};
