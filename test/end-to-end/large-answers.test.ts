import { ATTESTATIONS } from '../../stand-ins/attestations';
import { behindNetwork, openNetwork } from '../../stand-ins/network/network';
import type { Stage } from '../../stand-ins/stage';
import { chosenRuntime } from '../runtime-interface/chosen-runtime';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { endSession, poll, sessionId, trailOf, trails, uploadTranscript } from './sessions';
import { stages } from './stage';

const MEGABYTE = 1024 * 1024;
const LONG = 'x'.repeat(10 * MEGABYTE);

/** One invocation among such answers: what it took, and what of them is in its log. */
const expectBounded = async (stage: Stage): Promise<void> => {
  const { outcome } = await poll(stage);
  if (outcome.kind !== 'returned') throw new Error(outcome.error);
  expect(outcome.largestMemoryBytes / MEGABYTE).toBeLessThan(300);
  // A line of more than 256 KB is cut off by CloudWatch Logs, and could not be read.
  expect(stage.reporter.logs().length).toBeLessThan(64 * 1024);
};

const expectReportedAtLast = async (stage: Stage, sessions: number): Promise<void> => {
  stage.kosli.clearFaults();
  await stage.mapping.passTime();
  await stage.mapping.poll();
  const { [trailOf('alice')]: reported, ...others } = trails(stage);
  const expected = Array.from({ length: sessions }, () => ATTESTATIONS).flat();
  expect([reported?.toSorted(), others]).toEqual([expected.toSorted(), {}]);
};

describeOnRuntime('an answer of 10 MB neither fills the memory nor the log', () => {
  const openStage = stages();

  it.each([
    ['an error', 'GET', 400, LONG],
    ['an error', 'POST', 500, LONG],
    ['a list with one element that long', 'GET', 200, JSON.stringify([{ attestation_name: LONG }])],
    ['a list that is not JSON', 'GET', 200, LONG],
  ] as const)('of Kosli: %s, %s', async (_, method, status, body) => {
    const stage = await openStage();
    // Of a trail that is there it asks what it holds.
    await endSession(stage, { sessionId: sessionId(2) });
    await poll(stage);
    await endSession(stage);
    stage.kosli.injectFault({ method, times: 30 }, { kind: 'answer', status, body: Buffer.from(body) });
    await expectBounded(stage);
    expect(stage.reporter.logs()).toMatch(
      /Kosli('s answer could not be read|.*answered [45]00) when asked to/,
    );
    await expectReportedAtLast(stage, 2);
  });

  it('of Kosli: that it has stored', async () => {
    const stage = await openStage();
    await endSession(stage);
    stage.kosli.injectFault({ method: 'PUT' }, { kind: 'answer', status: 201, body: Buffer.from(LONG) });
    await expectBounded(stage);
  });

  it.each([
    ['LookupEvents', 'cloudtrail'],
    ['DescribeTasks', 'ecs'],
    ['GetParameter', 'ssm'],
    ['DescribeSessions', 'ssm'],
  ] as const)('of AWS: an error of %s', async (operation, service) => {
    const stage = await openStage();
    // Of a session that CloudTrail shows nobody needs to ask Systems Manager.
    await (operation === 'DescribeSessions' ? uploadTranscript(stage) : endSession(stage));
    const body = Buffer.from(JSON.stringify({ __type: 'AccessDeniedException', message: LONG }));
    stage[service].answerWith(operation, { status: 400, body });
    await expectBounded(stage);
    expect(stage.reporter.logs()).toContain('AccessDeniedException');
  });

  it.each([
    ['LookupEvents', 'cloudtrail', { Events: [{ EventId: 'e', CloudTrailEvent: LONG }] }],
    ['LookupEvents', 'cloudtrail', LONG],
    ['GetParameter', 'ssm', { Parameter: { Value: LONG } }],
    ['GetParameter', 'ssm', LONG],
  ] as const)('of AWS: %s', async (operation, service, answer) => {
    const stage = await openStage();
    await endSession(stage);
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
    stage[service].answerWith(operation, { status: 200, body: Buffer.from(body) });
    await expectBounded(stage);
    stage[service].answerWith(operation, null);
    await expectReportedAtLast(stage, 1);
  });

  it('of S3: an error, of which every attempt of each session of a batch gets one', async () => {
    const network = await openNetwork();
    const { runtime } = chosenRuntime();
    const stage = await openStage({
      runtime: (settings) =>
        runtime({ ...settings, environment: behindNetwork(network, settings.environment) }),
    });
    try {
      for (let n = 1; n <= 8; n += 1) await endSession(stage, { sessionId: sessionId(n) });
      const headers = { 'content-type': 'text/html' };
      const answer = { status: 503, headers, body: `<html><body>${'<p>Sorry'.repeat(1.25 * MEGABYTE)}` };
      network.plan({ to: { service: 'S3' }, is: { kind: 'answer', answer } });
      await expectBounded(stage);
      network.clear();
      await expectReportedAtLast(stage, 8);
    } finally {
      await network.close();
    }
  });
});
