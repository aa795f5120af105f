/** Anybody at all, as the principals of a policy document. */
const EVERYONE = [{ type: '*', identifiers: ['*'] }];

/** Refuses everybody, administrators included, where the condition holds. */
export const denyEveryone = (
  sid: string,
  { actions, resources }: { readonly actions: string[]; readonly resources: string[] },
  condition: { readonly test: string; readonly variable: string; readonly values: string[] },
) => ({ sid, effect: 'Deny', principals: EVERYONE, actions, resources, condition: [condition] });

/** Refuses everybody who does not use TLS. */
export const denyWithoutTls = (target: { readonly actions: string[]; readonly resources: string[] }) =>
  denyEveryone('DenyWithoutTls', target, {
    test: 'Bool',
    variable: 'aws:SecureTransport',
    values: ['false'],
  });
