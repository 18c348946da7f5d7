import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { ledgerFiles } from '#src/pack/ledger-files.ts';

const files = ledgerFiles({
  origin: 'countersign/x',
  entries: [
    {
      bytes: utf8('{"index":0}'),
      checkpoint: 'note 0\n',
      disclosed: { salt: new Uint8Array(32), payloadBytes: utf8('{"v":1}') },
    },
    { bytes: utf8('{"index":1}'), checkpoint: 'note 1\n', disclosed: null },
  ],
  sittings: [{ sittingId: 'one', delegation: utf8('signed'), endedCheckpoint: null }],
  finalCheckpoint: 'note 1\n',
});
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

  it('writes the delegations and the head', () => {
    expect(textOf('data/ledger/sittings.json')).toBe(
      '[{"delegation":"c2lnbmVk","endedCheckpoint":null,"sittingId":"one"}]',
    );
    expect(textOf('data/ledger/checkpoint.txt')).toBe('note 1\n');
  });
});
