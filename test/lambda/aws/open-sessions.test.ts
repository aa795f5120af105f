import { SSMClient } from '@aws-sdk/client-ssm';
import { openSessionFinder } from '../../../lambda/aws/open-sessions';
import { DependencyUnavailableError, OutOfTimeError, SetupError } from '../../../lambda/reporter-error';
import { beginTime, type InvocationTime } from '../../../lambda/time';
import { openSystemsManager, type SystemsManager } from '../../../stand-ins/aws/ssm';
import { at } from '../../stand-ins/aws/clients';
import { SESSION, sessionId } from '../records';
import { answering, refusal } from './answering';

const OTHER = 'ecs-execute-command-0dfcb1f8c2e47585a';
const IDS = [sessionId(SESSION), sessionId(OTHER)];
const opened = (SessionId: string) => ({ SessionId, Target: 'ecs:a_b_c', StartDate: 10 });

let time: InvocationTime;
let ssm: SystemsManager;
beforeEach(async () => {
  time = beginTime(60_000);
  ssm = await openSystemsManager();
});
afterEach(async () => {
  time.end();
  await ssm.close();
});
const findOpen = (client = new SSMClient(at(ssm.url))) => openSessionFinder(client, time)(IDS);

describe('a session is open', () => {
  it('while SSM shows it as active, and no longer', async () => {
    ssm.openSession(opened(SESSION));
    ssm.openSession(opened(OTHER));
    expect(await findOpen()).toEqual(new Set(IDS));
    ssm.endSession({ ...opened(SESSION), EndDate: 20 });
    expect(await findOpen()).toEqual(new Set([OTHER]));
  });

  it('or not known to be: when SSM throttles, no session is said to be closed', async () => {
    ssm.throttle(1);
    await expect(findOpen()).rejects.toThrow(DependencyUnavailableError);
  });

  it('or not known to be: when SSM refuses, the error says what to do', async () => {
    const { settings } = answering(() => refusal('AccessDeniedException', 'not authorized'));
    const finding = findOpen(new SSMClient(settings));
    await expect(finding).rejects.toThrow(SetupError);
    await expect(finding).rejects.toThrow('ssm:DescribeSessions');
  });

  it('or not known to be: when the time is up', async () => {
    time.end();
    await expect(findOpen()).rejects.toThrow(OutOfTimeError);
  });
});
