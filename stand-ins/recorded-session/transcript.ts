import { SESSION_ID, SESSION_TARGET } from './session';

// A terminal's bytes, as the agent records them: output only, what was typed is there as the shell echoed it.
const ESC = '\u001b';
const CSI = `${ESC}[`;
const BEL = '\u0007';
const BACKSPACE = '\b';
/** Output passes two terminals, each of which puts a carriage return before a line feed. */
const END = '\r\r\n';
const PASTE_ON = `${CSI}?2004h`;
const PASTE_OFF = `${CSI}?2004l\r`;
const green = (text: string) => `${CSI}32m${text}${CSI}0m`;
const red = (text: string) => `${CSI}31m${text}${CSI}0m`;
const folder = (text: string) => `${CSI}01;34m${text}${CSI}0m`;

const PROMPT = `${ESC}]0;root@ip-10-0-1-23: /app${BEL}${PASTE_ON}root@ip-10-0-1-23:/app# `;
/** A word that was typed and taken back, a character at a time. */
const typo = (text: string) => `${text}${`${BACKSPACE}${CSI}K`.repeat(text.length)}`;
/** A line at the prompt and what came of it. */
const command = (line: string, ...output: readonly string[]) =>
  `${PROMPT}${line}${END}${PASTE_OFF}${output.map((shown) => shown + END).join('')}`;

const progress = [12, 37, 64, 88, 100]
  .map((percent) => `\rchecking orders ${'#'.repeat(percent / 4).padEnd(25, '.')} ${percent}%`)
  .join('');

const SHELL = [
  command('ls', `${folder('dist')}  ${folder('node_modules')}  package.json  server.js`),
  command(
    `${typo('psa')}ps aux | head -3`,
    'USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
    'root         1  1.2  8.4 987654 86420 ?        Ssl  09:14   0:41 node server.js',
    'root        77  0.0  0.3   4624  3712 pts/0    Ss   12:25   0:00 /bin/bash',
  ),
  command(
    'curl -s localhost:8080/health',
    `{"status":"${red('degraded')}","database":"timeout","queue":"ok"}`,
  ),
  command(
    'node -e "require(\'./dist/check-orders\').run()"',
    `${progress}${END}${green('✔')} 48210 orders checked, 3 stuck: Müller, Łukasz, 田中`,
  ),
  command(`cat /proc/1/environ | tr '\\0' '\\n' | grep -c ${BEL}DB_`, '4'),
  command('kill -USR2 1'),
  command('curl -s localhost:8080/health', `{"status":"${green('ok')}","database":"ok","queue":"ok"}`),
  `${PROMPT}exit${END}${PASTE_OFF}${END}exit${END}`,
].join('');

const at = (time: Date) =>
  time
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '+00:00');

/**
 * A transcript as the agent uploads it: it replays the session through util-linux's `script` once it is over, so both times
 * are those of the upload and the command is the agent's own.
 */
export const recordedTranscript = (uploadedAt: Date, sessionId: string = SESSION_ID): Buffer => {
  const recording = `/var/lib/amazon/ssm/${SESSION_TARGET}/session/orchestration/${sessionId}/InteractiveCommands/ipcTempFile.log`;
  return Buffer.from(
    [
      `Script started on ${at(uploadedAt)} [COMMAND="cat ${recording}" <not executed on terminal>]\n`,
      SHELL,
      `\nScript done on ${at(uploadedAt)} [COMMAND_EXIT_CODE="0"]\n`,
    ].join(''),
  );
};
