import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { Frontier } from '#src/ledger/frontier.ts';
import {
  consistencyProof,
  emptyRoot,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '#src/ledger/tree.ts';
import { thrownBy } from '../store/support.ts';

// The reference tree of the Certificate Transparency project (google/certificate-transparency,
// cpp/merkletree/merkle_tree_test.cc, Apache-2.0): eight leaves, every root, and chosen proofs.
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const N = {
  a: '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  b: '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  c: '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  d: 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  e: 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  f: '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
};
const root = (size: number): string => ROOTS[size] ?? '';
const hashes = LEAVES.map((leaf) => leafHash(fromHex(leaf)));

/** Leaf hashes of any number, each different. */
function many(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i >> 8, i & 255)));
}

describe('rootOf', () => {
  it('gives the published root for every size', () => {
    expect(LEAVES.map((_, i) => toHex(rootOf(hashes.slice(0, i))))).toEqual(ROOTS.slice(0, 8));
    expect(toHex(rootOf(hashes))).toBe(ROOTS[8]);
    expect(toHex(emptyRoot())).toBe(ROOTS[0]);
  });
});

describe('inclusionProof', () => {
  it.each([
    [0, 1, []],
    [0, 8, [N.a, N.b, N.c]],
    [5, 8, [N.d, N.e, root(4)]],
    [2, 3, [root(2)]],
    [1, 5, [root(1), N.b, N.d]],
  ])('gives the published proof of leaf %i in %i', (index, size, expected) => {
    expect(inclusionProof(hashes.slice(0, size), index).map(toHex)).toEqual(expected);
  });

  it('is verified for every leaf of every size to 64, and for no other leaf, size or root', () => {
    for (let size = 1; size <= 64; size++) {
      const leaves = many(size);
      const treeRoot = rootOf(leaves);
      for (const [index, leaf] of leaves.entries()) {
        const claim = { index, size, leaf, proof: inclusionProof(leaves, index), root: treeRoot };
        expect(() => {
          verifyInclusion(claim);
        }).not.toThrow();
        for (const wrong of [
          { ...claim, leaf: leafHash(Uint8Array.of(9)) },
          { ...claim, root: emptyRoot() },
          { ...claim, index: size },
          { ...claim, proof: [...claim.proof, emptyRoot()] },
          { ...claim, proof: claim.proof.slice(1), ...(size === 1 ? { index: 1 } : {}) },
          { ...claim, index: (index + 1) % size, ...(size === 1 ? { size: 2 } : {}) },
        ]) {
          expect(() => {
            verifyInclusion(wrong);
          }).toThrow(EvidenceError);
        }
      }
    }
  });

  it('throws RangeError outside the tree', () => {
    expect(() => inclusionProof(hashes, 8)).toThrow('"index" expected 0 to 7, got 8');
    expect(() => inclusionProof([], 0)).toThrow(RangeError);
  });
});

describe('verifyInclusion', () => {
  it('tells a wrong length of proof from a wrong root', () => {
    const claim = {
      index: 0,
      size: 8,
      leaf: leafHash(fromHex('')),
      proof: inclusionProof(hashes, 0),
      root: rootOf(hashes),
    };
    const other = nodeHash(emptyRoot(), emptyRoot());
    expect(
      thrownBy(() => {
        verifyInclusion({ ...claim, proof: [] });
      }),
    ).toMatchObject({
      code: 'LEDGER_PROOF_INVALID',
      message: 'proof expected to be longer',
    });
    expect(
      thrownBy(() => {
        verifyInclusion({ ...claim, root: other });
      }),
    ).toMatchObject({
      code: 'LEDGER_ROOT_MISMATCH',
      message: '"root" expected what the proof leads to, got another',
    });
    expect(
      thrownBy(() => {
        verifyInclusion({ ...claim, proof: [other.subarray(1)] });
      }),
    ).toMatchObject({
      message: 'proof expected hashes of 32 bytes',
    });
    expect(
      thrownBy(() => {
        verifyInclusion({ ...claim, index: -1 });
      }),
    ).toMatchObject({
      message: 'index expected to lie in the tree',
    });
  });
});

describe('consistencyProof', () => {
  it.each([
    [1, 1, []],
    [1, 8, [N.a, N.b, N.c]],
    [6, 8, [N.f, N.e, root(4)]],
    [2, 5, [N.b, N.d]],
  ])('gives the published proof from %i to %i', (oldSize, newSize, expected) => {
    expect(consistencyProof(hashes.slice(0, newSize), oldSize).map(toHex)).toEqual(expected);
  });

  it('is verified between all sizes to 64, and between no other trees', () => {
    const leaves = many(64);
    const roots = Array.from({ length: 65 }, (_, size) => rootOf(leaves.slice(0, size)));
    const at = (size: number): Uint8Array => roots[size] ?? emptyRoot();
    for (let newSize = 1; newSize <= 64; newSize++) {
      for (let oldSize = 1; oldSize <= newSize; oldSize++) {
        const proof = consistencyProof(leaves.slice(0, newSize), oldSize);
        const claim = { oldSize, newSize, oldRoot: at(oldSize), newRoot: at(newSize), proof };
        expect(() => {
          verifyConsistency(claim);
        }).not.toThrow();
        for (const wrong of [
          { ...claim, oldRoot: leafHash(Uint8Array.of(9)) },
          { ...claim, newRoot: leafHash(Uint8Array.of(9)) },
          { ...claim, proof: [...proof, emptyRoot()] },
          { ...claim, oldSize: newSize + 1 },
          ...(proof.length > 0
            ? [
                { ...claim, proof: proof.slice(0, -1) },
                { ...claim, proof: [] },
              ]
            : []),
        ]) {
          expect(() => {
            verifyConsistency(wrong);
          }).toThrow(EvidenceError);
        }
      }
    }
  });

  it('starts every tree from the empty one, whose root is fixed', () => {
    const claim = {
      oldSize: 0,
      newSize: 8,
      oldRoot: emptyRoot(),
      newRoot: rootOf(hashes),
      proof: [],
    };
    expect(() => {
      verifyConsistency(claim);
    }).not.toThrow();
    expect(
      thrownBy(() => {
        verifyConsistency({ ...claim, oldRoot: claim.newRoot });
      }),
    ).toMatchObject({
      code: 'LEDGER_ROOT_MISMATCH',
    });
    expect(() => consistencyProof(hashes, 0)).toThrow('"oldSize" expected 1 to 8, got 0');
  });
});

describe('Frontier', () => {
  it('has the root that the whole tree has, at every size to 300', () => {
    const leaves = many(300);
    let frontier = Frontier.empty();
    expect(frontier.root()).toEqual(emptyRoot());
    for (const [i, leaf] of leaves.entries()) {
      frontier = frontier.append(leaf);
      expect(frontier.size).toBe(i + 1);
      if (i < 64 || i % 37 === 0) expect(frontier.root()).toEqual(rootOf(leaves.slice(0, i + 1)));
    }
  });

  it('is immutable: appending leaves the older value as it was', () => {
    assert(
      property(integer({ min: 0, max: 100 }), (size) => {
        const frontier = many(size).reduce((tree, leaf) => tree.append(leaf), Frontier.empty());
        const before = frontier.root();
        frontier.append(emptyRoot());
        expect(frontier.root()).toEqual(before);
      }),
      { numRuns: process.env['SLOW'] === '1' ? 100 : 10 },
    );
  });
});
