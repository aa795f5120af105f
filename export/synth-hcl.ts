import { join } from 'node:path';
import { context } from '../cdktf.json';
import { exportStacks } from './export-stacks';
import { runCommand } from './run-command';

// `npm run synth:hcl`: each stack as the root of a Terraform workspace, in HCL.
runCommand({ script: 'synth:hcl', out: join('dist', 'hcl') }, (out) => exportStacks(context, out));
