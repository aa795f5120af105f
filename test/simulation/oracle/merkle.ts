import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly (Buffer | string)[]): Buffer =>
  Buffer.from(
    createHash('sha256')
      .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
      .digest(),
  );

/** The Merkle tree hash as RFC 6962 (2.1) defines it, word by word, in hexadecimal. */
export const rootOf = (lines: readonly string[]): string => {
  const hash = (leaves: readonly string[]): Buffer => {
    const [first] = leaves;
    if (first === undefined) return sha256();
    if (leaves.length === 1) return sha256(Buffer.from([0]), first);
    const left = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
    return sha256(Buffer.from([1]), hash(leaves.slice(0, left)), hash(leaves.slice(left)));
  };
  return hash(lines).toString('hex');
};
