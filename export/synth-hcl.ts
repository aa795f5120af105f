import { join } from 'node:path';
import { context } from '../cdktf.json';
import { exportStacks } from './export-stacks';
import { runCommand } from './run-command';

// `npm run synth:hcl`: writes each stack in HCL, as the root module of a Terraform workspace.
runCommand({ script: 'synth:hcl', out: join('dist', 'hcl') }, (out) => exportStacks(context, out));
