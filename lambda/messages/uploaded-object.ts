import { sessionIdOfKey } from '../session/session-id';
import type { TranscriptRef } from '../transcript/transcript';
import { asking, ignored, type Message, type MessageContext, poison } from './message';

/** What a created object asks for: the report of a transcript, or nothing. */
export const readUploadedObject = (
  object: TranscriptRef,
  { transcriptBucket, location }: MessageContext,
): Message => {
  if (object.bucket !== transcriptBucket) {
    return poison(`the object is in bucket "${object.bucket}", expected "${transcriptBucket}"`);
  }
  const id = sessionIdOfKey(object.key);
  return id === null
    ? ignored(`"${object.key}" is not an ECS Exec transcript ([prefix/]ecs-execute-command-<id>.log)`)
    : asking({ kind: 'transcript-uploaded', session: { id, ...location }, transcript: object });
};
