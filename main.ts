import { App } from 'cdktf';
import { context } from './cdktf.json';
import { composeStacks } from './stacks/compose-stacks';
import { parseOptions } from './stacks/options/parse-options';

// The cdktf command passes the context of cdktf.json in the environment, which overrides this one; `tsx main.ts` has only
// this one. Both read the same file, so both synthesise the same.
const app = new App({ context });
composeStacks(app, parseOptions(app.node.tryGetContext('evidenceReporter')));
app.synth();
