import * as v from 'valibot';
import { AwsError, type JsonService, type JsonServiceServer, operation, serveAwsJson } from './aws-json';

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport' | 'Unavailable';

/** What can be done to Key Management from the outside. */
interface KeyManagementState {
  /** A key by its ARN, in this state from now on. */
  readonly putKey: (arn: string, state: KeyState) => void;
}

/** Key Management Service, as far as keys are described. */
export interface KeyManagement extends KeyManagementState, JsonServiceServer {}

// https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
const DescribeKey = v.strictObject({
  KeyId: v.pipe(v.string(), v.minLength(1), v.maxLength(2048)),
  GrantTokens: v.optional(v.array(v.string())),
});

const idOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

/** Key Management without an address. */
const keyManagementService = (): KeyManagementState & { readonly service: JsonService } => {
  const keys = new Map<string, KeyState>();
  const service: JsonService = {
    target: 'TrentService',
    signedFor: 'kms',
    operations: {
      DescribeKey: operation(DescribeKey, ({ KeyId }) => {
        const [Arn, KeyState] = [...keys].find(([arn]) => arn === KeyId || idOf(arn) === KeyId) ?? [];
        if (Arn === undefined) throw new AwsError('NotFoundException', `Key '${KeyId}' does not exist`);
        return { KeyMetadata: { Arn, KeyId: idOf(Arn), KeyState, Enabled: KeyState === 'Enabled' } };
      }),
    },
  };
  return { service, putKey: (arn, state) => keys.set(arn, state) };
};

export const openKeyManagement = async (): Promise<KeyManagement> => {
  const { service, ...state } = keyManagementService();
  return { ...(await serveAwsJson(service)), ...state };
};
