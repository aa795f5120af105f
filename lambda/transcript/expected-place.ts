import type { SessionId } from '../session/session-id';

/**
 * The key ECS Exec uploads a session's transcript to: Go's `path.Join(prefix, "<session id>.log")`, which also cleans slashes
 * and dots, so the configured prefix is not always how the key begins.
 */
export const expectedKey = (prefix: string, id: SessionId): string => {
  const segments: string[] = [];
  for (const segment of `${prefix}/${id}.log`.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
};
