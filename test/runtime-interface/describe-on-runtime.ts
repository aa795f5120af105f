import { describeWith } from '../tools/tools';
import { runtimeTools } from './chosen-runtime';

/** `describe` for tests that run the function: skipped by name where the runtime chosen for this run cannot be had. */
export const describeOnRuntime: jest.Describe = describeWith(...runtimeTools());
