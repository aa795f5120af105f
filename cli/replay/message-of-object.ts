import { sessionIdOfKey } from '../../lambda/session/session-id';
import type { AwsAccount } from '../deployment/open-account';
import { CommandError } from '../exit-code';
import type { PlannedMessage } from './planned-messages';

const ADDRESS = /^s3:\/\/([^/]+)\/(.+)$/;

/**
 * What reports a transcript again.
 *
 * @param address `s3://<bucket>/<key>`
 * @throws CommandError when it is not a transcript of the bucket, or does not exist
 */
export const messageOfObject = async (
  { findTranscript }: Pick<AwsAccount, 'findTranscript'>,
  transcriptBucket: string,
  address: string,
): Promise<PlannedMessage> => {
  const [, bucket, key] = ADDRESS.exec(address) ?? [];
  if (bucket === undefined || key === undefined)
    throw new CommandError(`--key is "${address}", expected s3://<bucket>/<key>.`);
  if (bucket !== transcriptBucket)
    throw new CommandError(
      `--key is in bucket "${bucket}", and the function reports transcripts of "${transcriptBucket}"; name the function of that bucket with --function.`,
    );
  if (sessionIdOfKey(key) === null)
    throw new CommandError(
      `--key is "${key}", which is not the transcript of an ECS Exec session, expected [prefix/]ecs-execute-command-<id>.log.`,
    );
  const object = await findTranscript({ bucket, key, versionId: null });
  if (object === null)
    throw new CommandError(`There is no object ${address}, or its newest version was deleted.`);
  return {
    message: { kind: 'transcript', object },
    because: `the transcript at ${address}, uploaded ${object.uploadedAt.toISOString()}`,
  };
};
