import { defaultProvider } from '../../../lambda/aws/environment-credentials';

const NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;

describe("the function's credentials", () => {
  const before = { ...process.env };
  beforeEach(() => {
    for (const name of NAMES) delete process.env[name];
  });
  afterAll(() => {
    process.env = before;
  });

  it('are those of its environment at the time of each request', async () => {
    const credentials = defaultProvider();
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ASIAFIRST', AWS_SECRET_ACCESS_KEY: 'first' });
    expect(await credentials()).toEqual({ accessKeyId: 'ASIAFIRST', secretAccessKey: 'first' });
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'ASIASECOND',
      AWS_SECRET_ACCESS_KEY: 'second',
      AWS_SESSION_TOKEN: 'token',
    });
    expect(await credentials()).toEqual({
      accessKeyId: 'ASIASECOND',
      secretAccessKey: 'second',
      sessionToken: 'token',
    });
  });

  it.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])(
    'are said to be missing when %s is, without a word of the other',
    async (missing) => {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ASIAKEPT', AWS_SECRET_ACCESS_KEY: 'kept-secret' });
      delete process.env[missing];
      const error: Error = await defaultProvider()().catch((thrown) => thrown);
      expect(error).toMatchObject({ name: 'SetupError', message: expect.stringContaining(missing) });
      expect(error.message).not.toMatch(/ASIAKEPT|kept-secret/);
    },
  );
});
