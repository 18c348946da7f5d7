import { utf8 } from '#src/core/bytes.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { at, edit, jsonAt, setFile, valueAt } from '#test/support/tamper.ts';
import { tinyPng } from '#test/support/tiny-files.ts';
import type { Tamper } from './tamper-type.ts';
import {
  LEDGER,
  LISTS,
  TILE_1,
  UNPROVED,
  about,
  editing,
  minusOne,
  say,
  sealed,
} from './tamper-kit.ts';

/** What `pack.json` says of the investigation, the recipient and the exhibits. By those who seal, or with their help: the deep checks alone can refuse them. */
export const CLAIM_TAMPERS: readonly Tamper[] = [
  {
    class: 'edited claims',
    name: 'recipient',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['recipient', 'name'], say('Somebody Else')),
  },
  {
    class: 'edited claims',
    name: 'purpose',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['recipient', 'purpose'], say('Publication')),
  },
  {
    class: 'edited claims',
    name: 'lawful basis',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['recipient', 'lawfulBasis'], say('None')),
  },
  {
    class: 'edited claims',
    name: 'reference',
    code: LEDGER,
    where: about,
    make: editing(about, ['investigation', 'reference'], say('NHS-2026-002')),
  },
  {
    class: 'edited claims',
    name: 'investigation',
    code: LEDGER,
    where: about,
    make: editing(about, ['investigation', 'investigationId'], say('a'.repeat(26))),
  },
  {
    class: 'edited claims',
    name: 'a demonstration as real',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['demonstration'], () => false),
  },
  {
    class: 'edited claims',
    name: 'pack identifier',
    code: LEDGER,
    where: about,
    make: editing(about, ['packId'], say('a'.repeat(26))),
  },
  {
    class: 'edited claims',
    name: 'number withheld',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['ledger', 'withheld'], () => 0),
  },
  {
    class: 'edited claims',
    name: 'number of entries',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editing(about, ['ledger', 'entries'], minusOne),
  },
  {
    class: 'edited claims',
    name: 'origin of the ledger',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editing(about, ['ledger', 'origin'], say('countersign/other')),
  },
  {
    class: 'edited claims',
    name: 'when it was made',
    code: LISTS,
    alone: true,
    where: PACK_PATHS.bagInfo,
    make: editing(about, ['createdAt'], say('2027-01-01T00:00:00.000Z')),
  },
  {
    class: 'edited exhibit',
    name: 'address',
    code: UNPROVED,
    alone: true,
    where: 'exhibit RJT/1',
    make: editing(about, ['exhibits', 0, 'address'], say('https://other.example/')),
  },
  {
    class: 'edited exhibit',
    name: 'time',
    code: UNPROVED,
    alone: true,
    where: 'exhibit RJT/1',
    make: editing(about, ['exhibits', 0, 'capturedAt'], say('2026-01-01T00:00:00.000Z')),
  },
  {
    class: 'edited exhibit',
    name: 'media type',
    code: UNPROVED,
    alone: true,
    make: editing(about, ['exhibits', 0, 'files', 0, 'mediaType'], say('text/html')),
  },
  {
    class: 'edited exhibit',
    name: 'entry',
    code: UNPROVED,
    make: editing(about, ['exhibits', 0, 'entryIndex'], minusOne),
  },
  {
    class: 'edited exhibit',
    name: 'entry far outside',
    code: UNPROVED,
    make: editing(about, ['exhibits', 0, 'entryIndex'], () => 9_000_000),
  },
  {
    class: 'edited exhibit',
    name: 'reference',
    code: UNPROVED,
    make: editing(about, ['exhibits', 0, 'exhibitRef'], say('RJT/7')),
  },
  {
    class: 'edited exhibit',
    name: 'the picture',
    code: UNPROVED,
    where: 'exhibit RJT/1',
    make: sealed((files) => {
      setFile(files, TILE_1, tinyPng(4, 3, 200));
    }),
  },
  {
    class: 'swapped exhibits',
    name: 'two pictures, sealed',
    code: UNPROVED,
    where: 'exhibit RJT/2',
    make: sealed((files) => {
      const other = TILE_1.replace('RJT-1', 'RJT-2');
      const kept = at(files, TILE_1);
      setFile(files, TILE_1, at(files, other));
      setFile(files, other, kept);
    }),
  },
  {
    class: 'swapped exhibits',
    name: 'two entries',
    code: UNPROVED,
    where: 'exhibit RJT/2',
    make: sealed((files) => {
      const [one, other] = [0, 1].map((i) =>
        valueAt(jsonAt(files, about), ['exhibits', i, 'entryIndex']),
      );
      edit(files, about, ['exhibits', 0, 'entryIndex'], () => other);
      edit(files, about, ['exhibits', 1, 'entryIndex'], () => one);
    }),
  },
  {
    class: 'dropped exhibit',
    name: 'with all its files',
    code: 'PACK_FILE_MISSING',
    alone: true,
    where: 'ledger entry 7',
    make: sealed((files) => {
      edit(files, about, ['exhibits', 1], () => undefined);
      edit(files, PACK_PATHS.exhibits, ['exhibits', 1], () => undefined);
      for (const path of files.keys()) if (path.includes('RJT-2')) files.delete(path);
    }),
  },
  {
    class: 'dropped exhibit',
    name: 'one file of it',
    code: UNPROVED,
    alone: true,
    where: 'exhibit RJT/1',
    make: sealed((files) => {
      edit(files, about, ['exhibits', 0, 'files', 0], () => undefined);
      files.delete(TILE_1);
    }),
  },
  {
    class: 'dropped exhibit',
    name: 'the same exhibit twice',
    code: LISTS,
    where: 'exhibit RJT/1',
    make: sealed((files) => {
      edit(files, about, ['exhibits'], (old) =>
        Array.isArray(old)
          ? [...(old as readonly JsonValue[]), ...(old as readonly JsonValue[]).slice(0, 1)]
          : old,
      );
    }),
  },
  {
    class: 'extra file',
    name: 'one that pack.json does not name, sealed',
    code: 'PACK_FILE_UNLISTED',
    alone: true,
    make: sealed((files) => {
      files.set('data/documents/extra.pdf', utf8('x'));
    }),
  },
  {
    class: 'extra file',
    name: 'an exhibit file of another place',
    code: UNPROVED,
    where: 'exhibit RJT/1',
    make: sealed((files) => {
      edit(files, about, ['exhibits', 0, 'files', 0, 'path'], say('data/other/tile-0001.png'));
      files.set('data/other/tile-0001.png', at(files, TILE_1));
      files.delete(TILE_1);
    }),
  },
];
