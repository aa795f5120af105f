import { trailOf } from '../end-to-end/sessions';
import { awsAnswer, awsJson, htmlPage, s3Answer } from './answers';
import {
  alter,
  answer,
  both,
  CONFIRMED,
  DIGEST,
  DIGESTS,
  fault as faultOf,
  garbleDigest,
  KEYS,
  PAST_DIGESTS,
  removeDigest,
} from './bucket';
import type { Ending, Fault, LogLine } from './fault';

const fault = faultOf('Digests of the CloudTrail trail');

const AWAITED: LogLine = {
  level: 'INFO',
  message: 'Session not visible yet',
  says: 'no CloudTrail digest has confirmed the file yet',
};
const UNCHECKED = (says: string): LogLine => ({
  level: 'WARN',
  message: 'The digest of a CloudTrail log file could not be checked',
  says,
});

/** Attributed all the same, and not compliant where the digest is there. */
const doubtful = (verdict: string, is_compliant: boolean, reason?: RegExp): Ending => ({
  waits: [],
  bob: 'the same',
  ofBoth: true,
  attestations: {
    'user-identity': { is_compliant, user_data: { digest_verified: verdict, ...(reason && { reason }) } },
  },
  how: `\`user-identity\` ${is_compliant ? 'compliant' : 'not compliant'}, with \`digest_verified\` ${verdict}`,
});
const UNREADABLE = doubtful('unchecked', false, /could not be read, or is not signed/);

/** Both wait for the digest, and then are confirmed. */
const awaited = (part: Partial<Fault> & Pick<Fault, 'what' | 'todo'>): Fault =>
  fault({ lasts: 1, ends: { ...both([60]), ...CONFIRMED, ofBoth: true }, log: [AWAITED], ...part });

const MALLORY = 'find out who changed it: CloudTrail data events of the bucket, or its access log';

export const FAULTS_OF_DIGESTS: readonly Fault[] = [
  awaited({
    what: 'are not listed (AccessDenied)',
    happens: [{ to: DIGESTS, is: answer(s3Answer(403, 'AccessDenied')) }],
    log: [AWAITED, UNCHECKED('s3:ListBucket')],
    todo: "let the function's role list the bucket",
  }),
  awaited({
    what: 'are refused (AccessDenied)',
    happens: [{ to: DIGEST, is: answer(s3Answer(403, 'AccessDenied')) }],
    log: [AWAITED, UNCHECKED('AccessDenied')],
    todo: "let the function's role read them",
  }),
  fault({
    what: 'are refused (AccessDenied) for two hours',
    ...PAST_DIGESTS,
    happens: [{ to: DIGEST, is: answer(s3Answer(403, 'AccessDenied')) }],
    ends: UNREADABLE,
    log: [UNCHECKED('AccessDenied')],
    todo: "let the function's role read them",
  }),
  awaited({
    what: 'answer 503 with 10 MB of HTML',
    happens: [{ to: DIGEST, is: answer(htmlPage(503)) }],
    log: [AWAITED, UNCHECKED('S3 GetObject')],
    todo: 'wait; if it lasts, look at the proxy or the endpoint between',
  }),
  awaited({
    what: 'answer 200 with 10 MB of HTML',
    happens: [{ to: DIGEST, is: answer(htmlPage(200)) }],
    todo: 'wait; if it lasts, look at the proxy or the endpoint between',
  }),
  awaited({
    what: 'break off half-way',
    happens: [{ to: DIGEST, is: { kind: 'cut' } }],
    log: [AWAITED, UNCHECKED('S3 stopped sending in the middle of')],
    todo: 'wait',
  }),
  awaited({
    what: 'never come to their end',
    seconds: 40,
    happens: [{ to: DIGEST, is: { kind: 'hang-half-way' } }],
    log: [AWAITED],
    todo: 'wait',
  }),
  fault({
    what: 'are missing for two hours',
    ...PAST_DIGESTS,
    arrange: ({ stage }) => removeDigest(stage),
    withoutNetwork: true,
    ends: doubtful('pending', true),
    todo: 'turn on log file validation of the CloudTrail trail, if it is off',
  }),
  awaited({
    what: 'have no key (ListPublicKeys is refused, AccessDenied)',
    happens: [{ to: KEYS, is: answer(awsAnswer(400, 'AccessDeniedException')) }],
    log: [AWAITED, UNCHECKED('cloudtrail:ListPublicKeys')],
    todo: "let the function's role list the keys",
  }),
  awaited({
    what: 'have no key (ListPublicKeys throttles)',
    happens: [{ to: KEYS, is: answer(awsAnswer(400, 'ThrottlingException', 'Rate exceeded')) }],
    log: [AWAITED, UNCHECKED('ThrottlingException')],
    todo: 'wait',
  }),
  awaited({
    what: 'have no key (ListPublicKeys lists none)',
    happens: [{ to: KEYS, is: answer(awsJson({ PublicKeyList: [] })) }],
    log: [AWAITED, UNCHECKED('returned no key for the time')],
    todo: 'wait; if it lasts, ask AWS support',
  }),
  awaited({
    what: 'have no key (ListPublicKeys gives the same page token again)',
    happens: [{ to: KEYS, is: answer(awsJson({ PublicKeyList: [], NextToken: 'the same token' })) }],
    log: [AWAITED, UNCHECKED('a page token came twice')],
    todo: 'wait; if it lasts, ask AWS support',
  }),
  fault({
    what: 'are changed after they were signed: a wrong hash of a log file',
    ...PAST_DIGESTS,
    arrange: ({ stage }) => garbleDigest(stage),
    withoutNetwork: true,
    ends: doubtful('false', false, /does not confirm the log file/),
    todo: MALLORY,
  }),
  fault({
    what: 'have another hash than a log file, which names somebody else now',
    arrange: ({ stage }) => alter(stage, (content) => content.replaceAll('alice', 'mallory')),
    withoutNetwork: true,
    lasts: 1,
    repair: ({ stage }) => alter(stage, (content) => content.replaceAll('mallory', 'alice')),
    ends: { waits: [60], ...CONFIRMED },
    log: [{ level: 'INFO', message: 'Session not visible yet', says: 'showed no' }],
    todo: MALLORY,
  }),
  fault({
    what: 'have another hash than a log file, which names somebody else, until the deadline',
    ...PAST_DIGESTS,
    arrange: ({ stage }) => alter(stage, (content) => content.replaceAll('alice', 'mallory')),
    withoutNetwork: true,
    ends: {
      waits: [],
      trail: trailOf('mallory'),
      attestations: {
        'user-identity': {
          is_compliant: false,
          user_data: { digest_verified: 'false', reason: /does not confirm the log file/ },
        },
      },
      how: 'on the trail of whom the log file names, `user-identity` not compliant, with `digest_verified` false',
    },
    todo: MALLORY,
  }),
];
