import { emptyRoot, nodeHash } from './tree.ts';

/**
 * The compact range of a tree: roots of its perfect subtrees, largest first. Appending and the root
 * take O(log n) hashes. Immutable, so that a rolled-back transaction only needs the older value.
 */
export class Frontier {
  /** Number of leaves. */
  readonly size: number;
  readonly #roots: readonly Uint8Array[];

  /** @param size - leaves so far @param roots - one root for each 1 bit of `size`, largest subtree first */
  private constructor(size: number, roots: readonly Uint8Array[]) {
    this.size = size;
    this.#roots = roots;
  }

  /** The tree without leaves. */
  static empty(): Frontier {
    return new Frontier(0, []);
  }

  /** The tree with one more leaf. @param leaf - the leaf's hash, 32 bytes */
  append(leaf: Uint8Array): Frontier {
    const roots = [...this.#roots];
    let hash = leaf;
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) {
      const left = roots.pop();
      if (left === undefined) throw new RangeError('"roots" expected one for each bit of the size');
      hash = nodeHash(left, hash);
    }
    return new Frontier(this.size + 1, [...roots, hash]);
  }

  /** Root hash of the tree, 32 bytes. */
  root(): Uint8Array {
    return (
      this.#roots.reduceRight<Uint8Array | null>(
        (right, left) => (right === null ? left : nodeHash(left, right)),
        null,
      ) ?? emptyRoot()
    );
  }
}
