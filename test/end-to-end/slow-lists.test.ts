import { ATTESTATIONS } from '../../stand-ins/attestations';
import { person } from '../../stand-ins/recorded-session/callers';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { endSession, poll, sessionId, trailOf, trails } from './sessions';
import { stages } from './stage';

const REPORTS = 20_000;
const MEGABYTE = 1024 * 1024;

const held = (name: string, userData: Record<string, string>) =>
  Array.from({ length: REPORTS }, (_, n) => ({
    attestation_name: name,
    is_compliant: true,
    user_data: { session_id: sessionId(100_000 + n), ...userData },
  }));

describeOnRuntime('a trail that holds 20,000 reports of each kind', () => {
  const openStage = stages();

  // Once its lists were read again for each session, one at a time and whole: ten sessions made no progress, ever. A list takes
  // five seconds here and there are 24 for the work: a twelfth of what a slow minute and a deployed function have.
  it('takes ten more sessions although each list is slow, in little memory', async () => {
    const stage = await openStage({ timeoutSeconds: 44 });
    const trail = trailOf('alice');
    stage.kosli.addAttestations(trail, [
      ...held('user-identity', { cloudtrail_event_id: 'another', arn: 'x'.repeat(500) }),
      ...held('service-identity', { task_definition_arn: 'another', image: 'x'.repeat(500) }),
      ...held('command-logs', { sha256: 'f'.repeat(64), preview: 'x'.repeat(4_000) }),
    ]);
    for (let n = 0; n < 10; n += 1)
      await endSession(stage, { sessionId: sessionId(n), userIdentity: person('alice') });
    stage.kosli.injectFault({ method: 'GET', times: 1_000 }, { kind: 'delay', ms: 5_000 });
    const { outcome, deliveries } = await poll(stage);
    expect(deliveries.filter(({ deleted }) => deleted)).toHaveLength(10);
    expect(stage.kosli.requests.filter(({ method }) => method === 'GET')).toHaveLength(ATTESTATIONS.length);
    expect(trails(stage)[trail]).toHaveLength(3 * REPORTS + 10 * ATTESTATIONS.length);
    if (outcome.kind !== 'returned') throw new Error(outcome.error);
    expect(outcome.largestMemoryBytes / MEGABYTE).toBeLessThan(250);
  });
});
