import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildSync } from 'esbuild';
import { zipSync } from 'fflate';

/** What the SDK's clients bring along and a function has no use for, by the package it comes from. */
const REPLACED = {
  '@aws-sdk/credential-provider-node': './lambda/aws/environment-credentials.ts',
  '@smithy/core/event-streams': './lambda/aws/no-event-streams.ts',
};

const bundle = (project: string): Uint8Array => {
  const { outputFiles } = buildSync({
    absWorkingDir: project,
    entryPoints: ['lambda/handler.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // ES modules where a package has both: esbuild then drops what is not used.
    mainFields: ['module', 'main'],
    alias: REPLACED,
    // Identifiers too: the names of errors, which logs show, are strings in the sources.
    minify: true,
    // So that a linked node_modules gives the same bytes.
    preserveSymlinks: true,
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild returned no file for lambda/handler.ts, expected one bundle');
  return file.contents;
};

// A zip records times and permissions. They are fixed, so that the same sources give the same bytes everywhere.
const zip = (handler: Uint8Array): Uint8Array =>
  zipSync({ 'handler.js': [handler, { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16, level: 9 }] });

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
  writeFileSync(unfinished, zip(bundle(project)));
  renameSync(unfinished, path);
};
