import { expectedKey } from '../../../lambda/transcript/expected-place';
import { SESSION, sessionId } from '../records';

// What path.Join of Go makes of each.
it.each([
  ['', `${SESSION}.log`],
  ['infra-dev', `infra-dev/${SESSION}.log`],
  ['infra-dev/', `infra-dev/${SESSION}.log`],
  ['/infra-dev', `infra-dev/${SESSION}.log`],
  ['a//b/./c', `a/b/c/${SESSION}.log`],
  ['a/b/../c', `a/c/${SESSION}.log`],
  ['..', `${SESSION}.log`],
  ['...', `.../${SESSION}.log`],
])('with the prefix %j ECS Exec uploads to %s', (prefix, key) => {
  expect(expectedKey(prefix, sessionId())).toBe(key);
});
