import { createPublicKey, type KeyObject } from 'node:crypto';
import { type CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import { DependencyUnavailableError } from '../../reporter-error';
import { nextPages } from '../next-pages';
import { toReporterError } from '../to-reporter-error';

const keyOf = (pkcs1: Uint8Array): KeyObject => {
  try {
    return createPublicKey({ key: Buffer.from(pkcs1), format: 'der', type: 'pkcs1' });
  } catch (cause) {
    throw new DependencyUnavailableError(
      'CloudTrail ListPublicKeys returned a key that is not a PKCS #1 RSA key',
      {
        cause,
      },
    );
  }
};

/**
 * The public keys, by fingerprint, for the digests that CloudTrail signed in this region between `from` and `to`. Each region
 * has its own, so `cloudtrail` must be a client of the region of the log files. Throws `DependencyUnavailableError` (also
 * when there is no key at all, because then no digest can be verified) or `SetupError`.
 */
export const listPublicKeys = async (
  cloudtrail: CloudTrailClient,
  from: Date,
  to: Date,
  abortSignal: AbortSignal,
): Promise<ReadonlyMap<string, KeyObject>> => {
  const keys = new Map<string, KeyObject>();
  const doing = 'CloudTrail ListPublicKeys';
  const next = nextPages(doing);
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
        throw toReporterError(doing, error, 'Check that the function is allowed cloudtrail:ListPublicKeys');
      });
    for (const { Fingerprint, Value } of page.PublicKeyList ?? []) {
      if (Fingerprint !== undefined && Value !== undefined) keys.set(Fingerprint, keyOf(Value));
    }
    token = next(page.NextToken);
  } while (token !== undefined);
  if (keys.size === 0) {
    throw new DependencyUnavailableError(
      `CloudTrail ListPublicKeys returned no key for the time between ${from.toISOString()} and ${to.toISOString()}`,
    );
  }
  return keys;
};
