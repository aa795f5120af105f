import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import {
  type FunctionSettings,
  functionProcess,
  type LocalFunctionProcess,
} from '../../stand-ins/aws-lambda/function-process';
import { openStage, type Stage } from '../../stand-ins/stage';
import { stackFolderIn, synthesise } from '../../stand-ins/terraform/synthesise';
import { nodeExecutable } from '../../test/tools/node-executable';
import { openTranscriptServer, type TranscriptServer } from './transcript-server';

/** The synthesised stack among stand-ins, with as many processes of a function as are wanted. */
export interface BenchStage {
  readonly stage: Stage;
  readonly transcripts: TranscriptServer;
  /** A process of the reporter, or of another function in its place, with a disk of its own. */
  readonly start: (other?: Pick<FunctionSettings, 'taskRoot' | 'handler'>) => Promise<LocalFunctionProcess>;
  readonly close: () => Promise<void>;
}

/** The Node that the stack asks for. */
const lambdaNode = (): string => {
  const found = nodeExecutable(24);
  if ('missing' in found) throw new Error(`Node 24 is what is measured; ${found.missing}`);
  return found.at;
};

/** S3's test message, of which no benchmark is about. */
const dropTestMessage = async ({ sqs, applied }: Stage): Promise<void> => {
  const { queueUrl: QueueUrl } = applied.mapping;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
};

/** The caller closes it. */
export const openBenchStage = async (): Promise<BenchStage> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-reporter-'));
  await synthesise(join(folder, 'synthesised'));
  const transcripts = await openTranscriptServer();
  const settingsOf: FunctionSettings[] = [];
  const started: LocalFunctionProcess[] = [];
  const stage = await openStage({
    stackFolder: stackFolderIn(join(folder, 'synthesised')),
    node: lambdaNode(),
    runtime: (settings) => {
      settingsOf.push(settings);
      return functionProcess(settings);
    },
  });
  await dropTestMessage(stage);
  const [settings] = settingsOf;
  if (settings === undefined) throw new Error('the stage made no function');
  return {
    stage,
    transcripts,
    start: async (other) => {
      const disk = await mkdtemp(join(folder, 'disk-'));
      const one = functionProcess({
        ...settings,
        ...other,
        environment: {
          ...settings.environment,
          HOME: disk,
          TMPDIR: disk,
          AWS_ENDPOINT_URL_S3: transcripts.url,
        },
      });
      started.push(one);
      return one;
    },
    close: async () => {
      for (const one of started) await one.close();
      await Promise.all([stage.close(), transcripts.close()]);
      await rm(folder, { recursive: true });
    },
  };
};
