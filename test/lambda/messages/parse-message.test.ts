import { parseMessage } from '../../../lambda/messages/parse-message';
import { executeCommandRecord, LOCATION, SESSION, s3Record } from '../records';

const parse = (body: unknown) =>
  parseMessage(typeof body === 'string' ? body : JSON.stringify(body), {
    transcriptBucket: 'exec-logs',
    location: LOCATION,
    sentAt: new Date('2026-07-31T12:31:05Z'),
  });
const session = { id: SESSION, ...LOCATION };
const objectCreated = (key: string, bucket = 'exec-logs') => ({
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '111122223333',
  time: '2026-07-31T12:31:04Z',
  region: 'eu-central-1',
  resources: ['arn:aws:s3:::exec-logs'],
  detail: {
    version: '0',
    bucket: { name: bucket },
    object: {
      key,
      size: 1832,
      etag: 'b1946ac9',
      'version-id': 'IYV3p45BT0ac8',
      sequencer: '00617F08299329D189',
    },
    reason: 'PutObject',
  },
});

describe('an S3 notification', () => {
  it('names the transcript that was uploaded', () => {
    expect(parse({ Records: [s3Record()] })).toEqual({
      requests: [
        {
          kind: 'transcript-uploaded',
          session,
          transcript: {
            bucket: 'exec-logs',
            key: `infra-dev/${SESSION}.log`,
            versionId: 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
            sizeBytes: 1832,
            etag: 'b1946ac92492d2347c6235b4d2611184',
            uploadedAt: new Date('2026-07-31T12:31:04.123Z'),
            writerPrincipalId: 'AROAEXAMPLE:8a58117dac38436ba5547e9da5d3ac3d',
          },
        },
      ],
      ignored: [],
      poison: [],
    });
  });

  it('has its key decoded as S3 encodes it', () => {
    const key = `team+a%2Bb/%E2%82%AC/${SESSION}.log`;
    expect(parse({ Records: [s3Record({ key })] }).requests).toMatchObject([
      { transcript: { key: `team a+b/€/${SESSION}.log` } },
    ]);
  });

  it('of a multipart upload counts as well', () => {
    const eventName = 'ObjectCreated:CompleteMultipartUpload';
    expect(parse({ Records: [s3Record({ eventName })] }).requests).toHaveLength(1);
  });

  it('with several records asks for each', () => {
    const records = [s3Record(), s3Record({ key: 'other.json' }), s3Record({ key: '%ZZ' })];
    const message = parse({ Records: records });
    expect([message.requests.length, message.ignored.length, message.poison.length]).toEqual([1, 1, 1]);
  });

  it.each([
    ['an SSM session of another kind', 'robert-0d225423a59c47fc5.log'],
    ['another file', 'infra-dev/notes.txt'],
    ['a folder marker', 'infra-dev/'],
    ['a transcript that was renamed', `${SESSION}.log.bak`],
    ['a session id somewhere in the path', `${SESSION}.log/x.log`],
  ])('of %s is ignored', (_, key) => {
    expect(parse({ Records: [s3Record({ key })] })).toMatchObject({
      requests: [],
      ignored: [expect.any(String)],
      poison: [],
    });
  });

  it('of a deletion is ignored', () => {
    expect(parse({ Records: [s3Record({ eventName: 'ObjectRemoved:Delete' })] }).ignored).toHaveLength(1);
  });

  it('of another bucket is poison and names both buckets', () => {
    const [reason] = parse({ Records: [s3Record({ bucket: 'somebody-elses' })] }).poison;
    expect(reason).toBe('the object is in bucket "somebody-elses", expected "exec-logs"');
  });

  it('of an unknown major version is poison', () => {
    expect(parse({ Records: [{ ...s3Record(), eventVersion: '3.0' }] }).poison[0]).toContain(
      'expected eventVersion 2.x',
    );
  });
});

describe('an EventBridge event', () => {
  it('names the transcript, its key taken as it stands', () => {
    const key = `team a+b/${SESSION}.log`;
    expect(parse(objectCreated(key)).requests).toEqual([
      {
        kind: 'transcript-uploaded',
        session,
        transcript: {
          bucket: 'exec-logs',
          key,
          versionId: 'IYV3p45BT0ac8',
          sizeBytes: 1832,
          etag: 'b1946ac9',
          uploadedAt: new Date('2026-07-31T12:31:04Z'),
          writerPrincipalId: null,
        },
      },
    ]);
  });

  it('without an object is poison', () => {
    expect(parse({ ...objectCreated('x'), detail: {} }).poison).toHaveLength(1);
  });
});

describe('other bodies', () => {
  it('s3:TestEvent is ignored', () => {
    expect(parse({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'exec-logs' })).toMatchObject({
      ignored: [expect.stringContaining('s3:TestEvent')],
      poison: [],
    });
  });

  it.each([
    '',
    'not json',
    'null',
    '42',
    '[]',
    '{}',
    '{"Records":[]}',
    '{"Records":"x"}',
    '{"Records":[null]}',
  ])('%j is poison', (body) => {
    expect(parse(body)).toMatchObject({ requests: [], ignored: [], poison: [expect.any(String)] });
  });

  it('of an unknown kind is poison, and says which kinds are known', () => {
    expect(parse({ source: 'aws.ec2' }).poison).toEqual([
      expect.stringMatching(/^the body is of an unknown kind, expected one of: an S3 notification, an Event/),
    ]);
  });
});

describe('a call that was not refused and does not say which session it opened', () => {
  const record = executeCommandRecord({ responseElements: { session: { sessionId: 'someone-0123' } } });
  it.each([
    ['of EventBridge', { 'detail-type': 'AWS API Call via CloudTrail', detail: record }],
    ['of our own', { kind: 'api-call', record }],
  ])('is poison in a message %s, which says what was given, expected, and is to be done', (_, body) => {
    const { requests, ignored, poison } = parse(body);
    expect([requests, ignored]).toEqual([[], []]);
    expect(poison).toEqual([
      expect.stringMatching(
        /ExecuteCommand call b0a1c2d3-.*sessionId is "someone-0123", expected ecs-execute-command-.* Look the event up/,
      ),
    ]);
  });
});
