import { sessionIdOfKey } from '../session/session-id';
import type { TranscriptRef } from '../transcript/transcript';
import { ignored, type Message, poison, transcript } from './message';

/** An object that was created in a bucket, as either kind of notification names it. */
export type UploadedObject = Omit<TranscriptRef, 'sessionId'>;

/** What a created object asks for: the report of a transcript, or nothing. */
export const readUploadedObject = (object: UploadedObject, transcriptBucket: string): Message => {
  if (object.bucket !== transcriptBucket) {
    return poison(`the object lies in bucket "${object.bucket}", expected "${transcriptBucket}"`);
  }
  const sessionId = sessionIdOfKey(object.key);
  return sessionId === null
    ? ignored(`"${object.key}" is no ECS Exec transcript ([prefix/]ecs-execute-command-<id>.log)`)
    : transcript({ sessionId, ...object });
};
