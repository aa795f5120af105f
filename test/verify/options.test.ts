import { parseVerifyOptions, UsageError } from '../../verify/options';

const FLAGS = ['--from', '2026-07-01', '--to', '2026-07-02'];
const ENV = {
  AWS_ACCOUNT_ID: '111122223333',
  AWS_REGION: 'eu-central-1',
  KOSLI_ORG: 'acme',
  KOSLI_FLOW: 'access',
};
const parse = (flags: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  parseVerifyOptions([...FLAGS, ...flags], { ...ENV, ...env });

it('a variable that is empty counts as not set', () => {
  const empty = [
    'CLOUDTRAIL_BUCKET',
    'CLOUDTRAIL_PREFIX',
    'CLOUDTRAIL_ORGANIZATION_ID',
    'KOSLI_HOST',
    'KOSLI_API_TOKEN_PARAMETER',
    'TRAIL_NAME_TEMPLATE',
    'TRANSCRIPT_GRACE_MINUTES',
  ];
  const options = parse([], Object.fromEntries(empty.map((name) => [name, ''])));
  expect(options).toEqual(parse([]));
  expect(options).toMatchObject({ cloudTrail: { bucket: null }, transcriptGraceMinutes: 180 });
});

it.each([
  ['AWS_ACCOUNT_ID', '--account is missing, and so is AWS_ACCOUNT_ID'],
  ['AWS_REGION', '--region is missing, and so is AWS_REGION'],
  ['KOSLI_ORG', '--kosli-org is missing, and so is KOSLI_ORG'],
  ['KOSLI_FLOW', '--kosli-flow is missing, and so is KOSLI_FLOW'],
])('a variable that is required and empty is missing: %s', (name, problem) => {
  expect(() => parse([], { [name]: '' })).toThrow(problem);
});

it.each(['cloudtrail-bucket', 'kosli-host', 'service', 'offline', 'lists', 'account'])(
  'a flag that is empty is an error and not left out: --%s',
  (flag) => {
    expect(() => parse([`--${flag}`, ''], { CLOUDTRAIL_BUCKET: 'acme-cloudtrail' })).toThrow(UsageError);
    expect(() => parse([`--${flag}`, ''])).toThrow(`--${flag} is empty`);
  },
);

it('an empty prefix says that there is none', () => {
  expect(parse(['--cloudtrail-prefix', ''], { CLOUDTRAIL_PREFIX: 'logs' })).toMatchObject({
    cloudTrail: { prefix: '' },
  });
});

it('trails that are named for a service are not looked for without services', () => {
  const template = '{principalId}-{service}';
  const problem = '--service is missing: in the trail name template "{principalId}-{service}"';
  expect(() => parse(['--trail-name-template', template])).toThrow(problem);
  expect(() => parse([], { TRAIL_NAME_TEMPLATE: template })).toThrow(problem);
  expect(parse(['--trail-name-template', template, '--service', 'web'])).toMatchObject({ services: ['web'] });
});
