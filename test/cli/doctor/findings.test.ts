import { FINDING_KINDS } from '../../../cli/doctor/checks';
import { EXIT } from '../../../cli/exit-code';
import { type Account, openHealthyAccount } from './account';
import { FAULTS } from './faults';
import { runDoctor } from './run-doctor';

const said = (text: string): string => text.replaceAll(/\s+/g, ' ');

// Each opens nine servers.
jest.setTimeout(30_000);

describe('doctor', () => {
  let account: Account;
  beforeEach(async () => {
    account = await openHealthyAccount();
  });
  afterEach(() => account.close());

  it.each(Object.entries(FAULTS))('tells %s', async (id, { make, given, line }) => {
    await make(account);
    const { code, text, json } = await runDoctor(given);
    expect(said(text)).toContain(line);
    expect(JSON.stringify(json)).toContain(`"id":"${id}"`);
    const { level } = FINDING_KINDS[id as keyof typeof FINDING_KINDS];
    if (level === 'warning' || level === 'error') expect(code).not.toBe(EXIT.ok);
  });
});
