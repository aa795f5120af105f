import { executeCommandRecord, logFileOf } from '../../../stand-ins/recorded-session/execute-command-record';
import { CALLERS } from '../../fixtures/user-identities';

describe("CloudTrail's record of an ExecuteCommand call", () => {
  it('names the session the call opened, and the time in whole seconds', () => {
    const openedAt = new Date('2026-07-31T12:25:25.678Z');
    expect(executeCommandRecord({ sessionId: 'ecs-execute-command-1', openedAt })).toMatchObject({
      eventTime: '2026-07-31T12:25:25Z',
      responseElements: { session: { sessionId: 'ecs-execute-command-1' } },
    });
  });

  it('says why a call was refused, and has no response then', () => {
    const refusal = { errorCode: 'AccessDenied', errorMessage: 'User is not authorized' };
    expect(executeCommandRecord({ refusal })).toMatchObject({ ...refusal, responseElements: null });
    expect(executeCommandRecord()).not.toHaveProperty('errorCode');
  });

  it.each(Object.entries(CALLERS))('names the caller when that is %s', (_who, { userIdentity }) => {
    expect(executeCommandRecord({ userIdentity }).userIdentity).toBe(userIdentity);
  });

  it('has other fields, or lacks some, when told to', () => {
    const record = executeCommandRecord({}, { eventName: 'StartSession', eventTime: undefined });
    const [written] = JSON.parse(logFileOf(record).toString()).Records;
    expect(written).toMatchObject({ eventName: 'StartSession', eventSource: 'ecs.amazonaws.com' });
    expect(written).not.toHaveProperty('eventTime');
  });
});
