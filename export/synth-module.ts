import { join } from 'node:path';
import { context } from '../cdktf.json';
import { exportModule } from './export-module';
import { runCommand } from './run-command';

// `npm run synth:module`: writes the reporter as a Terraform module.
runCommand({ script: 'synth:module', out: join('dist', 'module') }, (out) => exportModule(context, out));
