import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import type { Clients } from './clients';
import { type Look, look, unlessMissing } from './look';

/** `Enabled`, or what else KMS calls the state of the key; null where there is no such key. */
export type KeyState = string | null;

/** Asks KMS about a key once, however many use it. By id, alias or ARN. */
export type KeyOracle = (key: string) => Promise<Look<KeyState>>;

export const keyOracle = ({ kms }: Pick<Clients, 'kms'>): KeyOracle => {
  const asked = new Map<string, Promise<Look<KeyState>>>();
  return (key) => {
    const known =
      asked.get(key) ??
      look(`key ${key}`, 'kms:DescribeKey', async () => {
        const answer = await unlessMissing(
          kms.send(new DescribeKeyCommand({ KeyId: key })),
          'NotFoundException',
        );
        return answer === null ? null : (answer.KeyMetadata?.KeyState ?? 'Unknown');
      });
    asked.set(key, known);
    return known;
  };
};
