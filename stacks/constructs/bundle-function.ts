import { type BuildOptions, buildSync, type Metafile, transformSync } from 'esbuild';
import { withPlainKeys } from './plain-keys';

const TARGET = { platform: 'node', target: 'node22', format: 'cjs', logLevel: 'error' } as const;

/** What the SDK's clients bring along and a function has no use for, by the package it comes from. */
const REPLACED = {
  '@aws-sdk/credential-provider-node': './lambda/aws/environment-credentials.ts',
  '@smithy/core/event-streams': './lambda/aws/no-event-streams.ts',
};

/** What makes one readable file of the function and all it imports. @param project the folder of the sources */
export const bundling = (project: string) =>
  ({
    ...TARGET,
    absWorkingDir: project,
    entryPoints: ['lambda/handler.ts'],
    bundle: true,
    write: false,
    metafile: true,
    // ES modules where a package has both: esbuild then drops what is not used.
    mainFields: ['module', 'main'],
    alias: REPLACED,
    // So that a linked node_modules gives the same bytes.
    preserveSymlinks: true,
  }) satisfies BuildOptions;

/** The function in one file, before it is minified, and what it is made of. */
export const bundleFunction = (project: string): { readonly source: string; readonly metafile: Metafile } => {
  const { outputFiles, metafile } = buildSync(bundling(project));
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild returned no file for lambda/handler.ts, expected one bundle');
  return { source: file.text, metafile };
};

/** The bundle as it is deployed. */
export const minified = (source: string): string =>
  transformSync(withPlainKeys(source), {
    ...TARGET,
    treeShaking: true,
    // Identifiers too: the names of errors, which logs show, are strings in the sources.
    minify: true,
  }).code;
