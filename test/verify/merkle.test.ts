import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { Frontier } from '#src/ledger/frontier.ts';
import * as tree from '#src/ledger/tree.ts';
import { leafHash, rootsOf } from '#src/verify/merkle.ts';

describe('rootsOf', () => {
  it('gives the roots of the ledger’s own tree, which shares no code with it', async () => {
    let frontier = Frontier.empty();
    const expected = [frontier.root()];
    const leaves: Uint8Array[] = [];
    for (let i = 0; i < 70; i++) {
      const leaf = await leafHash(utf8(`entry ${i}`));
      expect(leaf).toEqual(tree.leafHash(utf8(`entry ${i}`)));
      leaves.push(leaf);
      frontier = frontier.append(leaf);
      expected.push(frontier.root());
    }
    expect(await rootsOf(leaves)).toEqual(expected);
  });

  it('gives the hash of nothing for no leaf', async () => {
    const empty = new Uint8Array(createHash('sha256').digest());
    expect(await rootsOf([])).toEqual([empty]);
  });
});
