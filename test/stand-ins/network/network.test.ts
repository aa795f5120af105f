import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CREDENTIALS, REGION } from '../../../stand-ins/account';
import { openSystemsManager, type SystemsManager } from '../../../stand-ins/aws/ssm';
import type { Mishap } from '../../../stand-ins/network/mishaps';
import { type Network, openNetwork } from '../../../stand-ins/network/network';

const NAME = 'kosli_api_token';

describe('the network between a function and the services', () => {
  let network: Network;
  let ssm: SystemsManager;
  beforeEach(async () => {
    [network, ssm] = await Promise.all([openNetwork(1), openSystemsManager()]);
    ssm.putSecret(NAME, 'the token');
  });
  afterEach(() => Promise.all([network.close(), ssm.close()]));

  const read = async (clockOffMs = 0): Promise<string | undefined> => {
    const client = new SSMClient({
      endpoint: network.inFrontOf(ssm.url),
      region: REGION,
      credentials: CREDENTIALS,
      maxAttempts: 1,
      systemClockOffset: clockOffMs,
    });
    try {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: NAME, WithDecryption: true }));
      return Parameter?.Value;
    } finally {
      client.destroy();
    }
  };

  it('passes on what nothing goes wrong with', async () => {
    expect(await read()).toBe('the token');
    expect(network.asked.map(({ service, operation }) => `${service} ${operation}`)).toEqual([
      'SSM GetParameter',
    ]);
    expect(network.happened()).toBe(0);
  });

  it('lets something go wrong as often as planned, after so many that go well', async () => {
    const answer = { status: 400, body: JSON.stringify({ __type: 'ParameterNotFound' }) };
    network.plan({ to: { service: 'SSM', after: 1, times: 1 }, is: { kind: 'answer', answer } });
    const outcomes = [await read(), await read().catch(({ name }: Error) => name), await read()];
    expect(outcomes).toEqual(['the token', 'ParameterNotFound', 'the token']);
    expect(network.happened()).toBe(1);
  });

  it.each<[string, Mishap['is'], number]>([
    ['breaks before the body', { kind: 'reset', when: 'before the body' }, 0],
    ['breaks unanswered', { kind: 'reset-unanswered', carriedOut: false }, 0],
    ['breaks unanswered, carried out', { kind: 'reset-unanswered', carriedOut: true }, 1],
    ['breaks in the middle of the answer', { kind: 'cut' }, 1],
  ])('%s', async (_, is, carriedOut) => {
    network.plan({ to: {}, is });
    await expect(read()).rejects.toThrow();
    expect(ssm.calls).toHaveLength(carriedOut);
  });

  it.each([
    ['4 minutes slow', -4, true],
    ['6 minutes slow', -6, false],
    ['6 minutes fast', 6, false],
  ])('refuses what was signed by a clock that is %s, as AWS does', async (_, minutes, isTaken) => {
    const name = await read(minutes * 60_000).then(
      () => null,
      (error: Error) => error.name,
    );
    expect(name).toBe(isTaken ? null : 'InvalidSignatureException');
    expect(ssm.calls).toHaveLength(isTaken ? 1 : 0);
  });
});
