/** The account and the region everything on this machine belongs to. */
export const ACCOUNT_ID = '111122223333';
export const REGION = 'eu-central-1';

// Nobody checks them; AWS clients only insist on having some.
export const CREDENTIALS = { accessKeyId: 'AKIASTANDIN', secretAccessKey: 'stand-in' } as const;
