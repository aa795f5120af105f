import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { packReporter } from '../stacks/constructs/reporter-package';

// `npm run package:hash`: builds the function's package and prints its SHA-256, as sha256sum does and as Lambda does
// (https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html, CodeSha256).

const hash = createHash('sha256').update(readFileSync(packReporter()));
const digest = hash.digest();
console.log(`sha256      ${digest.toString('hex')}`);
console.log(`CodeSha256  ${digest.toString('base64')}`);
