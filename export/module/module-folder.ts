import { join } from 'node:path';
import type { FolderContent } from '../folder/folder-content';
import { objectAt, writeHcl } from '../hcl/configuration';
import type { SynthesisedStack } from '../synthesise';
import { moduleConfiguration, PACKAGE } from './module-configuration';
import { moduleReadme } from './readme';

/** The reporter's stack as a folder that a `module` block can call. */
export const moduleFolder = ({ configuration, folder }: SynthesisedStack): FolderContent => {
  const { filename } = objectAt(
    objectAt(objectAt(configuration, 'resource'), 'aws_lambda_function'),
    'reporter',
  );
  const written = moduleConfiguration(configuration);
  return {
    files: new Map([...writeHcl(written), ['README.md', moduleReadme(written)]]),
    copies: new Map([[PACKAGE, join(folder, String(filename))]]),
    backend: null,
  };
};
