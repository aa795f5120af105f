import type { FailedCall } from '../session/session';
import { principalIdOf } from '../session/trail-name';
import type { Statement } from './attestation';
import { identityFields } from './identity-fields';
import { truncate } from './truncate';

/** The `access-denied` attestation: somebody tried to open a session and was refused. */
export const accessDenied = (call: FailedCall): Statement => ({
  name: 'access-denied',
  compliant: false,
  description: `${truncate(principalIdOf(call.principal) ?? 'An unnamed caller')} was refused a session: ${truncate(call.errorCode)}.`,
  userData: {
    ...identityFields(call),
    error_code: truncate(call.errorCode),
    error_message: call.errorMessage === null ? null : truncate(call.errorMessage),
    task_arn: call.task?.taskArn ?? null,
    container_name: call.containerName,
    command: call.command === null ? null : truncate(call.command),
  },
  attachment: { filename: 'execute-command.json', text: JSON.stringify(call.record, null, 2) },
});
