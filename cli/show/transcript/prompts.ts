/** What shells in containers prompt with, each with what follows as the command. */
const PROMPTS: readonly RegExp[] = [
  // root@ip-10-0-1-23:/app# ls    [root@web app]$ ls    (venv) app@web:~$ ls
  /^(?:\([^()]{1,60}\) ?)?\[?[\w.-]{1,64}@[\w.-]{1,128}[: ][^#$%>]{0,200}[#$%>](?: |$)(.*)$/,
  // bash-5.1# ls
  /^(?:sh|ash|dash|bash|zsh)-\d[\w.]{0,20}[#$%](?: |$)(.*)$/,
  // /app # ls    ~ $ ls
  /^[~/][^\s#$]{0,200} [#$](?: |$)(.*)$/,
  // PS C:\app> dir    C:\app>dir
  /^(?:PS )?[A-Za-z]:\\[^>]{0,200}>(.*)$/,
];

/** `sh` of Debian prompts with nothing else, and so do comments in whatever is printed. */
const BARE = /^[#$](?: |$)(.*)$/;

const commandAfter = (prompts: readonly RegExp[], text: string): string | null => {
  for (const prompt of prompts) {
    const command = prompt.exec(text)?.[1];
    if (command !== undefined) return command.trim();
  }
  return null;
};

const isByScript = (text: string): boolean => /^Script (?:started|done) on /.test(text);

/**
 * Finds what was entered at prompts. A shell's prompts are told by how they look, and by the marks bash and zsh put before
 * them. That is no proof: a program can print what looks like a prompt.
 *
 * @param marked whether the shell said that the line is a prompt (bracketed paste turned on)
 * @returns the command of each line, or null where it is not a prompt, or nothing was entered
 */
export const commandsIn = (
  lines: readonly string[],
  marked: (line: number) => boolean,
): readonly (string | null)[] => {
  const first = lines.find((text) => text.trim() !== '' && !isByScript(text));
  const prompts = first !== undefined && BARE.test(first) ? [...PROMPTS, BARE] : PROMPTS;
  return lines.map((text, line) => {
    const command = commandAfter(prompts, text) ?? (marked(line) ? text.trim() : null);
    return command === '' ? null : command;
  });
};
