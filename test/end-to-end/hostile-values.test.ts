import { person } from '../../stand-ins/recorded-session/callers';
import type { Stage } from '../../stand-ins/stage';
import { s3Record } from '../lambda/records';
import { describeOnRuntime } from '../runtime-interface/describe-on-runtime';
import { endSession, poll, send, sessionId, uploadTranscript } from './sessions';
import { stages } from './stage';

/** Ends the line, or looks as if it did, and begins another; and what a terminal would obey, in seven and in eight bits. */
const HOSTILE = [
  '"}',
  '\n{"level":"ERROR","message":"forged","forged":true}\n',
  '\r\n{"forged":true}\r',
  '\x1b[2J\x1b]0;title\x07\x9b31m\x00\x7f',
  '\x85{"forged":true}\u2028{"forged":true}\u2029\u202eesrever\u2066',
].join('');

const FIELDS = [
  ...['level', 'message', 'timestamp', 'service', 'sampling_rate', 'xray_trace_id'],
  ...['cold_start', 'function_arn', 'function_memory_size', 'function_name', 'function_request_id'],
  ...[
    'subject',
    'trail',
    'attributed',
    'sent',
    'held',
    'message_id',
    'reason',
    'receives',
    'retry_in_seconds',
  ],
  ...['error', 'details'],
];

/** SQS takes these in JSON only. */
const FOR_SQS = HOSTILE.replaceAll('\x00', '').replaceAll('\x07', '').replaceAll('\x1b', '');

/** The log as whoever reads it may split it: at anything that Unicode calls the end of a line. */
const linesOf = ({ reporter }: Stage): readonly string[] =>
  reporter
    .logs()
    .split(/[\n\r\v\f\x85\u2028\u2029]/)
    .filter((line) => line !== '');

/** Metrics have fields of their own, and none of a name that came from outside. */
const isMetrics = (document: object): boolean => '_aws' in document;

/** Lines of the log that are not a document of our own fields. */
const foreignLines = (stage: Stage): readonly string[] =>
  linesOf(stage).filter((line) => {
    try {
      const document = JSON.parse(line.slice(line.indexOf('{')));
      return !isMetrics(document) && Object.keys(document).some((field) => !FIELDS.includes(field));
    } catch {
      return true;
    }
  });

const expectHarmless = (stage: Stage): void => {
  expect(foreignLines(stage)).toEqual([]);
  // Cc: controls; Cf: what turns the direction of text; Zl, Zp: ends of lines.
  expect(stage.reporter.logs().match(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu)).toBeNull();
};

describeOnRuntime(
  'a hostile value neither begins a line of the log, nor adds a field, nor moves a terminal:',
  () => {
    const openStage = stages();

    it('in a message of the queue, or the key of an object', async () => {
      const stage = await openStage();
      await send(stage, FOR_SQS);
      await send(stage, JSON.stringify({ kind: HOSTILE }));
      for (const key of [
        HOSTILE,
        `production/${sessionId()}${HOSTILE}.log`,
        `production/${HOSTILE}/${sessionId()}.log`,
      ])
        await send(
          stage,
          JSON.stringify({
            Records: [s3Record({ bucket: stage.applied.bucket, key: encodeURIComponent(key) })],
          }),
        );
      await send(stage, JSON.stringify({ Records: [s3Record({ bucket: HOSTILE })] }));
      await poll(stage);
      expect(stage.reporter.logs()).toContain('forged');
      expectHarmless(stage);
    });

    it('in the name of a caller', async () => {
      const stage = await openStage();
      await endSession(stage, { userIdentity: person(HOSTILE) });
      await poll(stage);
      expect(stage.reporter.logs()).toContain('Evidence reported');
      expect(stage.kosli.trails.size).toBe(1);
      expectHarmless(stage);
    });

    it.each([400, 403, 404, 500])('in an answer of Kosli: %s', async (status) => {
      const stage = await openStage();
      await endSession(stage);
      stage.kosli.injectFault({ times: 20 }, { kind: 'answer', status, body: Buffer.from(HOSTILE) });
      await poll(stage);
      expect(stage.reporter.logs()).toContain(`Kosli answered ${status}`);
      expect(stage.reporter.logs()).toContain('forged');
      expectHarmless(stage);
    });

    it.each([
      ['LookupEvents', 'cloudtrail'],
      ['DescribeTasks', 'ecs'],
      ['GetParameter', 'ssm'],
      ['DescribeSessions', 'ssm'],
    ] as const)('in an error of AWS: %s', async (operation, service) => {
      const stage = await openStage();
      // Of a session that CloudTrail shows nobody needs to ask Systems Manager.
      await (operation === 'DescribeSessions' ? uploadTranscript(stage) : endSession(stage));
      const body = Buffer.from(JSON.stringify({ __type: `Access${HOSTILE}Exception`, message: HOSTILE }));
      stage[service].answerWith(operation, { status: 400, body });
      await poll(stage);
      expect(stage.reporter.logs()).toContain('forged');
      expectHarmless(stage);
    });
  },
);
