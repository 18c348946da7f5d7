import { describe, expect, it } from 'vitest';
import { fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import type { SittingRow } from '#src/ledger/store-port.ts';
import { ledgerFiles } from '#src/pack/ledger-files.ts';

/** A sitting whose delegation accepts a tree of that size. */
function sitting(sittingId: string, size: number): SittingRow {
  const delegation = utf8(`countersign/delegation/v1\n{"size":${size}}\n\nsigned`);
  return { sittingId, delegation, endedCheckpoint: null };
}

const LEDGER = {
  origin: 'countersign/x',
  entries: [
    {
      bytes: utf8('{"index":0}'),
      checkpoint: 'note 0\n',
      disclosed: { salt: new Uint8Array(32), payloadBytes: utf8('{"v":1}') },
    },
    { bytes: utf8('{"index":1}'), checkpoint: 'note 1\n', disclosed: null },
  ],
  sittings: [
    sitting('three', 7),
    sitting('two', 3),
    { ...sitting('one', 3), endedCheckpoint: 'note 0\n' },
  ],
  finalCheckpoint: 'note 1\n',
};
const files = ledgerFiles(LEDGER);
const textOf = (path: string): string =>
  fromUtf8(files.find((file) => file.path === path)?.bytes ?? utf8(''));

describe('ledgerFiles', () => {
  it('writes a line of canonical JSON for each entry, a withheld payload as null', () => {
    const salt = '0'.repeat(64);
    expect(textOf('data/ledger/entries.jsonl')).toBe(
      [
        `{"checkpoint":"note 0\\n","disclosed":{"payload":{"v":1},"salt":"${salt}"},"entry":{"index":0}}`,
        '{"checkpoint":"note 1\\n","disclosed":null,"entry":{"index":1}}',
        '',
      ].join('\n'),
    );
  });

  it('writes the delegations by the size of their tree and then by identifier, and the head', () => {
    const written = JSON.parse(textOf('data/ledger/sittings.json')) as readonly unknown[];
    expect(written).toEqual([
      {
        sittingId: 'one',
        delegation: toBase64(sitting('one', 3).delegation),
        endedCheckpoint: 'note 0\n',
      },
      expect.objectContaining({ sittingId: 'two', endedCheckpoint: null }),
      expect.objectContaining({ sittingId: 'three' }),
    ]);
    expect(textOf('data/ledger/checkpoint.txt')).toBe('note 1\n');
  });

  it('throws PACK_CONTENT_REFUSED for a delegation without a size', () => {
    const delegation = utf8('countersign/delegation/v1\n{}\n\nsigned');
    const sittings = [{ ...sitting('one', 1), delegation }];
    expect(() => ledgerFiles({ ...LEDGER, sittings })).toThrow(
      expect.objectContaining({
        code: 'PACK_CONTENT_REFUSED',
        message: '"delegation" expected the size of a tree',
      }),
    );
  });
});
