import { ACCOUNT, concretePolicy, REGION, type Variables } from '../stacks/concrete-policy';
import { stackOf } from '../stacks/synthesise';
import { table } from './pages';

const key = (id: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`;

/** What the role is allowed, each action once. */
const allowed = (options: object, variables: Variables = {}): string[] => {
  const { Statement } = concretePolicy(stackOf(options), 'reporter_permissions', variables);
  const actions = Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
  return [...new Set(actions)].toSorted();
};

const rows = table('SECURITY.md', '## What it can read').map(([actions = '', , , when = '']) => ({
  actions: [...actions.matchAll(/`([^`]+)`/g)].map(([, action = '']) => action),
  when,
}));
const listed = (chosen: typeof rows): string[] =>
  [...new Set(chosen.flatMap(({ actions }) => actions))].toSorted();

/** Without the one option that is on by default. */
const PLAIN = { reconcile: false };

describe('what SECURITY.md says the reporter can read', () => {
  it('is what the role may do with every option and key', () => {
    const options = { tokenSource: 'secrets-manager', existingCloudTrail: true, vpc: true };
    const variables = {
      kms_key_arns: [key('1')],
      encryption_kms_key_arn: key('2'),
      cloudtrail_bucket_name: 'org-trail',
    };
    expect(listed(rows)).toEqual(allowed(options, variables));
  });

  it('is what the role may always do, where it says so', () => {
    expect(listed(rows.filter(({ when }) => when === 'always'))).toEqual(allowed(PLAIN));
  });

  it.each<[string, object, Variables]>([
    ['`tokenSource: secrets-manager`', { tokenSource: 'secrets-manager' }, {}],
    [
      '`cloudTrail` or `existingCloudTrail`',
      { existingCloudTrail: true },
      { cloudtrail_bucket_name: 'org-trail' },
    ],
    ['`reconcile`', { reconcile: 'rate(1 hour)' }, {}],
    ['`kms_key_arns`', {}, { kms_key_arns: [key('1')] }],
    ['`encryption_kms_key_arn`', {}, { encryption_kms_key_arn: key('2') }],
    ['`vpc`', { vpc: true }, {}],
  ])('is what the role may do besides with %s', (named, options, variables) => {
    expect(rows.some(({ when }) => when === named)).toBe(true);
    const expected = listed(rows.filter(({ when }) => when === 'always' || when === named));
    expect(expected).toEqual(allowed({ ...PLAIN, ...options }, variables));
  });
});
