import { ATTESTATIONS } from '../../stand-ins/attestations';
import type { Mishap } from '../../stand-ins/network/mishaps';
import { behindNetwork, openNetwork } from '../../stand-ins/network/network';
import { chosenRuntime } from '../runtime-interface/chosen-runtime';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { createCloudTrailBucket, deliver, minutesAgo, WITH_CLOUDTRAIL_BUCKET } from './log-files';
import { poll, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

const ALICES = { [trailOf('alice')]: ATTESTATIONS };
const xml = (code: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>by plan</Message></Error>`;
const answer = (status: number, body: string) => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body,
});

/** What happens to the first request for the log file that names Alice, and to no other. */
const ASKED_AGAIN: readonly (readonly [string, Mishap['is']])[] = [
  ['is busy', { kind: 'answer', answer: answer(503, xml('SlowDown')) }],
  ['fails', { kind: 'answer', answer: answer(500, xml('InternalError')) }],
  ['refuses it', { kind: 'answer', answer: answer(403, xml('AccessDenied')) }],
  ['answers 204', { kind: 'answer', answer: answer(204, '') }],
  ['answers 10 MB of HTML', { kind: 'answer', answer: answer(503, '<p>Sorry'.repeat(1.25 * 1024 * 1024)) }],
  ['breaks the connection', { kind: 'reset-unanswered', carriedOut: false }],
  ...(['drain', 'linger', 'close', 'reset'] as const).map(
    (afterwards) =>
      [
        `answers early, and the connection does "${afterwards}"`,
        { kind: 'early-answer', answer: answer(503, xml('SlowDown')), afterwards },
      ] as const,
  ),
];
const RETURNED: readonly (readonly [string, Mishap['is']])[] = [
  ['breaks off half-way', { kind: 'cut' }],
  ['stops sending half-way', { kind: 'hang-half-way' }],
  ['never answers', { kind: 'hang', carriedOut: false }],
  ['sends a byte at a time', { kind: 'drip', everyMs: 50 }],
];

describeOnRuntime('the log file that names the caller, which S3 does not send as it is asked to', () => {
  const openStage = stages(...WITH_CLOUDTRAIL_BUCKET);

  const withMishap = async (is: Mishap['is'], then: (first: Awaited<ReturnType<typeof poll>>) => void) => {
    const network = await openNetwork();
    try {
      const { runtime } = chosenRuntime();
      const stage = await openStage({
        timeoutSeconds: 35,
        runtime: (settings) =>
          runtime({ ...settings, environment: behindNetwork(network, settings.environment) }),
      });
      await createCloudTrailBucket(stage);
      await deliver(stage, { openedAt: minutesAgo(210) }, { suffix: 'namesAlice' });
      await uploadTranscript(stage, { minutesAgo: 200 });
      network.plan({ to: { service: 'S3', about: 'namesAlice', times: 1 }, is });
      const first = await poll(stage);
      expect(first.outcome.kind).toBe('returned');
      expect(network.happened()).toBe(1);
      then(first);
      const early = trails(stage);
      await stage.mapping.passTime();
      await stage.mapping.poll();
      expect(trails(stage)).toEqual(ALICES);
      return early;
    } finally {
      await network.close();
    }
  };

  it.each(ASKED_AGAIN)('%s: it is asked for again at once', async (_, is) => {
    const early = await withMishap(is, ({ deliveries }) => {
      expect(deliveries).toMatchObject([{ deleted: true }]);
    });
    expect(early).toEqual(ALICES);
  });

  it.each(RETURNED)('%s: the session waits, and is attributed later', async (_, is) => {
    const early = await withMishap(is, ({ deliveries }) => {
      expect(deliveries).toMatchObject([{ deleted: false }]);
    });
    expect(early).toEqual({});
  });
});
