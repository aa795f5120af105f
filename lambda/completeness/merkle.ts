import { createHash } from 'node:crypto';

/**
 * The Merkle tree hash of RFC 6962, section 2.1 (the tree of Certificate Transparency), with SHA-256: a leaf is hashed behind a
 * byte 0, a node behind a byte 1, and the left subtree of n leaves has the largest power of two below n. The tree of no leaves
 * has the hash of nothing.
 */

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

interface Subtree {
  readonly leaves: number;
  readonly hash: Buffer;
}

const join = (left: Subtree, right: Subtree): Subtree => ({
  leaves: left.leaves + right.leaves,
  hash: sha256(NODE, left.hash, right.hash),
});

/**
 * The root of these leaves, as lower-case hex.
 *
 * @param leaves text is hashed as UTF-8
 */
export const merkleRoot = (leaves: Iterable<Buffer | string>): string => {
  // Complete subtrees, larger ones first; two of a size are joined at once, so there are never more than log2(n).
  const complete: Subtree[] = [];
  for (const leaf of leaves) {
    let last: Subtree = { leaves: 1, hash: sha256(LEAF, leaf) };
    while (complete.at(-1)?.leaves === last.leaves) {
      const left = complete.pop();
      if (left !== undefined) last = join(left, last);
    }
    complete.push(last);
  }
  const root = complete.reduceRight<Subtree | null>(
    (right, left) => (right === null ? left : join(left, right)),
    null,
  );
  return (root?.hash ?? sha256()).toString('hex');
};
