import { createHash } from 'node:crypto';

/** In hexadecimal, as S3 and SQS show it. */
export const md5Of = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex');
