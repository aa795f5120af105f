import type { AuditPorts } from '../../lambda/ports';

const notInThisTest = (): never => {
  throw new Error('this test says nothing of it');
};

/** What auditing needs from outside; what a test does not provide is refused when asked for. */
export const fakeAudit = (changes: Partial<AuditPorts> = {}): AuditPorts => ({
  listCalls: notInThisTest,
  readTrail: notInThisTest,
  findTranscript: notInThisTest,
  listTranscripts: notInThisTest,
  describeLogging: notInThisTest,
  openSessions: notInThisTest,
  mayUpload: notInThisTest,
  send: notInThisTest,
  ...changes,
});
