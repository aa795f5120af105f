import { EXIT } from '../../../cli/exit-code';
import { type Account, openHealthyAccount, reportSession } from './account';
import { TOKEN } from './names';
import { runDoctor } from './run-doctor';

// Each opens nine servers.
jest.setTimeout(30_000);

describe('doctor, of an account without a fault', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openHealthyAccount();
    await reportSession(account);
  });
  afterEach(() => account.close());

  it('warns of nothing, and ends with 0', async () => {
    const { code, text } = await runDoctor();
    expect(text).not.toMatch(/^ {2}(warning|error)/m);
    expect(code).toBe(EXIT.ok);
    expect(text).toContain('0 errors, 0 warnings');
  });

  it('follows the last session from its call to Kosli, with the delay of each step', async () => {
    const said = (await runDoctor()).text.replaceAll(/\s+/g, ' ');
    for (const step of ['opened by AROA', 'end: 10 min after the call', 'transcript: 3 s after the end'])
      expect(said).toContain(step);
    expect(said).toMatch(
      /evidence: on trail AROA\S+: user-identity 1 h 50 min, service-identity 1 h 50 min, command-logs 1 h 50 min after the end/,
    );
  });

  it('fits 100 columns', async () => {
    const { text } = await runDoctor();
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('never shows the token', async () => {
    const { text, json } = await runDoctor();
    expect(JSON.stringify(json) + text).not.toContain(TOKEN);
  });
});
