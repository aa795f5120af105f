import { PassThrough } from 'node:stream';
import { countingPages } from '../../cli/calls/count-pages';
import { openTerminal } from '../../cli/terminal';
import type { AuditPorts } from '../../lambda/ports';

describe('progress', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('says after two seconds what is being done, and how many pages of event history were read', async () => {
    const err = new PassThrough();
    const progress = openTerminal({ out: new PassThrough(), err }, { json: false }).progress(
      'Reading\u001b[2J',
    );
    const pages: AuditPorts['listCalls'] = async function* () {
      yield [];
      yield [];
    };
    const { listCalls } = countingPages({ listCalls: pages }, progress);
    const span = { from: new Date(0), to: new Date(1) };
    for await (const page of listCalls('ExecuteCommand', span)) expect(page).toEqual([]);
    jest.advanceTimersByTime(1_999);
    expect(err.read()).toBeNull();
    jest.advanceTimersByTime(1);
    progress.end();
    expect(String(err.read())).toBe('Reading[U+001B][2J: 2 pages of event history\n');
  });
});
