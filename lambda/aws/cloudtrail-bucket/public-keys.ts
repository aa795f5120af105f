import { createPublicKey, type KeyObject } from 'node:crypto';
import { type CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import { DependencyUnavailableError } from '../../reporter-error';
import { toReporterError } from '../to-reporter-error';

const keyOf = (pkcs1: Uint8Array): KeyObject => {
  try {
    return createPublicKey({ key: Buffer.from(pkcs1), format: 'der', type: 'pkcs1' });
  } catch (cause) {
    throw new DependencyUnavailableError('CloudTrail ListPublicKeys sent a key that is no PKCS #1 RSA key', {
      cause,
    });
  }
};

/**
 * The public keys, by fingerprint, with whose private halves CloudTrail signed this region's digests in that time. Each
 * region has its own, so `cloudtrail` must speak to the region of the log files. Throws `DependencyUnavailableError` (also
 * when there is no key at all: then nothing can be judged) or `SetupError`.
 */
export const listPublicKeys = async (
  cloudtrail: CloudTrailClient,
  from: Date,
  to: Date,
  abortSignal: AbortSignal,
): Promise<ReadonlyMap<string, KeyObject>> => {
  const keys = new Map<string, KeyObject>();
  let token: string | undefined;
  do {
    const page = await cloudtrail
      .send(
        new ListPublicKeysCommand({
          StartTime: from,
          EndTime: to,
          ...(token !== undefined && { NextToken: token }),
        }),
        { abortSignal },
      )
      .catch((error: unknown) => {
        throw toReporterError(
          'CloudTrail ListPublicKeys',
          error,
          'Check that the function is allowed cloudtrail:ListPublicKeys',
        );
      });
    for (const { Fingerprint, Value } of page.PublicKeyList ?? []) {
      if (Fingerprint !== undefined && Value !== undefined) keys.set(Fingerprint, keyOf(Value));
    }
    token = page.NextToken;
  } while (token !== undefined);
  if (keys.size === 0) {
    throw new DependencyUnavailableError(
      `CloudTrail ListPublicKeys knows no key between ${from.toISOString()} and ${to.toISOString()}`,
    );
  }
  return keys;
};
