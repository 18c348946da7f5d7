import {
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { utf8 } from '#src/core/bytes.ts';
import { ed25519PublicKey, newEd25519Seed } from '#src/crypto/ed25519.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { ageLike } from '../store/support.ts';
import {
  checkpoint,
  delegation,
  end,
  field,
  forgedCheckpoint,
  indexDamage,
  objectRow,
  statement,
  strangerOf,
  type Act,
} from './damage-acts.ts';
import { flip, sql } from './sample-vault.ts';
import { noteOf } from './support.ts';

/** A damage: its name, every code that `fsck` must find and no other, and how it is done. */
export type Damage = readonly [name: string, codes: readonly string[], act: Act];

// From the changed entry on, every root is another: its own checkpoint, all later ones, and the heads people signed.
const ROOTS = ['LEDGER_ROOT_MISMATCH'];

const ENTRIES: readonly Damage[] = [
  [
    'a flipped bit in an entry',
    ['LEDGER_ENTRY_MALFORMED', ...ROOTS],
    statement(
      "UPDATE entries SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'7c' AS BLOB) WHERE idx = 0",
    ),
  ],
  [
    'an entry that is no JSON',
    ['LEDGER_ENTRY_MALFORMED', ...ROOTS],
    statement("UPDATE entries SET bytes = x'00' WHERE idx = 3"),
  ],
  ['an entry with a field too many', ['LEDGER_ENTRY_MALFORMED', ...ROOTS], field(3, 'extra', 1)],
  [
    'an entry of 65,536 bytes',
    ['LEDGER_ENTRY_TOO_LARGE', ...ROOTS],
    statement('UPDATE entries SET bytes = zeroblob(65536) WHERE idx = 3'),
  ],
  ['another time in an entry', ROOTS, field(4, 'recordedAt', '2026-11-17T09:00:00.000Z')],
  ['another kind in an entry', ['LEDGER_PAYLOAD_DAMAGED', ...ROOTS], field(4, 'kind', 'other')],
  [
    'another commitment in an entry',
    ['LEDGER_COMMITMENT_MISMATCH', ...ROOTS],
    field(4, 'commitment', '0'.repeat(64)),
  ],
  [
    'another ledger’s entry',
    ['LEDGER_ORIGIN_MISMATCH', ...ROOTS],
    field(4, 'origin', 'countersign/other'),
  ],
  ['an entry that says another index', ['LEDGER_INDEX_GAP', ...ROOTS], field(4, 'index', 5)],
  [
    'an entry of an unknown sitting',
    ['LEDGER_SITTING_UNKNOWN', ...ROOTS],
    field(3, 'sitting', 'a'.repeat(26)),
  ],
  ['an entry moved out of its sitting', ['SIGNER_UNKNOWN', ...ROOTS], field(3, 'sitting', null)],
  [
    'an entry moved into a sitting after its end',
    ['LEDGER_SITTING_EXPIRED', 'SIGNER_UNKNOWN', ...ROOTS],
    field(4, 'sitting', ({ sittingId }) => sittingId),
  ],
  [
    'an entry after its delegation ran out',
    ['LEDGER_SITTING_EXPIRED', ...ROOTS],
    field(3, 'recordedAt', '2026-11-17T23:00:00.000Z'),
  ],
  [
    'entries removed back to before a signed head',
    ['LEDGER_ROLLED_BACK', 'STORE_DAMAGED'],
    statement('DELETE FROM entries WHERE idx >= 2'),
  ],
  [
    'an entry removed from the middle',
    ['LEDGER_INDEX_GAP', 'LEDGER_CHECKPOINT_INVALID', ...ROOTS],
    statement('DELETE FROM entries WHERE idx = 3'),
  ],
  [
    'two entries exchanged',
    ['LEDGER_INDEX_GAP', 'LEDGER_CHECKPOINT_INVALID', ...ROOTS],
    ({ vault }) => {
      sql(vault, (database) => {
        database.exec(
          'UPDATE entries SET idx = 99 WHERE idx = 3; UPDATE entries SET idx = 3 WHERE idx = 4; UPDATE entries SET idx = 4 WHERE idx = 99',
        );
      });
    },
  ],
];

const CHECKPOINTS: readonly Damage[] = [
  [
    'a checkpoint that is none',
    ['LEDGER_CHECKPOINT_INVALID', 'NOTE_MALFORMED'],
    checkpoint(4, () => 'nothing'),
  ],
  [
    'a checkpoint without a signature',
    ['NOTE_MALFORMED'],
    statement(
      'UPDATE entries SET checkpoint = substr(checkpoint, 1, instr(checkpoint, char(10, 10))) WHERE idx = 4',
    ),
  ],
  ['a checkpoint with a forged signature', ['SIGNATURE_INVALID'], forgedCheckpoint],
  [
    'a checkpoint signed by an unknown key',
    ['SIGNER_UNKNOWN'],
    checkpoint(6, (vault) => {
      const writer = { ...vault.computer, signer: strangerOf(vault) };
      return noteOf(writer, vault.origin, 7, vault.ledger.head().root);
    }),
  ],
  [
    'a checkpoint of another size',
    ['LEDGER_CHECKPOINT_INVALID'],
    checkpoint(6, ({ computer, origin, ledger }) =>
      noteOf(computer, origin, 8, ledger.head().root),
    ),
  ],
  [
    'a checkpoint of another root',
    ROOTS,
    checkpoint(6, ({ computer, origin }) => noteOf(computer, origin, 7, new Uint8Array(32))),
  ],
  [
    'a checkpoint of another ledger',
    ['LEDGER_ORIGIN_MISMATCH'],
    checkpoint(6, ({ computer, ledger }) =>
      noteOf(computer, 'countersign/other', 7, ledger.head().root),
    ),
  ],
  [
    'a sitting’s checkpoint signed by the computer',
    ['SIGNER_UNKNOWN'],
    checkpoint(3, ({ computer, origin, ledger }) => noteOf(computer, origin, 4, ledger.rootAt(4))),
  ],
];

const SITTINGS: readonly Damage[] = [
  ['a delegation with one signature', ['SIGNER_UNKNOWN'], delegation({}, 'second alone')],
  [
    'a delegation of another sitting key',
    ['SIGNER_UNKNOWN'],
    delegation({ publicKey: ed25519PublicKey(newEd25519Seed()) }),
  ],
  ['a delegation that accepted another record', ROOTS, delegation({ root: new Uint8Array(32) })],
  [
    'a delegation that is no note',
    ['NOTE_MALFORMED'],
    statement("UPDATE sittings SET delegation = x'41' WHERE sitting_id = ?", (sample) => [
      sample.sittingId,
    ]),
  ],
  ['a cosigned end that nobody cosigned', ['SIGNER_UNKNOWN'], end(4, false)],
  ['a cosigned end beyond the ledger', ['LEDGER_ROLLED_BACK'], end(40, true)],
  [
    'a sitting removed',
    ['LEDGER_SITTING_UNKNOWN'],
    statement('DELETE FROM sittings WHERE sitting_id = ?', ({ sittingId }) => [sittingId]),
  ],
];

const PAYLOADS: readonly Damage[] = [
  [
    'a data key removed',
    ['STORE_DAMAGED', 'LEDGER_DATA_KEY_MISSING'],
    statement('DELETE FROM data_keys WHERE restricted = 1'),
  ],
  [
    'a payload changed',
    ['LEDGER_PAYLOAD_DAMAGED'],
    statement('UPDATE entries SET payload = zeroblob(length(payload)) WHERE idx = 4'),
  ],
  [
    'a payload cut',
    ['LEDGER_PAYLOAD_DAMAGED'],
    statement('UPDATE entries SET payload = substr(payload, 1, 20) WHERE idx = 4'),
  ],
  [
    'two payloads exchanged',
    ['LEDGER_PAYLOAD_DAMAGED'],
    statement(
      'UPDATE entries SET payload = (SELECT payload FROM entries AS other WHERE other.idx = 6 - entries.idx) WHERE idx IN (2, 4)',
    ),
  ],
];

const OBJECTS: readonly Damage[] = [
  [
    'an object’s file removed',
    ['OBJECT_MISSING'],
    ({ objectFile }) => {
      unlinkSync(objectFile);
    },
  ],
  [
    'an object’s file changed',
    ['OBJECT_DAMAGED'],
    ({ objectFile }) => {
      flip(objectFile, 23);
    },
  ],
  [
    'an object’s file cut',
    ['OBJECT_DAMAGED'],
    ({ objectFile }) => {
      truncateSync(objectFile, 10);
    },
  ],
  [
    'an object’s file renamed',
    ['OBJECT_MISSING', 'OBJECT_STRAY'],
    ({ objectFile, objectId }) => {
      renameSync(objectFile, objectFile.replace(objectId, objectId.slice(0, 2) + 'a'.repeat(24)));
    },
  ],
  [
    'a file that is no object',
    ['OBJECT_STRAY'],
    ({ vault }) => {
      writeFileSync(join(vault.path, 'objects', 'notes.txt'), 'x');
    },
  ],
  [
    'an object that no row names',
    ['OBJECT_STRAY'],
    ({ vault }) => {
      mkdirSync(join(vault.path, 'objects', 'aa'), { recursive: true });
      writeFileSync(join(vault.path, 'objects', 'aa', `${'a'.repeat(26)}.age`), ageLike('x'));
    },
  ],
  [
    'an object’s row removed',
    ['STORE_DAMAGED', 'OBJECT_STRAY'],
    statement('DELETE FROM objects WHERE object_id = ?', ({ objectId }) => [objectId]),
  ],
  [
    'an object’s row with another digest',
    ['STORE_DAMAGED', 'OBJECT_DAMAGED'],
    objectRow('file_digest', `'${digestOf(utf8('other'))}'`),
  ],
  [
    'an object’s row with a digest that is none',
    ['STORE_DAMAGED', 'OBJECT_STRAY'],
    objectRow('file_digest', "'md5:0'"),
  ],
  ['an object’s row that names another entry', ['STORE_DAMAGED'], objectRow('idx', '2')],
  ['an object’s row that names no entry', ['STORE_DAMAGED'], objectRow('idx', '77')],
];

const SLOTS: readonly Damage[] = [
  [
    'a slot removed',
    ['VAULT_SLOT_MISSING'],
    ({ slotFile }) => {
      unlinkSync(slotFile);
    },
  ],
  [
    'a slot changed',
    ['VAULT_SLOT_DAMAGED'],
    ({ slotFile }) => {
      flip(slotFile, 20);
    },
  ],
  [
    'a slot cut',
    ['VAULT_SLOT_DAMAGED'],
    ({ slotFile }) => {
      truncateSync(slotFile, 512);
    },
  ],
  [
    'a slot that no investigation names',
    ['VAULT_SLOT_STRAY'],
    ({ slotFile, vault }) => {
      writeFileSync(join(vault.path, 'slots', 'a'.repeat(26)), readFileSync(slotFile));
    },
  ],
  [
    'a slot id that is a path',
    ['VAULT_SLOT_MISSING', 'VAULT_SLOT_STRAY'],
    statement("UPDATE investigations SET slot_id = '../vault.sqlite'"),
  ],
];

const DATABASE: readonly Damage[] = [
  [
    'a planted table',
    ['STORE_DAMAGED'],
    ({ vault }) => {
      sql(vault, (database) => database.exec('CREATE TABLE planted (a)'));
    },
  ],
  [
    'a removed trigger',
    ['STORE_DAMAGED'],
    ({ vault }) => {
      const database = new Database(join(vault.path, 'vault.sqlite'));
      database.exec('DROP TRIGGER entries_stay');
      database.close();
    },
  ],
  ['an index that lost a row', ['STORE_DAMAGED'], indexDamage],
];

/** Damages of raw bytes. */
export const DAMAGES: readonly Damage[] = [
  ...ENTRIES,
  ...CHECKPOINTS,
  ...SITTINGS,
  ...PAYLOADS,
  ...OBJECTS,
  ...SLOTS,
  ...DATABASE,
];
