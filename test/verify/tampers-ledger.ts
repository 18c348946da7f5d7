import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { changed, edit, linesOf, setLines, valueAt, type Files } from '#test/support/tamper.ts';
import { forgedLine } from '#test/support/forge-ledger.ts';
import type { Tamper } from './tamper-type.ts';
import {
  COMMITMENT,
  LEDGER,
  MANIFEST,
  ROOT,
  UNPROVED,
  about,
  adding,
  editLine,
  grafted,
  lining,
  noteOf,
  renumbered,
  say,
  sealed,
  sittings,
  swapDisclosed,
  withCheckpoint,
} from './tamper-kit.ts';

/** Take the export out of every exhibit's custody, so that the labels agree with a ledger that doesn't have it. */
function dropExport(files: Files): void {
  for (const place of [0, 1])
    edit(files, PACK_PATHS.exhibits, ['exhibits', place, 'custody', 2], () => undefined);
}

/** Entries, payloads and checkpoints. By those who seal, or with their help: the deep checks alone can refuse them. */
export const LEDGER_TAMPERS: readonly Tamper[] = [
  {
    class: 'reordered entries',
    name: 'two neighbours',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: lining(([a, b, ...rest]) => [b ?? null, a ?? null, ...rest]),
  },
  {
    class: 'reordered entries',
    name: 'two neighbours, numbered anew',
    code: ROOT,
    where: 'ledger entry 2',
    make: lining((lines) =>
      lines.map((_, i) => renumbered(lines[i === 2 ? 3 : i === 3 ? 2 : i] ?? null, i)),
    ),
  },
  {
    class: 'dropped entry',
    name: 'one in the middle',
    code: LEDGER,
    make: lining((lines) => lines.filter((_, i) => i !== 5)),
  },
  {
    class: 'dropped entry',
    name: 'one in the middle, numbered anew',
    code: ROOT,
    where: 'ledger entry 5',
    make: lining((lines) => lines.filter((_, i) => i !== 5).map(renumbered)),
  },
  {
    class: 'dropped entry',
    name: 'the last: the export itself',
    code: LEDGER,
    alone: true,
    where: about,
    make: sealed((files) => {
      setLines(files, linesOf(files).slice(0, -1));
      dropExport(files);
    }),
  },
  {
    class: 'dropped entry',
    name: 'the last three: behind a cosigned end',
    code: 'LEDGER_ROLLED_BACK',
    where: sittings,
    make: lining((lines) => lines.slice(0, -3)),
  },
  {
    class: 'dropped entry',
    name: 'all',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: lining(() => []),
  },
  {
    class: 'added entry',
    name: 'the same twice',
    code: LEDGER,
    make: lining((lines) => [...lines, ...lines.slice(-1)]),
  },
  {
    class: 'added entry',
    name: 'signed by one person',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: adding((sample) => [sample.people[2].note]),
  },
  {
    class: 'added entry',
    name: 'signed by one person twice',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: adding((sample) => [sample.people[2].note, sample.people[2].note]),
  },
  {
    class: 'added entry',
    name: 'signed by three',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: adding((sample) => sample.people.map(({ note }) => note)),
  },
  {
    class: 'added entry',
    name: 'signed under another’s name',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: adding((sample) => [
      sample.people[2].note,
      { ...sample.people[3].note, seed: sample.people[2].note.seed },
    ]),
  },
  {
    class: 'added entry',
    name: 'signed by nobody of the pack',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: adding((sample) => [
      sample.people[2].note,
      { ...sample.people[3].note, name: 'somebody' },
    ]),
  },
  {
    class: 'changed entry',
    name: 'kind',
    code: ROOT,
    where: 'ledger entry 6',
    make: editLine(6, ['entry', 'kind'], say('exhibit-viewed')),
  },
  {
    class: 'changed entry',
    name: 'time',
    code: ROOT,
    where: 'ledger entry 3',
    make: editLine(3, ['entry', 'recordedAt'], say('2026-01-01T00:00:00.000Z')),
  },
  {
    class: 'changed entry',
    name: 'time of no form',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editLine(3, ['entry', 'recordedAt'], say('0')),
  },
  {
    class: 'changed entry',
    name: 'digest of an object',
    code: ROOT,
    where: 'ledger entry 6',
    make: editLine(6, ['entry', 'objects', 0, 'plaintextDigest'], () => digestOf(utf8('x'))),
  },
  {
    class: 'changed entry',
    name: 'out of its sitting',
    code: ROOT,
    where: 'ledger entry 6',
    make: editLine(6, ['entry', 'sitting'], () => null),
  },
  {
    class: 'changed entry',
    name: 'a further field',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editLine(3, ['entry', 'note'], say('x')),
  },
  {
    class: 'changed entry',
    name: 'another ledger’s',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editLine(3, ['entry', 'origin'], say('countersign/other')),
  },
  {
    class: 'changed payload',
    name: 'one word',
    code: COMMITMENT,
    where: 'ledger entry 9',
    make: editLine(9, ['disclosed', 'payload', 'rows', 0], say('No concern.')),
  },
  {
    class: 'changed payload',
    name: 'salt',
    code: COMMITMENT,
    where: 'ledger entry 9',
    make: editLine(9, ['disclosed', 'salt'], say('0'.repeat(64))),
  },
  {
    class: 'changed payload',
    name: 'salt of another length',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editLine(9, ['disclosed', 'salt'], say('00')),
  },
  {
    class: 'changed payload',
    name: 'commitment, payload and salt',
    code: ROOT,
    where: 'ledger entry 9',
    make: editLine(9, ['entry', 'commitment'], say('0'.repeat(64))),
  },
  {
    class: 'changed payload',
    name: 'two payloads swapped',
    code: COMMITMENT,
    where: 'ledger entry 6',
    make: lining((lines) => lines.map((line, i) => swapDisclosed(lines, line, i))),
  },
  {
    class: 'withheld',
    name: 'disclosed with another payload',
    code: COMMITMENT,
    where: 'ledger entry 2',
    make: editLine(2, ['disclosed'], () => ({
      salt: '0'.repeat(64),
      payload: { v: 1, name: 'Framed Person', how: '' },
    })),
  },
  {
    class: 'withheld',
    name: 'the beginning',
    code: LEDGER,
    where: about,
    make: editLine(1, ['disclosed'], () => null),
  },
  {
    class: 'withheld',
    name: 'the entry of the export',
    code: LEDGER,
    where: about,
    make: sealed((files) => {
      const lines = linesOf(files);
      const last = changed(lines.at(-1) ?? null, ['disclosed'], () => null);
      setLines(files, [...lines.slice(0, -1), last]);
      dropExport(files);
    }),
  },
  {
    class: 'withheld',
    name: 'the entry of an exhibit',
    code: UNPROVED,
    alone: true,
    where: 'exhibit RJT/1',
    make: editLine(6, ['disclosed'], () => null),
  },
  {
    class: 'withheld',
    name: 'that an exhibit was looked at',
    code: UNPROVED,
    alone: true,
    where: 'ledger entry 14',
    make: sealed((files, { people }) => {
      const lines = linesOf(files);
      const origin = String(valueAt(lines[0] ?? null, ['entry', 'origin']));
      const recordedAt = String(valueAt(lines.at(-1) ?? null, ['entry', 'recordedAt']));
      const line = forgedLine(lines, origin, {
        ...{ sitting: null, recordedAt, kind: 'exhibit-viewed' },
        signers: [people[2].note, people[3].note],
      });
      setLines(files, [...lines, changed(line, ['disclosed'], () => null)]);
    }),
  },
  {
    class: 'withheld',
    name: 'the entry of an exhibit that is left out',
    code: 'PACK_FILE_MISSING',
    where: 'ledger entry 7',
    make: sealed((files) => {
      setLines(
        files,
        linesOf(files).map((line, i) =>
          i === 7 ? changed(line, ['disclosed'], () => null) : line,
        ),
      );
      edit(files, about, ['exhibits', 1], () => undefined);
      edit(files, PACK_PATHS.exhibits, ['exhibits', 1], () => undefined);
      for (const path of files.keys()) if (path.includes('RJT-2')) files.delete(path);
    }),
  },
  {
    class: 'withheld',
    name: 'the entry of the record',
    code: LEDGER,
    alone: true,
    where: MANIFEST,
    make: editLine(10, ['disclosed'], () => null),
  },
  {
    class: 'checkpoint',
    name: 'of another tree',
    code: ROOT,
    where: 'ledger entry 6',
    make: lining((lines) => withCheckpoint(lines, 6, valueAt(lines[7] ?? null, ['checkpoint']))),
  },
  {
    class: 'checkpoint',
    name: 'a signature of another',
    code: 'SIGNATURE_INVALID',
    where: 'ledger entry 6',
    make: lining((lines) => withCheckpoint(lines, 6, grafted(lines, 6, 7))),
  },
  {
    class: 'checkpoint',
    name: 'a further line',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 6',
    make: lining((lines) => withCheckpoint(lines, 6, `${noteOf(lines, 6)}— other AAAAAAAA\n`)),
  },
  {
    class: 'checkpoint',
    name: 'a line twice',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 6',
    make: lining((lines) =>
      withCheckpoint(lines, 6, `${noteOf(lines, 6)}${noteOf(lines, 6).split('\n\n')[1] ?? ''}`),
    ),
  },
  {
    class: 'checkpoint',
    name: 'no signature',
    code: 'NOTE_MALFORMED',
    where: 'ledger entry 6',
    make: lining((lines) =>
      withCheckpoint(lines, 6, `${noteOf(lines, 6).split('\n\n')[0] ?? ''}\n`),
    ),
  },
  {
    class: 'checkpoint',
    name: 'an earlier head',
    code: LEDGER,
    alone: true,
    where: PACK_PATHS.checkpoint,
    make: sealed((files) => {
      files.set(PACK_PATHS.checkpoint, utf8(noteOf(linesOf(files), 12)));
    }),
  },
];
