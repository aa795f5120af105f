import { join } from 'node:path';
import { context } from '../cdktf.json';
import { moduleFolder } from './module/module-folder';
import { withReporter } from './module/with-reporter';
import { writeFolder } from './write-folder';

// `npm run synth:module`: the reporter as a Terraform module.
withReporter(context, (stack) => {
  const folder = join('dist', 'module');
  writeFolder(folder, moduleFolder(stack));
  process.stdout.write(`${folder}\n`);
});
