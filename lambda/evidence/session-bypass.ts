import type { BypassCall } from '../session/session';
import { principalIdOf } from '../session/trail-name';
import type { Statement } from './attestation';
import { identityFields } from './identity-fields';
import { truncate } from './truncate';

/** The `session-bypass` attestation: a session was opened in a task past ECS Exec, and AWS logs nothing of it. */
export const sessionBypass = (call: BypassCall): Statement => ({
  name: 'session-bypass',
  compliant: false,
  description:
    `${truncate(principalIdOf(call.principal) ?? 'An unnamed caller')} opened a session in a task with ssm:StartSession. ` +
    'It bypasses ECS Exec, whose logging does not record it.',
  userData: {
    ...identityFields(call),
    target: truncate(call.target),
    document_name: call.documentName,
    ssm_session_id: call.ssmSessionId,
    cluster_arn: call.task?.cluster.startsWith('arn:') ? call.task.cluster : null,
    task_arn: call.task?.taskArn ?? null,
  },
  attachment: { filename: 'start-session.json', text: JSON.stringify(call.record, null, 2) },
});
