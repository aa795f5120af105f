import type { Metafile } from 'esbuild';

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * The folders of the packages that a bundle has code of, sorted.
 *
 * @param metafile esbuild's, which says what of each file is in each output: https://esbuild.github.io/api/#metafile
 */
export const bundledPackages = ({ outputs }: Pick<Metafile, 'outputs'>): readonly string[] => {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return [...new Set(files.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []))].toSorted();
};
