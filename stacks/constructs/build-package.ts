import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BuildOptions, buildSync, transformSync } from 'esbuild';
import { zipSync } from 'fflate';

const TARGET = { platform: 'node', target: 'node22', format: 'cjs', logLevel: 'error' } as const;

/** What the SDK's clients bring along and a function has no use for, by the package it comes from. */
const REPLACED = {
  '@aws-sdk/credential-provider-node': './lambda/aws/environment-credentials.ts',
  '@smithy/core/event-streams': './lambda/aws/no-event-streams.ts',
};

/** What makes one file of the function and all it imports. */
export const bundling = (project: string) =>
  ({
    ...TARGET,
    absWorkingDir: project,
    entryPoints: ['lambda/handler.ts'],
    bundle: true,
    write: false,
    // ES modules where a package has both: esbuild then drops what is not used.
    mainFields: ['module', 'main'],
    alias: REPLACED,
    // So that a linked node_modules gives the same bytes.
    preserveSymlinks: true,
  }) satisfies BuildOptions;

const bundle = (project: string): string => {
  const { outputFiles } = buildSync(bundling(project));
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild returned no file for lambda/handler.ts, expected one bundle');
  return file.text;
};

/**
 * The same code with constants as keys in place: `{ [_h]: … }` as `{ "http": … }`. A computed key might call code, so esbuild
 * keeps the object, and with it the schemas of every operation that a client has. A name that is ever assigned again is left alone.
 */
const withPlainKeys = (source: string): string => {
  const texts = new Map<string, string>();
  const assigned = new Set<string>();
  for (const [, name = '', value = ''] of source.matchAll(/(?<![\w$.])(_\w+) = (.*)$/gm)) {
    const [text] = /^"[^"]*"(?=;$)/.exec(value) ?? [];
    if (text !== undefined && !assigned.has(name)) texts.set(name, text);
    else texts.delete(name);
    assigned.add(name);
  }
  return source.replace(/\[(_\w+)\]:/g, (key, name) => {
    const text = texts.get(name);
    return text === undefined ? key : `${text}:`;
  });
};

const minified = (source: string): string =>
  transformSync(source, {
    ...TARGET,
    treeShaking: true,
    // Identifiers too: the names of errors, which logs show, are strings in the sources.
    minify: true,
  }).code;

// A zip records times and permissions. They are fixed, so that the same sources give the same bytes everywhere.
const zip = (handler: string): Uint8Array =>
  zipSync({
    'handler.js': [
      Buffer.from(handler),
      { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16, level: 9 },
    ],
  });

/**
 * Bundles the function.
 *
 * @param project the folder of the sources
 * @param path of the zip
 */
export const buildPackage = (project: string, path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  // Renamed into place, so that a concurrent synth never sees half a file.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, zip(minified(withPlainKeys(bundle(project)))));
  renameSync(unfinished, path);
};
