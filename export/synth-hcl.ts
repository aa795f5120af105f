import { join } from 'node:path';
import { context } from '../cdktf.json';
import { rootFolder } from './root-folder';
import { withSynthesised } from './synthesise';
import { writeFolder } from './write-folder';

// `npm run synth:hcl`: each stack as the root of a Terraform workspace, in HCL.
withSynthesised({ context }, (stacks) => {
  for (const stack of stacks) {
    const folder = join('dist', 'hcl', stack.name);
    writeFolder(folder, rootFolder(stack));
    process.stdout.write(`${stack.name}: ${folder}\n`);
  }
});
