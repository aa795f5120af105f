/**
 * What people call a principal: the name of a role session or of a federated user, else all of the id.
 *
 * `AROA…:name` and `<account>:name` are split at the first colon: the name may contain others, and what follows the last one
 * could pass for another person's.
 */
export const principalName = (principalId: string): string =>
  principalId.slice(principalId.indexOf(':') + 1) || principalId;
