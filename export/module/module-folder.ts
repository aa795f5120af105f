import { join } from 'node:path';
import { PACKAGE_NAME } from '../../stacks/constructs/reporter-package';
import type { FolderContent } from '../folder/folder-content';
import { writeHcl } from '../hcl/configuration';
import { reporterFunctionIn } from '../reporter-function';
import type { SynthesisedStack } from '../synthesise';
import { moduleConfiguration } from './module-configuration';
import { moduleReadme } from './readme';

/** The reporter's stack as a folder that a `module` block can call. */
export const moduleFolder = ({ configuration, folder }: SynthesisedStack): FolderContent => {
  const filename = reporterFunctionIn(configuration)?.filename;
  const written = moduleConfiguration(configuration);
  return {
    files: new Map([...writeHcl(written), ['README.md', moduleReadme(written)]]),
    copies: new Map([[PACKAGE_NAME, join(folder, String(filename))]]),
    backend: null,
  };
};
