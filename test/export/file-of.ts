import { type Configuration, writeHcl } from '../../export/hcl/configuration';

export const lines = (...written: readonly string[]): string => written.join('\n');

/** One of the files a configuration is written to. */
export const fileOf = (file: string, configuration: Configuration): string =>
  writeHcl(configuration).get(file) ?? `nothing in ${file}`;
