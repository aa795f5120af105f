import { verify } from '../../../cli/commands/verify';
import { EXIT } from '../../../cli/exit-code';
import { argumentsOf, VERIFY_OPTIONS } from '../../../cli/verify/verify-options';
import { ACCOUNT_ID, REGION } from '../../../stand-ins/account';
import { openLambdaApi } from '../../../stand-ins/aws/lambda';
import { openSystemsManager } from '../../../stand-ins/aws/ssm';
import { KOSLI } from '../../../stand-ins/stage';
import { USAGE } from '../../../verify/usage';
import { DAYS, openWorld, statementTrail, type World } from '../../verify/verified-world';
import { runCommand } from '../account-on-stage';
import { setEnvironment } from '../environment';

const RANGE = { from: DAYS[0], to: DAYS[2] };
const environmentOf = (world: World, change: Readonly<Record<string, string>> = {}) => ({
  KOSLI_HOST: world.kosli.url,
  KOSLI_ORG: KOSLI.org,
  KOSLI_FLOW: KOSLI.flow,
  KOSLI_API_TOKEN_PARAMETER: 'kosli_api_token',
  TRAIL_NAME_TEMPLATE: '{principalId}',
  IDENTITY_DEADLINE_MINUTES: '120',
  TRANSCRIPT_BUCKET: 'acme-exec-transcripts',
  TRANSCRIPT_PREFIX: '',
  TRANSCRIPT_GRACE_MINUTES: '180',
  TRANSCRIPT_ATTACHMENT: 'attach',
  PREVIEW_CHARACTERS: '500',
  QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/reporter',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/dead',
  CLOUDTRAIL_BUCKET: world.cloudTrailBucket,
  ...change,
});

jest.setTimeout(60_000);

describe('verifying with the settings of the deployed function', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  const open = async (change: Readonly<Record<string, string>> = {}) => {
    const [world, lambda, ssm] = await Promise.all([openWorld(), openLambdaApi(), openSystemsManager()]);
    ssm.putSecret('kosli_api_token', KOSLI.token);
    lambda.deploy({
      FunctionName: 'ecs-exec-evidence-reporter',
      FunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:ecs-exec-evidence-reporter`,
      Role: `arn:aws:iam::${ACCOUNT_ID}:role/reporter`,
      Environment: { Variables: environmentOf(world, change) },
    });
    const restore = setEnvironment({
      ...world.endpoints,
      AWS_ENDPOINT_URL_LAMBDA: lambda.url,
      AWS_ENDPOINT_URL_SSM: ssm.url,
      AWS_REGION: REGION,
      AWS_ACCOUNT_ID: undefined,
      KOSLI_API_TOKEN: undefined,
      KOSLI_ORG: undefined,
      KOSLI_FLOW: undefined,
      KOSLI_HOST: undefined,
    });
    closing.push(
      () => world.close(),
      () => lambda.close(),
      () => ssm.close(),
      restore,
    );
    return { world, lambda };
  };

  it('needs no other option than the days, and reads the bucket of the function', async () => {
    await open();
    const { code, text, json } = await runCommand(verify, RANGE);
    expect(code).toBe(EXIT.ok);
    expect(text).toMatch(new RegExp(`^${DAYS[0]}  matches revision 1`));
    expect(json).toMatchObject({ result: 'match' });
    expect(json.days).toHaveLength(3);
  });

  it('ends with 1 when a statement does not match', async () => {
    const { world } = await open();
    const [statement] = world.held(statementTrail(DAYS[0]));
    Object.assign(statement?.user_data ?? {}, { calls_in_cloudtrail: 7 });
    const { code, text } = await runCommand(verify, RANGE);
    expect([code, text]).toEqual([EXIT.found, expect.stringContaining('MISMATCH')]);
  });

  it('prefers what is given to what the function says', async () => {
    await open({ KOSLI_FLOW: 'another-flow', TRAIL_NAME_TEMPLATE: 'wrong' });
    const given = { ...RANGE, 'kosli-flow': KOSLI.flow, 'trail-name-template': '{principalId}' };
    expect((await runCommand(verify, given)).code).toBe(EXIT.ok);
    expect((await runCommand(verify, RANGE)).code).toBe(EXIT.failed);
  });

  it('goes on without the function where everything required is given, and says so', async () => {
    const { world, lambda } = await open();
    lambda.deny('lambda:GetFunctionConfiguration');
    await expect(runCommand(verify, RANGE)).rejects.toThrow('lambda:GetFunctionConfiguration');
    const given = {
      ...RANGE,
      account: ACCOUNT_ID,
      region: REGION,
      'kosli-org': KOSLI.org,
      'kosli-flow': KOSLI.flow,
      'kosli-host': world.kosli.url,
    };
    const { code, remarks } = await runCommand(verify, given);
    expect([code, remarks[0]]).toEqual([EXIT.ok, expect.stringContaining('could not be asked')]);
  });

  it('asks nobody when it is offline', async () => {
    const { world } = await open();
    const copies = `${world.folder}/copies`;
    expect((await runCommand(verify, { ...RANGE, save: copies })).code).toBe(EXIT.ok);
    setEnvironment({
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
    });
    const given = { ...RANGE, offline: copies, account: ACCOUNT_ID, region: REGION };
    const bucket = { 'cloudtrail-bucket': world.cloudTrailBucket };
    expect((await runCommand(verify, { ...given, ...bucket })).code).toBe(EXIT.ok);
  });

  it('ends with 2 for wrong arguments, and says what is wrong with them', async () => {
    await open();
    const { code, remarks, text } = await runCommand(verify, { from: DAYS[0], to: 'today' });
    expect([code, text, remarks]).toEqual([
      EXIT.failed,
      null,
      ['--to is "today", expected a day as YYYY-MM-DD'],
    ]);
  });
});

describe('the options of verify', () => {
  it('are those of npm run verify, the name of the function, and --json, which all commands have', () => {
    const flags = [...USAGE.matchAll(/--([a-z-]+)/g)].map(([, flag]) => flag);
    const own = flags.filter((flag) => flag !== 'json' && flag !== 'help');
    expect(new Set([...own, 'function'])).toEqual(new Set(Object.keys(VERIFY_OPTIONS)));
  });

  it('are handed on as they were given, empty ones and those that begin with a dash too', () => {
    expect(
      argumentsOf({ service: ['web', 'api'], 'cloudtrail-prefix': '', save: '-x', function: 'f' }),
    ).toEqual(['--cloudtrail-prefix=', '--service=web', '--service=api', '--save=-x']);
  });
});
