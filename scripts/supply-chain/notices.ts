import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { licencesOf } from './allowed-licences';
import { type LockedPackages, lockedIn } from './lock-file';

const LICENCE_FILE = /^(licen[cs]e|notice|copying)\b/i;

const TEXTS = join(__dirname, 'licence-texts');

/**
 * Where the licence is of packages that are published without: in another package of the same authors, or in their repository,
 * from where it was copied.
 */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '@aws-lambda-powertools/commons': join(TEXTS, 'aws-lambda-powertools.txt'),
  '@aws-lambda-powertools/logger': join(TEXTS, 'aws-lambda-powertools.txt'),
  '@aws-lambda-powertools/metrics': join(TEXTS, 'aws-lambda-powertools.txt'),
  '@aws-sdk/credential-provider-http': 'node_modules/@aws-sdk/core/LICENSE',
  '@aws-sdk/credential-provider-login': 'node_modules/@aws-sdk/core/LICENSE',
  '@aws-sdk/nested-clients': 'node_modules/@aws-sdk/core/LICENSE',
  '@xterm/headless': join(TEXTS, 'xterm.txt'),
};

const filesOf = (project: string, folder: string, name: string): readonly string[] => {
  const own = readdirSync(join(project, folder)).filter((file) => LICENCE_FILE.test(file));
  if (own.length > 0) return own.toSorted().map((file) => join(project, folder, file));
  const elsewhere = ELSEWHERE[name];
  if (elsewhere === undefined)
    throw new Error(
      `${folder} has no licence file, and what is made of it must carry its licence. Copy the text from its repository to ` +
        'scripts/supply-chain/licence-texts/ and name it in scripts/supply-chain/notices.ts.',
    );
  return [elsewhere.startsWith('node_modules/') ? join(project, elsewhere) : elsewhere];
};

const textOf = (file: string): string =>
  readFileSync(file, 'utf8').replaceAll('\r\n', '\n').replace(/^\n+/, '').trimEnd();

const HEADING = `Third-party software in the function's package

handler.js contains code of these packages, each under its own licence. Packages with one and the same text are listed together.
Written by "npm run notices".
`;

/**
 * The licences and notices of packages, as these ask for where their code is redistributed. Versions are left out, so that the
 * text changes only when a licence or a package does.
 *
 * @param folders of the packages, `node_modules/…`
 * @throws Error for a package whose licence is not allowed, or not to be found
 */
export const noticesOf = (project: string, folders: readonly string[], locked: LockedPackages): string => {
  const packages = new Map<string, string[]>();
  for (const [folder, licence] of licencesOf(locked, folders)) {
    const { name } = lockedIn(locked, folder);
    const text = filesOf(project, folder, name).map(textOf).join('\n\n');
    packages.set(text, [...(packages.get(text) ?? []), `${name} (${licence})`]);
  }
  const sections = [...packages].map(([text, names]) => `${[...new Set(names)].join('\n')}\n\n${text}\n`);
  return [HEADING, ...sections].join(`\n${'='.repeat(80)}\n\n`);
};
