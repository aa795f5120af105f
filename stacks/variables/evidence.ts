import { BUCKET_NAME } from '../aws-patterns';
import { doesNotMatch, matches, type VariableDefinition, wholeNumber } from './definition';
import { bucketNameExpected } from './messages';

// The function has a list of its own (lambda/session/trail-name.ts), which stacks may not import. A test compares the two.
const TOKENS = [
  'principalId',
  'principalName',
  'sessionId',
  'cluster',
  'service',
  'accountId',
  'region',
  'date',
];
const TOKEN_LIST = TOKENS.map((token) => `{${token}}`).join(' ');

/** Where transcripts come from, where evidence goes, and how long the function waits for it. */
export const EVIDENCE_VARIABLES = {
  kosli_org_name: {
    type: 'string',
    description: 'Kosli organization the evidence is reported to.',
    validation: matches(
      '^[A-Za-z0-9][A-Za-z0-9._~-]*$',
      'kosli_org_name is expected to be the name of a Kosli organization as its URL shows it: letters, digits and . _ ~ - only, a letter or digit first.',
    ),
  },
  kosli_flow_name: {
    type: 'string',
    description: 'Kosli flow whose trails hold the sessions. It has to exist.',
    validation: matches(
      '^[A-Za-z0-9][A-Za-z0-9._~-]*$',
      'kosli_flow_name is expected to be the name of a Kosli flow: letters, digits and . _ ~ - only, a letter or digit first.',
    ),
  },
  ecs_exec_log_bucket_name: {
    type: 'string',
    description:
      'S3 bucket ECS Exec uploads its transcripts to: s3BucketName in the executeCommandConfiguration of the clusters. It has to exist, in the region of this stack.',
    validation: matches(BUCKET_NAME, `${bucketNameExpected('ecs_exec_log_bucket_name')}.`),
  },
  kosli_api_token_ssm_parameter_name: {
    type: 'string',
    default: 'kosli_api_token',
    description:
      'SSM parameter (SecureString) that holds the Kosli API token; with the option tokenSource: secrets-manager, the secret. It has to be in the region of this stack. Terraform never reads it: the function does, at run time.',
    // IAM reads * and ? as wildcards, so a name with one of them would grant access to more than one parameter.
    validation: matches(
      '^[A-Za-z0-9_./+=@-]+$',
      'kosli_api_token_ssm_parameter_name is expected to be the name of a parameter or secret, not its ARN and never the token: letters, digits and _ . / + = @ - only.',
    ),
  },
  kosli_host: {
    type: 'string',
    default: 'https://app.kosli.com',
    description: 'URL of Kosli. Plain http is accepted for loopback addresses only.',
    validation: matches(
      '^(https://[A-Za-z0-9.-]+|http://(127[.]0[.]0[.]1|localhost|[[]::1[]]))(:[0-9]+)?/?$',
      'kosli_host is expected to be an https address without a path, such as https://app.kosli.com; http is for 127.0.0.1, localhost and [::1] only.',
    ),
  },
  ecs_exec_log_prefix: {
    type: 'string',
    default: '',
    description:
      'What every transcript key begins with: s3KeyPrefix in the executeCommandConfiguration of the clusters. Empty for the whole bucket.',
    validation: [
      // The agent joins prefix and name with Go's path.Join, which drops what these refuse (BuildS3Path in agent/fileutil of
      // aws/amazon-ssm-agent), so that no key would ever begin like that.
      ...matches(
        '^([^/]+/)*[^/]*$',
        'ecs_exec_log_prefix is expected to be the beginning of the transcript keys, without a slash in front and without two in a row: ECS Exec cleans s3KeyPrefix like a path, so no key begins like that, and no session would be reported.',
      ),
      ...doesNotMatch(
        '(^|/)[.][.]?(/|$)',
        'ecs_exec_log_prefix is expected to be the beginning of the transcript keys, without . and .. between slashes: ECS Exec resolves them as in a path, so no key begins like that, and no session would be reported.',
      ),
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html: no wildcards, and special
      // characters are expected percent-encoded there, while IAM and EventBridge compare the key as it is.
      ...matches(
        '^[A-Za-z0-9._/-]*$',
        'ecs_exec_log_prefix is expected to be the beginning of the transcript keys in letters, digits and . _ / - only: S3 compares other characters in encoded form and knows no wildcards, so its filter would match no key, and no session would be reported. Give the clusters another s3KeyPrefix.',
      ),
    ],
  },
  trail_name_template: {
    type: 'string',
    default: '{principalId}',
    description: `Name of the trail of a session. Tokens: ${TOKEN_LIST}. What Kosli does not allow in a name becomes a hyphen.`,
    validation: matches(
      `^([^{}]|[{](${TOKENS.join('|')})[}])+$`,
      `trail_name_template is expected to be a name with no tokens but ${TOKEN_LIST}.`,
    ),
  },
  identity_deadline_minutes: {
    type: 'number',
    default: 60,
    description:
      'How long after the upload of a transcript, in minutes, CloudTrail is asked who opened the session. After that the session is reported anyway, as unattributed and not compliant.',
    validation: wholeNumber(
      5,
      1440,
      'identity_deadline_minutes is expected to be a whole number of minutes from 5 to 1440: CloudTrail takes some minutes, and after a day it has nothing new.',
    ),
  },
  transcript_grace_minutes: {
    type: 'number',
    default: 180,
    description:
      'How long after its end, in minutes, a session may go without a transcript. After that it is reported that none was found, which is not compliant. Counts from the start of the session where Systems Manager does not know its end.',
    validation: wholeNumber(
      15,
      10_080,
      'transcript_grace_minutes is expected to be a whole number of minutes from 15 to 10080.',
    ),
  },
  transcript_attachment: {
    type: 'string',
    default: 'attach',
    description:
      'What of a transcript leaves the account: attach sends it to Kosli; reference sends its SHA-256, its size and where it is, and none of its bytes but those of preview_characters.',
    validation: matches(
      '^(attach|reference)$',
      'transcript_attachment is expected to be attach or reference.',
    ),
  },
  preview_characters: {
    type: 'number',
    default: 4000,
    description:
      'How many characters of a transcript are quoted on Kosli, as a terminal would have shown them. 0 for none.',
    validation: wholeNumber(
      0,
      4000,
      'preview_characters is expected to be a whole number of characters from 0 to 4000.',
    ),
  },
} as const satisfies Record<string, VariableDefinition>;
