import type { AttributedCaller, Caller, UnattributedCaller } from '../../../lambda/evidence/caller';
import {
  planIdentity,
  planTranscript,
  type SessionFacts,
  type TranscriptRules,
} from '../../../lambda/evidence/plan-evidence';
import { describedService } from '../../../lambda/service/described-service';
import type { OpenedSession } from '../../../lambda/session/session';
import type { GoneTranscript, Transcript } from '../../../lambda/transcript/transcript';
import { LOCATION, readTranscript, sessionId, sessionOf, TASK_ARN } from '../records';

export const attributed = (session: OpenedSession, changes: Partial<AttributedCaller> = {}): Caller => ({
  kind: 'attributed',
  session,
  trace: null,
  contradictions: [],
  doubt: null,
  ...changes,
});
export const unattributed: UnattributedCaller = {
  kind: 'unattributed',
  trace: null,
  reason: 'nobody was found',
  records: [],
};
export const task = {
  taskArn: TASK_ARN,
  clusterArn: 'arn:aws:ecs:eu-central-1:111122223333:cluster/production',
  taskDefinitionArn: 'arn:aws:ecs:eu-central-1:111122223333:task-definition/web:7',
  group: 'service:web',
  launchType: 'FARGATE',
  startedBy: 'ecs-svc/0123456789012345678',
  availabilityZone: 'eu-central-1a',
  containers: [
    { name: 'app', image: 'app:1', imageDigest: 'sha256:aa' },
    { name: 'proxy', image: 'proxy:1' },
  ],
  overrides: { containerOverrides: [{ environment: [{ name: 'PASSWORD', value: 'hunter2' }] }] },
  attachments: [{ type: 'ElasticNetworkInterface' }],
  tags: [{ key: 'secret', value: 'hunter3' }],
};
export const ref = { taskArn: TASK_ARN, cluster: 'infra-dev' };

export const RULES = {
  trailNameTemplate: '{principalId}',
  reporterVersion: '1.2.3',
  previewCharacters: 4_000,
};
type Facts = SessionFacts & { readonly transcript: Transcript | GoneTranscript };

/** A session that alice opened in a task of service `web`. */
export const factsOf = (changes: Partial<SessionFacts> = {}): SessionFacts => ({
  session: { id: sessionId(), ...LOCATION },
  caller: attributed(sessionOf()),
  service: describedService(task, ref),
  ...changes,
});

export const plan = (
  { transcript = readTranscript(), ...changes }: Partial<Facts> = {},
  rules: Partial<TranscriptRules> = {},
) => {
  const facts = factsOf(changes);
  const identity = planIdentity(facts, { ...RULES, ...rules });
  const logs = planTranscript(facts, transcript, { ...RULES, ...rules });
  expect([logs.trail, logs.subject]).toEqual([identity.trail, identity.subject]);
  return { ...identity, attestations: [...identity.attestations, ...logs.attestations] };
};
export const attestation = (
  name: string,
  facts: Partial<Facts> = {},
  rules: Partial<TranscriptRules> = {},
) => {
  const found = plan(facts, rules).attestations.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no ${name} was planned`);
  return found;
};
