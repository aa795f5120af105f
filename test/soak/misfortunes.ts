import type { Answer, LateMishap, Match, Mishap } from '../../stand-ins/network/mishaps';
import { awsAnswer, awsJson, kosliAnswer, s3Answer } from '../faults/answers';
import type { Random } from '../simulation/engine/random';

const answer = (is: Answer): LateMishap => ({ kind: 'answer', answer: is });

/** Small: a large one has the process keep more memory, now and then, than anything that could be seen beside it. */
const webPage = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>Bad gateway</body></html>',
});

/**
 * None of them changes what must be reported in the end, but for the way in which a transcript is attached. None says that
 * something was stored that was not: that cannot be told from the truth.
 */
const OF_KOSLI: readonly LateMishap[] = [
  ...[500, 502, 503, 504, 429, 409, 408, 401, 403, 404, 400].map((status) => answer(kosliAnswer(status))),
  answer(kosliAnswer(503, { 'retry-after': '1' })),
  answer(webPage(502)),
  { kind: 'reset-unanswered', carriedOut: false },
  { kind: 'reset-unanswered', carriedOut: true },
  { kind: 'hang', carriedOut: true },
  { kind: 'hang', carriedOut: false },
  { kind: 'hang-half-way' },
  { kind: 'cut' },
  { kind: 'drip', everyMs: 5 },
  { kind: 'garble', body: '[{"attestation_name": ' },
];
const OF_S3: readonly LateMishap[] = [
  answer(s3Answer(503, 'SlowDown')),
  answer(s3Answer(500, 'InternalError')),
  answer(s3Answer(403, 'AccessDenied')),
  { kind: 'reset-unanswered', carriedOut: false },
  { kind: 'cut' },
  { kind: 'hang-half-way' },
];
const OF_AWS: readonly LateMishap[] = [
  answer(awsAnswer(400, 'ThrottlingException')),
  answer(awsAnswer(500, 'InternalError')),
  answer(webPage(503)),
  { kind: 'reset-unanswered', carriedOut: false },
  { kind: 'cut' },
];

const services = (
  random: Random,
): readonly { readonly to: Match; readonly is: LateMishap | Mishap['is'] }[] => [
  { to: { service: 'Kosli' }, is: random.pick(OF_KOSLI) },
  { to: { service: 'Kosli', operation: 'attest' }, is: random.pick(OF_KOSLI) },
  { to: { service: 'Kosli', operation: 'attest command-logs' }, is: answer(kosliAnswer(413)) },
  {
    to: { service: 'Kosli', operation: 'attest' },
    is: { kind: 'reset', when: random.pick(['before the body', 'in the body']) },
  },
  {
    to: { service: 'Kosli', operation: 'attest' },
    is: {
      kind: 'early-answer',
      answer: kosliAnswer(random.pick([413, 500, 503, 502])),
      afterwards: random.pick(['drain', 'linger', 'close', 'reset']),
    },
  },
  { to: { service: 'S3', operation: 'GetObject' }, is: random.pick(OF_S3) },
  { to: { service: 'CloudTrail' }, is: random.pick([...OF_AWS, answer(awsJson({ Events: [] }))]) },
  { to: { service: 'ECS' }, is: random.pick(OF_AWS) },
  { to: { service: 'SSM' }, is: random.pick(OF_AWS) },
  { to: { service: 'SQS' }, is: random.pick(OF_AWS) },
];

/** One thing that goes wrong a few times in the next invocation, or nothing. */
export const misfortune = (random: Random): readonly Mishap[] => {
  if (random.chance(0.3)) return [];
  const { to, is } = random.pick(services(random));
  return [{ to: { ...to, after: random.between(0, 6), times: random.between(1, 4) }, is }];
};
