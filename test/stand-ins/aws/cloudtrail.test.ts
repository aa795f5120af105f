import {
  CloudTrailClient,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { type CloudTrail, openCloudTrail } from '../../../stand-ins/aws/cloudtrail';
import { person } from '../../../stand-ins/recorded-session/callers';
import { executeCommandRecord } from '../../../stand-ins/recorded-session/execute-command-record';
import { at, refusalOf } from './clients';

const executeCommandAt = (minute: number) =>
  executeCommandRecord({
    eventId: `event-${minute}`,
    openedAt: new Date(Date.UTC(2026, 6, 31, 12, minute)),
    userIdentity: person('alice'),
  });
const BY_NAME = {
  LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ExecuteCommand' }],
} as const;

describe("CloudTrail's stand-in", () => {
  let cloudtrail: CloudTrail;
  let client: CloudTrailClient;
  beforeEach(async () => {
    cloudtrail = await openCloudTrail();
    client = new CloudTrailClient(at(cloudtrail.url));
  });
  afterEach(() => cloudtrail.close());

  const look = (input: Partial<LookupEventsCommandInput> = {}) =>
    client.send(new LookupEventsCommand({ LookupAttributes: [...BY_NAME.LookupAttributes], ...input }));

  it('shows the newest first, fifty a page', async () => {
    cloudtrail.record(...Array.from({ length: 60 }, (_, minute) => executeCommandAt(minute)));
    const first = await look();
    const second = await look({ NextToken: first.NextToken });
    expect(first.Events?.map(({ EventId }) => EventId).slice(0, 2)).toEqual(['event-59', 'event-58']);
    expect([first.Events?.length, second.Events?.length, second.NextToken]).toEqual([50, 10, undefined]);
    expect(JSON.parse(first.Events?.[0]?.CloudTrailEvent ?? '')).toEqual(executeCommandAt(59));
    expect(first.Events?.[0]).toMatchObject({ ReadOnly: 'false', Username: 'alice' });
  });

  it('shows what happened from the start to the end, both included', async () => {
    cloudtrail.record(...[1, 2, 3, 4].map(executeCommandAt));
    const { Events } = await look({
      StartTime: new Date(Date.UTC(2026, 6, 31, 12, 2)),
      EndTime: new Date(Date.UTC(2026, 6, 31, 12, 3)),
    });
    expect(Events?.map(({ EventId }) => EventId)).toEqual(['event-3', 'event-2']);
  });

  it('takes a token only with the very look-up that gave it', async () => {
    cloudtrail.record(...Array.from({ length: 60 }, (_, minute) => executeCommandAt(minute)));
    const { NextToken } = await look();
    expect(await refusalOf(look({ NextToken, StartTime: new Date(1_000) }))).toBe(
      'InvalidNextTokenException',
    );
  });

  it('refuses two attributes, a page of 51 and a time that runs backwards', async () => {
    const two = [...BY_NAME.LookupAttributes, { AttributeKey: 'EventId', AttributeValue: 'x' } as const];
    expect(await refusalOf(look({ LookupAttributes: two }))).toBe('InvalidLookupAttributesException');
    expect(await refusalOf(look({ MaxResults: 51 }))).toBe('InvalidMaxResultsException');
    expect(await refusalOf(look({ StartTime: new Date(1_000), EndTime: new Date(0) }))).toBe(
      'InvalidTimeRangeException',
    );
  });

  it('throttles when told to, and the third call of a second when limited', async () => {
    cloudtrail.throttle(1);
    expect(await refusalOf(look())).toBe('ThrottlingException');
    cloudtrail.limitToTwoASecond();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => refusalOf(look())));
    expect(answers.filter((answer) => answer === 'ThrottlingException')).toHaveLength(3);
  });

  it('refuses an unsigned call, a call signed for another service, and an operation it does not have', async () => {
    const post = async (authorization: string | null, target: string) => {
      const response = await fetch(cloudtrail.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `CloudTrail_20131101.${target}`,
          ...(authorization === null ? {} : { authorization }),
        },
        body: '{}',
      });
      return [response.status, await response.json()];
    };
    const signed = (service: string) =>
      `AWS4-HMAC-SHA256 Credential=AKIA/20261121/eu-central-1/${service}/aws4_request, SignedHeaders=host`;
    expect(await post(null, 'LookupEvents')).toEqual([
      403,
      expect.objectContaining({ __type: 'MissingAuthenticationTokenException' }),
    ]);
    expect(await post(signed('ssm'), 'LookupEvents')).toEqual([
      403,
      expect.objectContaining({ __type: 'InvalidSignatureException' }),
    ]);
    expect(await post(signed('cloudtrail'), 'DeleteTrail')).toEqual([
      400,
      expect.objectContaining({ __type: 'UnknownOperationException' }),
    ]);
  });
});
