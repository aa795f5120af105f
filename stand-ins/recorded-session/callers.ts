import { ACCOUNT_ID, REGION } from '../account';

/** Somebody signed in through IAM Identity Center. */
export const ALICE = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEROLEID1234:alice@example.com',
  arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/AWSReservedSSO_OnCall_0123456789abcdef/alice@example.com`,
  accountId: ACCOUNT_ID,
  accessKeyId: 'ASIAEXAMPLEKEYID1234',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEROLEID1234',
      arn: `arn:aws:iam::${ACCOUNT_ID}:role/aws-reserved/sso.amazonaws.com/${REGION}/AWSReservedSSO_OnCall_0123456789abcdef`,
      accountId: ACCOUNT_ID,
      userName: 'AWSReservedSSO_OnCall_0123456789abcdef',
    },
    attributes: { creationDate: '2026-07-31T12:01:09Z', mfaAuthenticated: 'false' },
  },
  onBehalfOf: {
    userId: '602c699c-e0a1-7077-7186-601dd22c0000',
    identityStoreArn: 'arn:aws:identitystore::444455556666:identitystore/d-9067642ac7',
  },
};

/** Somebody who assumed role `Dev` under this session name. */
export const person = (sessionName: string) => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE:${sessionName}`,
  arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/Dev/${sessionName}`,
  accountId: ACCOUNT_ID,
});
