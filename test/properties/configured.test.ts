import fc from 'fast-check';
import { parseSettings, SettingsError } from '../../lambda/settings';
import { OptionsError, parseOptions } from '../../stacks/options/parse-options';
import { parseVerifyOptions, UsageError } from '../../verify/options';
import { anyJson, anyText, everyOne, thrownBy, twisted } from './arbitrary';

const ENVIRONMENT = {
  KOSLI_HOST: 'https://app.kosli.com',
  KOSLI_ORG: 'acme',
  KOSLI_FLOW: 'ecs-exec',
  KOSLI_API_TOKEN_PARAMETER: '/kosli/token',
  TRAIL_NAME_TEMPLATE: '{principalId}',
  IDENTITY_DEADLINE_MINUTES: '60',
  TRANSCRIPT_BUCKET: 'exec-logs',
  TRANSCRIPT_PREFIX: 'infra-dev',
  TRANSCRIPT_GRACE_MINUTES: '180',
  TRANSCRIPT_ATTACHMENT: 'attach',
  PREVIEW_CHARACTERS: '4000',
  QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/q',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/d',
  CLOUDTRAIL_BUCKET: 'trail-logs',
  CLOUDTRAIL_PREFIX: '',
  CLOUDTRAIL_ORGANIZATION_ID: '',
};
const NAMES = Object.keys(ENVIRONMENT);

describe('whatever the environment of the function is', () => {
  const value = fc.oneof(
    anyText,
    fc.nat().map(String),
    fc.nat({ max: 400 }).map((digits) => '9'.repeat(digits)),
    fc.constantFrom(
      '-1',
      '1.5',
      '1e3',
      '4001',
      'reference',
      'http://kosli.example',
      'https://',
      ' 60',
      '60\n',
    ),
  );
  const environment = fc
    .dictionary(fc.constantFrom(...NAMES), fc.option(value), { maxKeys: 4 })
    .map((changes): Record<string, string | undefined> => {
      const changed = Object.entries(changes).map(([name, to]) => [name, to ?? undefined]);
      return { ...ENVIRONMENT, ...Object.fromEntries(changed) };
    });

  it('its settings can be worked with, or the error names the variable and shows no value', () => {
    const secret = 'hunter2-hunter2';
    everyOne(
      fc.property(environment, fc.constantFrom(...NAMES), (given, name) => {
        const thrown = thrownBy(() => {
          const settings = parseSettings(given);
          for (const minutes of [settings.identityDeadlineMinutes, settings.transcriptGraceMinutes])
            new Date(Date.now() + minutes * 60_000).toISOString();
          expect(settings.previewCharacters).toBeLessThanOrEqual(4_000);
          expect(settings.kosli.host).toMatch(/^https?:\/\/.*[^/]$/);
        });
        if (thrown !== null) {
          expect(thrown).toBeInstanceOf(SettingsError);
          expect(NAMES.some((each) => String(thrown).includes(each))).toBe(true);
        }
        expect(String(thrownBy(() => parseSettings({ ...given, [name]: secret })))).not.toContain(secret);
      }),
    );
  });
});

describe('whatever the options of the stacks are', () => {
  const OPTIONS = {
    regions: ['eu-central-1', 'us-east-1'],
    trigger: 'eventbridge',
    cloudTrail: false,
    existingCloudTrail: true,
    liveSessions: true,
    reconcile: 'rate(1 hour)',
    dashboard: false,
    vpc: true,
    tokenSource: 'secrets-manager',
    lambda: { architecture: 'x86_64', runtime: 'nodejs22.x' },
    backend: { type: 's3', bucket: 'states', region: 'eu-central-1', key: 'x/{stack}.tfstate' },
  };

  it('they are taken, or every mistake is named', () => {
    everyOne(
      fc.property(fc.oneof(anyJson, twisted(OPTIONS)), (given) => {
        const thrown = thrownBy(() => {
          const { liveSessions, regions } = parseOptions(given);
          expect(typeof liveSessions).toBe('boolean');
          expect(new Set(regions).size).toBe(regions.length);
        });
        if (thrown === null) return;
        expect(thrown).toBeInstanceOf(OptionsError);
        const { mistakes, message } = thrown as OptionsError;
        expect(mistakes.length).toBeGreaterThan(0);
        for (const mistake of mistakes) expect(message).toContain(mistake);
      }),
    );
  });

  it('what stands under a name that is no option is not repeated', () => {
    const name = anyText.filter((text) => !(text in OPTIONS) && text !== '__proto__');
    everyOne(
      fc.property(name, (unknown) => {
        expect(String(thrownBy(() => parseOptions({ [unknown]: 'hunter2-hunter2' })))).not.toContain(
          'hunter2',
        );
      }),
    );
  });
});

describe('whatever verify is told', () => {
  const ARGUMENTS = [
    '--from',
    '2026-07-01',
    '--to',
    '2026-07-03',
    '--account',
    '111122223333',
    '--region',
    'eu-central-1',
  ];
  const argument = fc.oneof(
    anyText,
    fc.constantFrom(
      '--from',
      '--to=2026-02-30',
      '--account',
      '--json',
      '--service',
      '--',
      '-x',
      '--grace-minutes=1e3',
      '--save',
      '--offline=x',
      '--help',
    ),
  );
  const given = fc
    .tuple(fc.nat(ARGUMENTS.length), fc.array(argument, { maxLength: 4 }))
    .map(([at, more]) => [...ARGUMENTS.slice(0, at), ...more, ...ARGUMENTS.slice(at)]);

  it('it knows what to do, or says what is wrong with it', () => {
    everyOne(
      fc.property(
        given,
        fc.dictionary(fc.constantFrom('KOSLI_ORG', 'KOSLI_FLOW', 'TRANSCRIPT_GRACE_MINUTES'), anyText),
        (args, environment) => {
          const thrown = thrownBy(() => {
            const options = parseVerifyOptions(args, environment);
            if (options === null) return;
            expect(options.days.length).toBeGreaterThan(0);
            expect(options.accountId).toMatch(/^\d{12}$/);
            expect(Number.isSafeInteger(options.transcriptGraceMinutes)).toBe(true);
          });
          if (thrown !== null) {
            expect(thrown).toBeInstanceOf(UsageError);
            expect(String(thrown).length).toBeGreaterThan(20);
          }
        },
      ),
    );
  });
});
