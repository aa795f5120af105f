import { SSMClient } from '@aws-sdk/client-ssm';
import { kosliToken } from '../../cli/kosli/kosli-token';
import { openSystemsManager, type SystemsManager } from '../../stand-ins/aws/ssm';
import { at } from '../stand-ins/aws/clients';

describe('the API token of Kosli', () => {
  let ssm: SystemsManager;
  beforeEach(async () => {
    ssm = await openSystemsManager();
    ssm.putSecret('kosli_api_token', 'of-the-parameter');
  });
  afterEach(() => ssm.close());
  const tokenOf = (env: Readonly<Record<string, string>>) =>
    kosliToken(new SSMClient(at(ssm.url)), 'kosli_api_token', env);

  it('is that of KOSLI_API_TOKEN, and SSM is not asked then', async () => {
    expect(await tokenOf({ KOSLI_API_TOKEN: 'of-mine\n' }).read()).toBe('of-mine');
    expect(ssm.calls).toEqual([]);
  });

  it('is that of the parameter where the variable is not set, or empty', async () => {
    for (const env of [{}, { KOSLI_API_TOKEN: '' }])
      expect(await tokenOf(env).read()).toBe('of-the-parameter');
  });

  it('is not repeated when it has what no token has', () => {
    const problem = (() => {
      try {
        tokenOf({ KOSLI_API_TOKEN: 'secret\nvalue' });
        return 'none';
      } catch (error) {
        return String(error);
      }
    })();
    expect(problem).toContain('KOSLI_API_TOKEN contains characters');
    expect(problem).not.toMatch(/secret|value/);
  });
});
