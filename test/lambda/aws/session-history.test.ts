import { SSMClient } from '@aws-sdk/client-ssm';
import { sessionHistoryTrace } from '../../../lambda/aws/session-history';
import { DependencyUnavailableError, OutOfTimeError, SetupError } from '../../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { SESSION, sessionId } from '../records';
import { type Answer, answering, refusal } from './answering';

let time: InvocationTime;
beforeEach(() => {
  time = beginTime(60_000);
});
afterEach(() => time.end());

const trace = async (answer: Answer) => {
  const { asked, settings } = answering(() => answer);
  const warnings: string[] = [];
  const traces = await sessionHistoryTrace(new SSMClient(settings), time, (text) => warnings.push(text))([
    sessionId(),
  ]);
  return { asked, warnings, trace: traces.get(sessionId()) };
};
const known = async (answer: Answer) => {
  const { trace: found } = await trace(answer);
  if (found instanceof Error) throw found;
  return found;
};
const history = (changes: Record<string, unknown> = {}): Answer => ({
  json: {
    Sessions: [
      {
        SessionId: SESSION,
        Target: 'ecs:infra_dev_8a58117dac38436ba5547e9da5d3ac3d_8a58117dac38436ba5547e9da5d3ac3d-1527056392',
        StartDate: 1785500725,
        EndDate: 1785501062,
        Owner: 'arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForECS/ecs-execute-command',
        ...changes,
      },
    ],
  },
});

describe("SSM's session history", () => {
  it('says when and where a session took place', async () => {
    const { asked, trace: known } = await trace(history());
    expect(asked[0]?.input).toEqual({ State: 'History', Filters: [{ key: 'SessionId', value: SESSION }] });
    expect(known).toEqual({
      startedAt: new Date('2026-07-31T12:25:25Z'),
      endedAt: new Date('2026-07-31T12:31:02Z'),
      task: { cluster: 'infra_dev', taskArn: '8a58117dac38436ba5547e9da5d3ac3d' },
    });
  });

  it('never says who', async () => {
    expect(JSON.stringify((await trace(history())).trace)).not.toContain('AWSServiceRoleForECS');
  });

  it('names no task for a target of another form', async () => {
    expect((await known(history({ Target: 'i-0123456789abcdef0' })))?.task).toBeNull();
  });

  it('is not believed about another session', async () => {
    expect(
      (await trace(history({ SessionId: 'ecs-execute-command-0dfcb1f8c2e47585a' }))).trace,
    ).toBeUndefined();
  });

  it('that does not know the session says nothing of it, which is no failure', async () => {
    const { trace: known, warnings } = await trace({ json: { Sessions: [] } });
    expect([known, warnings]).toEqual([undefined, []]);
  });

  it.each([
    ['ThrottlingException', DependencyUnavailableError],
    ['AccessDeniedException', SetupError],
  ])(
    'that answers %s is told from one that does not know the session, with a warning',
    async (name, kind) => {
      const { trace: known, warnings } = await trace(refusal(name));
      expect(known).toBeInstanceOf(kind);
      expect(warnings).toEqual([expect.stringContaining(SESSION)]);
    },
  );

  it('that does not answer costs a twentieth of the time there is, whether or not the client heeds its signal', async () => {
    time.end();
    time = beginTime(1_000);
    const { settings } = answering(() => history());
    const deaf = { ...settings, requestHandler: { handle: () => new Promise<never>(() => {}) } };
    const warnings: string[] = [];
    const asked = sessionHistoryTrace(new SSMClient(deaf), time, (text) => warnings.push(text));
    expect([...(await asked([sessionId()])).values()]).toEqual([expect.any(OutOfTimeError)]);
    expect(time.signal.aborted).toBe(false);
    expect(warnings).toHaveLength(1);
  });
});
