import * as v from 'valibot';
import { booleanOrNull, lenientObject, textOrNull } from '../lenient';
import { withoutDepths } from './nesting';

/** Who made a call, from CloudTrail's `userIdentity`. Every field is what CloudTrail recorded, or null; none is inferred. */
export interface Principal {
  /** `AssumedRole`, `IAMUser`, `Root` …; `Unknown` when CloudTrail does not say. */
  readonly type: string;
  readonly principalId: string | null;
  readonly arn: string | null;
  readonly accountId: string | null;
  readonly userName: string | null;
  readonly sessionIssuerArn: string | null;
  /** False for Identity Center sessions even when MFA was used at sign-in, so nothing depends on it. */
  readonly mfaAuthenticated: boolean | null;
  readonly sourceIdentity: string | null;
  /** The Identity Center user id behind the call. */
  readonly onBehalfOf: string | null;
  /** The AWS service that made the call. */
  readonly invokedBy: string | null;
  /** `userIdentity` as recorded: what the fields above were read from. */
  readonly record: unknown;
}

const UserIdentity = lenientObject({
  type: textOrNull,
  principalId: textOrNull,
  arn: textOrNull,
  accountId: textOrNull,
  userName: textOrNull,
  invokedBy: textOrNull,
  onBehalfOf: lenientObject({ userId: textOrNull }),
  sessionContext: lenientObject({
    sourceIdentity: textOrNull,
    sessionIssuer: lenientObject({ arn: textOrNull }),
    attributes: lenientObject({ mfaAuthenticated: booleanOrNull }),
  }),
});

/** The principal in a `userIdentity` of any type, known or not. Never throws. */
export const parsePrincipal = (userIdentity: unknown): Principal => {
  const identity = v.parse(UserIdentity, userIdentity);
  return {
    type: identity.type ?? 'Unknown',
    principalId: identity.principalId,
    arn: identity.arn,
    accountId: identity.accountId,
    userName: identity.userName,
    sessionIssuerArn: identity.sessionContext.sessionIssuer.arn,
    mfaAuthenticated: identity.sessionContext.attributes.mfaAuthenticated,
    sourceIdentity: identity.sessionContext.sourceIdentity,
    onBehalfOf: identity.onBehalfOf.userId,
    invokedBy: identity.invokedBy,
    record: withoutDepths(userIdentity ?? null),
  };
};
