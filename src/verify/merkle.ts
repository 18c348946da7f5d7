import { concatBytes } from '#src/core/bytes.ts';
import { sha256 } from './digest.ts';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of a leaf (RFC 9162 §2.1.1). */
export async function leafHash(bytes: Uint8Array): Promise<Uint8Array> {
  return sha256(concatBytes(LEAF, bytes));
}

/**
 * Root hashes of the trees over the first 0, 1, 2, … n leaves (RFC 9162 §2.1.1), each from the perfect
 * subtrees of the one before.
 * @param leaves - leaf hashes in order
 * @returns one more than there are leaves; the tree of none first
 */
export async function rootsOf(leaves: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const roots: Uint8Array[] = [await sha256(new Uint8Array())];
  const peaks: { size: number; hash: Uint8Array }[] = [];
  for (const leaf of leaves) {
    peaks.push({ size: 1, hash: leaf });
    for (;;) {
      const [left, right] = peaks.slice(-2);
      if (left === undefined || right === undefined || left.size !== right.size) break;
      const hash = await sha256(concatBytes(NODE, left.hash, right.hash));
      peaks.splice(-2, 2, { size: left.size * 2, hash });
    }
    let root: Uint8Array | null = null;
    for (const { hash } of peaks.toReversed()) {
      root = root === null ? hash : await sha256(concatBytes(NODE, hash, root));
    }
    roots.push(root ?? leaf);
  }
  return roots;
}
