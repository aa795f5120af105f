import { parseSettings } from '../../lambda/settings';

const ENVIRONMENT = {
  KOSLI_HOST: 'https://app.kosli.com/',
  KOSLI_ORG: 'acme',
  KOSLI_FLOW: 'exec-sessions',
  KOSLI_API_TOKEN_PARAMETER: 'kosli_api_token',
  TRAIL_NAME_TEMPLATE: '{principalId}',
  IDENTITY_DEADLINE_MINUTES: '60',
  TRANSCRIPT_BUCKET: 'exec-logs',
  TRANSCRIPT_PREFIX: 'production/',
  TRANSCRIPT_GRACE_MINUTES: '180',
  TRANSCRIPT_ATTACHMENT: 'attach',
  PREVIEW_CHARACTERS: '4000',
  QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/transcripts',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/dead',
};

describe('the settings', () => {
  it('are read from the environment the stack writes', () => {
    expect(parseSettings(ENVIRONMENT)).toEqual({
      kosli: {
        host: 'https://app.kosli.com',
        org: 'acme',
        flow: 'exec-sessions',
        tokenParameter: 'kosli_api_token',
      },
      trailNameTemplate: '{principalId}',
      identityDeadlineMinutes: 60,
      transcriptBucket: 'exec-logs',
      transcriptPrefix: 'production/',
      transcriptGraceMinutes: 180,
      transcriptAttachment: 'attach',
      previewCharacters: 4000,
      queueUrl: ENVIRONMENT.QUEUE_URL,
      deadLetterQueueUrl: ENVIRONMENT.DEAD_LETTER_QUEUE_URL,
      cloudTrail: null,
    });
  });

  it('know the CloudTrail trail when there is one', () => {
    const cloudTrail = {
      CLOUDTRAIL_BUCKET: 'trail',
      CLOUDTRAIL_PREFIX: 'p',
      CLOUDTRAIL_ORGANIZATION_ID: 'o-1',
    };
    expect(parseSettings({ ...ENVIRONMENT, ...cloudTrail }).cloudTrail).toEqual({
      bucket: 'trail',
      prefix: 'p',
      organizationId: 'o-1',
    });
  });

  it('may say that transcripts stay in the account, and that nothing of them is quoted', () => {
    const reserved = { TRANSCRIPT_PREFIX: '', TRANSCRIPT_ATTACHMENT: 'reference', PREVIEW_CHARACTERS: '0' };
    expect(parseSettings({ ...ENVIRONMENT, ...reserved })).toMatchObject({
      transcriptPrefix: '',
      transcriptAttachment: 'reference',
      previewCharacters: 0,
    });
  });

  it.each([
    ['TRANSCRIPT_PREFIX', undefined, 'is missing'],
    ['TRANSCRIPT_GRACE_MINUTES', '1.5', 'must be a whole number of minutes'],
    ['IDENTITY_DEADLINE_MINUTES', '9'.repeat(400), 'must be at most 527040 minutes'],
    ['TRANSCRIPT_ATTACHMENT', 'none', 'must be attach or reference'],
    ['TRANSCRIPT_ATTACHMENT', undefined, 'is missing'],
    ['PREVIEW_CHARACTERS', '4001', 'must be a whole number from 0 to 4000'],
    ['PREVIEW_CHARACTERS', '-1', 'must be a whole number from 0 to 4000'],
  ])('are wrong with %s %j: it %s', (name, value, message) => {
    expect(() => parseSettings({ ...ENVIRONMENT, [name]: value })).toThrow(
      `The function's environment is wrong: ${name} ${message}. Deploy the stack again.`,
    );
  });

  it('that are wrong are all named at once, without their values', () => {
    const wrong = { ...ENVIRONMENT, KOSLI_ORG: '', IDENTITY_DEADLINE_MINUTES: 'soon', QUEUE_URL: undefined };
    expect(() => parseSettings(wrong)).toThrow(
      "The function's environment is wrong: KOSLI_ORG is empty; IDENTITY_DEADLINE_MINUTES must be a whole number of minutes; QUEUE_URL is missing. Deploy the stack again.",
    );
  });

  it.each(['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:1', 'https://app.us.kosli.com'])(
    'take %s for Kosli',
    (host) => {
      expect(parseSettings({ ...ENVIRONMENT, KOSLI_HOST: host }).kosli.host).toBe(host);
    },
  );

  it.each([
    'http://app.kosli.com',
    'http://127.0.0.1.evil.example',
    'ftp://app.kosli.com',
    'app.kosli.com',
    'http://localhost.evil',
  ])('send the token to no such host: %s', (host) => {
    expect(() => parseSettings({ ...ENVIRONMENT, KOSLI_HOST: host })).toThrow(
      'KOSLI_HOST must be an https URL',
    );
  });
});
