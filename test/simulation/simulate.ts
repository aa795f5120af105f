import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCOUNT_ID, REGION } from '../../stand-ins/account';
import { answerAwsJson } from '../../stand-ins/aws/aws-json';
import { cloudTrailService } from '../../stand-ins/aws/cloudtrail';
import { ecsService } from '../../stand-ins/aws/ecs';
import { iamService } from '../../stand-ins/aws/iam';
import { systemsManagerService } from '../../stand-ins/aws/ssm';
import { lambdaEnvironment } from '../../stand-ins/aws-lambda/environment';
import type { Trail } from '../../stand-ins/kosli/ledger';
import { KOSLI, TOKEN_PARAMETER } from '../../stand-ins/stage';
import type { Applied } from '../../stand-ins/terraform/apply';
import { KOSLI_HOST } from './deploy';
import { openClock } from './engine/clock';
import { openEngine } from './engine/engine';
import { openMapping } from './engine/event-source-mapping';
import { type Answer, type Call, openGateway } from './engine/gateway';
import { type Invocation, type LambdaFunction, openLambdaFunction } from './engine/lambda-function';
import { type Message, openQueue } from './engine/queue';
import { seededRandom } from './engine/random';
import { type Counts, openMeter } from './meter';
import { DELIVERED_AGAIN } from './scenario/faults';
import { HOUR, type Scenario } from './scenario/session';
import { type Kosli, openKosli } from './services/kosli';
import { type Bucket, openBucket } from './services/s3';
import { sqsService } from './services/sqs';
import { setInMotion } from './world';

/** What is left when everything has happened. */
export interface Aftermath {
  readonly trails: ReadonlyMap<string, Trail>;
  /** Which invocation reported an attestation, by its `attestation_id`. */
  readonly reportedBy: ReadonlyMap<string, Invocation>;
  readonly bucket: Bucket;
  /** What everybody outside would answer now. */
  readonly answer: (call: Call) => Promise<Answer>;
  readonly tamperWithStatement: Kosli['tamper'];
  readonly forgetTrail: Kosli['forget'];
  readonly pending: readonly Message[];
  readonly deadLetters: readonly Message[];
  readonly counts: Counts;
  /** Look-ups of events that came too fast. */
  readonly throttled: number;
  readonly batches: number;
  readonly records: number;
  /** Invocations that ended without a response, with the reason. */
  readonly failures: readonly string[];
  readonly longestInvocationMs: number;
  readonly functionBytes: number;
  readonly steps: number;
}

export interface SimulationSettings {
  readonly deployed: Applied;
  readonly node: string;
  readonly folder: string;
}

// A cold start takes real time.
const RECYCLED_EVERY = 31 * HOUR;

/** Lets a scenario happen to the deployed function. */
export const simulate = async (
  scenario: Scenario,
  { deployed, node, folder }: SimulationSettings,
): Promise<Aftermath> => {
  const { seed } = scenario;
  await mkdir(folder, { recursive: true });
  const clock = openClock(join(folder, 'clock'), scenario.start - 1);
  const engine = openEngine(clock);
  const meter = openMeter(seededRandom(seed, 'latency'));
  const queueSettings = {
    ...deployed.queue,
    duplicates: DELIVERED_AGAIN,
  };
  const nameOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);
  const arnOf = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${name}`;
  const deadLetterName = nameOf(deployed.deadLetterQueueUrl);
  const deadLetters = openQueue(engine, seededRandom(seed, 'dead letters'), {
    ...queueSettings,
    name: deadLetterName,
    arn: arnOf(deadLetterName),
    deadLetters: null,
  });
  const name = nameOf(deployed.mapping.queueUrl);
  const queue = openQueue(engine, seededRandom(seed, 'queue'), {
    ...queueSettings,
    name,
    arn: arnOf(name),
    deadLetters,
  });
  const bucket = openBucket(deployed.bucket, engine.now);
  const [cloudtrail, ecs, iam, ssm] = [
    cloudTrailService(engine.now),
    ecsService(),
    iamService(),
    systemsManagerService(),
  ];
  cloudtrail.limitToTwoASecond();
  ssm.putSecret(TOKEN_PARAMETER, KOSLI.token);
  const kosli = openKosli(KOSLI, {
    now: engine.now,
    random: seededRandom(seed, 'kosli'),
    outage: scenario.outage,
  });
  const services = [
    ...[cloudtrail, ecs, ssm].map(({ service }) => service),
    sqsService([queue, deadLetters]),
  ];
  let throttled = 0;

  const answer = async (call: Call, by: Invocation | null): Promise<Answer> => {
    if (call.url.startsWith('/api/v2/')) return kosli.answer(call, by);
    if (call.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return iam.answer(call);
    if (call.headers['x-amz-target'] === undefined) return bucket.answer(call);
    const answered = await answerAwsJson(services, call);
    if (answered.status === 400 && answered.body.includes('ThrottlingException')) throttled += 1;
    return answered;
  };

  const functions: LambdaFunction[] = [];
  const gateways = await Promise.all(
    Array.from({ length: deployed.mapping.maximumConcurrency }, openGateway),
  );
  for (const [n, gateway] of gateways.entries()) {
    const disk = join(folder, `disk-${n}`);
    await mkdir(disk, { recursive: true });
    const environment = Object.fromEntries(
      Object.entries(deployed.function.environment).map(([variable, value]) => [
        variable,
        value.replace(KOSLI_HOST, gateway.url).replace(/^http:\/\/127\.0\.0\.1:\d+(?=\/)/, gateway.url),
      ]),
    );
    functions.push(
      openLambdaFunction(
        engine,
        {
          ...deployed.function,
          environment: {
            ...environment,
            ...lambdaEnvironment({ region: REGION, endpoints: { AWS_ENDPOINT_URL: gateway.url }, disk }),
          },
          node,
          gateway,
          clockFile: clock.path,
          seed: seed * 1000 + n * 500,
          logFile: join(folder, `function-${n}.log`),
        },
        { answer, latency: meter.latency },
      ),
    );
  }
  const mapping = openMapping(engine, seededRandom(seed, 'mapping'), queue, functions, {
    batchSize: deployed.mapping.batchSize,
    windowMs: deployed.mapping.windowSeconds * 1000,
  });
  for (let time = scenario.start + RECYCLED_EVERY; time < scenario.end; time += RECYCLED_EVERY)
    for (const [n, one] of functions.entries()) engine.at(time + n * 1000, one.recycle);
  setInMotion(engine, { queue, rules: deployed.rules, bucket, cloudtrail, ecs, iam, ssm }, scenario);
  try {
    await engine.runUntil(scenario.end);
  } finally {
    await Promise.all(functions.map((one) => one.close()));
    for (const gateway of gateways) gateway.close();
    clock.close();
  }
  // From now on time stands still.
  cloudtrail.liftLimit();
  return {
    trails: kosli.trails,
    reportedBy: kosli.reportedBy,
    answer: (call) => answer(call, null),
    tamperWithStatement: kosli.tamper,
    forgetTrail: kosli.forget,
    bucket,
    pending: queue.pending(),
    deadLetters: deadLetters.messages,
    counts: meter.counts,
    throttled,
    batches: mapping.batches(),
    records: mapping.records(),
    failures: mapping.failures,
    longestInvocationMs: Math.max(...functions.map((one) => one.longestMs())),
    functionBytes: Math.max(...functions.map((one) => one.largestMemoryBytes())),
    steps: engine.steps(),
  };
};
