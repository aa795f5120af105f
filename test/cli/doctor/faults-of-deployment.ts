import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { FindingId } from '../../../cli/doctor/checks';
import { SESSION_ID, TASK_ID } from '../../../stand-ins/recorded-session/session';
import { reportSession } from './account';
import { beforeDeployment, type Fault, logTo, nothing } from './fault';
import { EVIDENCE, TRAIL_NAME } from './names';

/** Faults, and states, of what is deployed, and of the last session. */
export const DEPLOYMENT_FAULTS = {
  'function-active': {
    make: nothing,
    line: 'ok ecs-exec-evidence-reporter: Active, version $LATEST, nodejs24.x, updated 2026-11-20 09:30',
  },
  'function-not-active': {
    make: ({ deploy }) => deploy({}, { State: 'Failed', StateReason: 'The subnet is gone.' }),
    line: 'error ecs-exec-evidence-reporter: its state is Failed: The subnet is gone.',
  },
  'function-update-failed': {
    make: ({ deploy }) =>
      deploy({}, { LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'The role cannot be assumed.' }),
    line: 'error ecs-exec-evidence-reporter: its last update of 2026-11-20 09:30 is Failed: The role cannot be assumed.',
  },
  'mapping-enabled': { make: nothing, line: 'ok transcripts: the queue is read by the function' },
  'mapping-missing': {
    make: ({ deploy, deadLetterQueueUrl }) => deploy({ QUEUE_URL: deadLetterQueueUrl }),
    line: 'error dead-letters: no event source mapping connects the queue to the function',
  },
  'mapping-disabled': {
    make: ({ map }) => map('Disabled'),
    line: 'error transcripts: its event source mapping is Disabled: messages wait',
  },
  'queue-short': { make: ({ age }) => age(600), line: 'ok transcripts: 0 messages, the oldest 10 min' },
  'queue-old': {
    make: async ({ age, sqs, queueUrl }) => {
      age(7_500);
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'late' }));
    },
    line: 'warning transcripts: the oldest of 1 messages has waited for 2 h 5 min, expected at most 2 h',
  },
  'queue-missing': {
    make: ({ deploy, queueUrl }) => deploy({ DEAD_LETTER_QUEUE_URL: `${queueUrl}-gone` }),
    line: 'error transcripts-gone: there is no such queue',
  },
  'dead-letters-none': { make: nothing, line: 'ok dead-letters: no message was given up' },
  'dead-letters': {
    make: ({ sqs, deadLetterQueueUrl }) =>
      sqs.send(new SendMessageCommand({ QueueUrl: deadLetterQueueUrl, MessageBody: 'given up' })),
    line: 'warning dead-letters: 1 messages were given up; after 14 days they are gone',
  },

  'session-none': {
    make: nothing,
    line: 'note eu-central-1: event history of eu-central-1 shows no session',
  },
  'session-open': {
    make: (account) => {
      account.openSession(2);
      account.ssm.openSession({ SessionId: SESSION_ID, Target: 'ecs:production_a_b', StartDate: 1 });
    },
    line: 'and still open',
  },
  'session-call': {
    make: reportSession,
    line: `ok ${SESSION_ID}: opened by AROAEXAMPLEROLEID1234:alice@example.com, 20`,
  },
  'session-ended': { make: reportSession, line: 'ok end: 10 min after the call' },
  'session-end-unknown': {
    make: (account) => account.openSession(2),
    line: "note end: not in SSM's session history, which goes back 30 days",
  },
  'transcript-there': { make: reportSession, line: 'ok transcript: 3 s after the end' },
  'transcript-awaited': {
    make: (account) => {
      account.openSession(2);
      account.endSession(2);
    },
    line: 'note transcript: not there yet; expected within 180 minutes',
  },
  'transcript-missing': {
    make: (account) => {
      account.openSession(30);
      account.endSession(30);
    },
    line: 'error transcript: missing 1 d 5 h after the end fix: see above under task roles',
  },
  'transcript-nowhere': {
    make: (account) => {
      account.openSession(2);
      logTo(account, 'acme-logs');
    },
    line: 'error transcript: missing, because its cluster uploads none to the bucket',
  },
  'evidence-there': {
    make: reportSession,
    line: `ok evidence: on trail ${TRAIL_NAME}: user-identity 1 h 50 min,`,
  },
  'evidence-awaited': {
    make: (account) => {
      account.openSession(2);
      account.endSession(2);
      account.attest(TRAIL_NAME, SESSION_ID, 'user-identity', 'service-identity');
    },
    line: `note evidence: on trail ${TRAIL_NAME}, command-logs not there yet`,
  },
  'evidence-missing': {
    make: async (account) => {
      account.openSession(30);
      account.endSession(30);
      await account.upload(30);
      account.attest(TRAIL_NAME, SESSION_ID, 'user-identity', 'service-identity');
      // Of another session.
      account.attest(TRAIL_NAME, 'ecs-execute-command-11111111111111111', 'command-logs');
    },
    line: `error evidence: on trail ${TRAIL_NAME}, command-logs missing 1 d 5 h after the end`,
  },
  'session-unattributed': {
    make: async (account) => {
      account.openSession(2);
      await account.upload(2);
      account.attest(`unattributed-${SESSION_ID}`, SESSION_ID, ...EVIDENCE);
    },
    line: `warning evidence: on trail unattributed-${SESSION_ID}: its caller was not found in time`,
  },
  'trail-unknown': {
    make: (account) => {
      account.openSession(30);
      account.deploy({ TRAIL_NAME_TEMPLATE: '{service}' });
      account.ecs.forget(TASK_ID);
    },
    line: 'note evidence: not looked at; the name of its trail needs the service, and ECS has forgotten the task',
  },
  'evidence-not-deployed': {
    make: (account) => account.openSession(2),
    given: beforeDeployment,
    line: 'note evidence: not looked at; nothing is deployed',
  },
  'evidence-without-token': {
    make: (account) => {
      account.openSession(2);
      account.deploy({ KOSLI_API_TOKEN_PARAMETER: 'kosli_token' });
    },
    line: 'note evidence: not looked at; see above under Kosli',
  },
} satisfies Partial<Record<FindingId, Fault>>;
