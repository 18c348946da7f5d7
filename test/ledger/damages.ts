import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { newEd25519Seed, ed25519PublicKey } from '#src/crypto/ed25519.ts';
import { computerSignerName, sittingSignerName } from '#src/ledger/origin.ts';
import { ageLike } from '../store/support.ts';
import { signerOf } from './school.ts';
import { noteOf } from './support.ts';

import { editEntry, flip, run, sql, type Sample } from './sample-vault.ts';

/** A damage: its name, every code that `fsck` must find and no other, and how it is done. */
export type Damage = readonly [name: string, codes: readonly string[], (sample: Sample) => void];

// From the changed entry on, every root is another: its own checkpoint, all later ones, and the heads people signed.
const ROOTS = ['LEDGER_ROOT_MISMATCH'];
/** Damages of raw bytes. */
export const DAMAGES: readonly Damage[] = [
  [
    'a flipped bit in an entry',
    ['LEDGER_ENTRY_MALFORMED', ...ROOTS],
    ({ vault }) => {
      run(
        vault,
        "UPDATE entries SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'7c' AS BLOB) WHERE idx = 0",
      );
    },
  ],
  [
    'an entry that is no JSON',
    ['LEDGER_ENTRY_MALFORMED', ...ROOTS],
    ({ vault }) => {
      run(vault, "UPDATE entries SET bytes = x'00' WHERE idx = 3");
    },
  ],
  [
    'an entry with a field too many',
    ['LEDGER_ENTRY_MALFORMED', ...ROOTS],
    ({ vault }) => {
      editEntry(vault, 3, (entry) => {
        entry['extra'] = 1;
      });
    },
  ],
  [
    'an entry of 65,536 bytes',
    ['LEDGER_ENTRY_TOO_LARGE', ...ROOTS],
    ({ vault }) => {
      run(vault, 'UPDATE entries SET bytes = zeroblob(65536) WHERE idx = 3');
    },
  ],
  [
    'another time in an entry',
    ROOTS,
    ({ vault }) => {
      editEntry(vault, 4, (entry) => {
        entry['recordedAt'] = '2026-11-17T09:00:00.000Z';
      });
    },
  ],
  [
    'another kind in an entry',
    ['LEDGER_PAYLOAD_DAMAGED', ...ROOTS],
    ({ vault }) => {
      editEntry(vault, 4, (entry) => {
        entry['kind'] = 'other';
      });
    },
  ],
  [
    'another commitment in an entry',
    ['LEDGER_COMMITMENT_MISMATCH', ...ROOTS],
    ({ vault }) => {
      editEntry(vault, 4, (entry) => {
        entry['commitment'] = '0'.repeat(64);
      });
    },
  ],
  [
    'another ledger’s entry',
    ['LEDGER_ORIGIN_MISMATCH', ...ROOTS],
    ({ vault }) => {
      editEntry(vault, 4, (entry) => {
        entry['origin'] = 'countersign/other';
      });
    },
  ],
  [
    'an entry that says another index',
    ['LEDGER_INDEX_GAP', ...ROOTS],
    ({ vault }) => {
      editEntry(vault, 4, (entry) => {
        entry['index'] = 5;
      });
    },
  ],
  [
    'an entry of an unknown sitting',
    ['LEDGER_SITTING_UNKNOWN', ...ROOTS],
    ({ vault }) => {
      editEntry(vault, 3, (entry) => {
        entry['sitting'] = 'a'.repeat(26);
      });
    },
  ],
  [
    'an entry moved out of its sitting',
    ['SIGNER_UNKNOWN', ...ROOTS],
    ({ vault }) => {
      editEntry(vault, 3, (entry) => {
        entry['sitting'] = null;
      });
    },
  ],
  [
    'an entry moved into a sitting after its end',
    ['LEDGER_SITTING_EXPIRED', 'SIGNER_UNKNOWN', ...ROOTS],
    ({ vault, sittingId }) => {
      editEntry(vault, 4, (entry) => {
        entry['sitting'] = sittingId;
      });
    },
  ],
  [
    'an entry after its delegation ran out',
    ['LEDGER_SITTING_EXPIRED', ...ROOTS],
    ({ vault }) => {
      editEntry(vault, 3, (entry) => {
        entry['recordedAt'] = '2026-11-17T23:00:00.000Z';
      });
    },
  ],
  [
    'entries removed back to before a signed head',
    ['LEDGER_ROLLED_BACK', 'STORE_DAMAGED'],
    ({ vault }) => {
      run(vault, 'DELETE FROM entries WHERE idx >= 2');
    },
  ],
  [
    'an entry removed from the middle',
    ['LEDGER_INDEX_GAP', 'LEDGER_CHECKPOINT_INVALID', ...ROOTS],
    ({ vault }) => {
      run(vault, 'DELETE FROM entries WHERE idx = 3');
    },
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
  [
    'a checkpoint that is none',
    ['LEDGER_CHECKPOINT_INVALID', 'NOTE_MALFORMED'],
    ({ vault }) => {
      run(vault, "UPDATE entries SET checkpoint = 'nothing' WHERE idx = 4");
    },
  ],
  [
    'a checkpoint without a signature',
    ['NOTE_MALFORMED'],
    ({ vault }) => {
      run(
        vault,
        'UPDATE entries SET checkpoint = substr(checkpoint, 1, instr(checkpoint, char(10, 10))) WHERE idx = 4',
      );
    },
  ],
  [
    'a checkpoint with a forged signature',
    ['SIGNATURE_INVALID'],
    ({ vault }) => {
      const other = signerOf(computerSignerName(vault.origin), newEd25519Seed());
      sql(vault, (database) => {
        const note =
          database
            .prepare<[], string>('SELECT checkpoint FROM entries WHERE idx = 4')
            .pluck()
            .get() ?? '';
        const text = note.slice(0, note.indexOf('\n\n') + 1);
        const forged = other.sign(text);
        // The right key's id over a signature of another key.
        const keyId = Buffer.from(note.trimEnd().split(' ').at(-1) ?? '', 'base64').subarray(0, 4);
        const signature = Buffer.from(forged.trimEnd().split(' ').at(-1) ?? '', 'base64').subarray(
          4,
        );
        const line = `— ${computerSignerName(vault.origin)} ${Buffer.concat([keyId, signature]).toString('base64')}\n`;
        database.prepare('UPDATE entries SET checkpoint = ? WHERE idx = 4').run(`${text}\n${line}`);
      });
    },
  ],
  [
    'a checkpoint signed by an unknown key',
    ['SIGNER_UNKNOWN'],
    ({ vault }) => {
      const { root } = vault.ledger.head();
      const note = noteOf(
        { ...vault.computer, signer: signerOf(computerSignerName(vault.origin), newEd25519Seed()) },
        vault.origin,
        7,
        root,
      );
      run(vault, 'UPDATE entries SET checkpoint = ? WHERE idx = 6', note);
    },
  ],
  [
    'a checkpoint of another size',
    ['LEDGER_CHECKPOINT_INVALID'],
    ({ vault }) => {
      run(
        vault,
        'UPDATE entries SET checkpoint = ? WHERE idx = 6',
        noteOf(vault.computer, vault.origin, 8, vault.ledger.head().root),
      );
    },
  ],
  [
    'a checkpoint of another root',
    ROOTS,
    ({ vault }) => {
      run(
        vault,
        'UPDATE entries SET checkpoint = ? WHERE idx = 6',
        noteOf(vault.computer, vault.origin, 7, new Uint8Array(32)),
      );
    },
  ],
  [
    'a checkpoint of another ledger',
    ['LEDGER_ORIGIN_MISMATCH'],
    ({ vault }) => {
      run(
        vault,
        'UPDATE entries SET checkpoint = ? WHERE idx = 6',
        noteOf(vault.computer, 'countersign/other', 7, vault.ledger.head().root),
      );
    },
  ],
  [
    'a sitting’s checkpoint signed by the computer',
    ['SIGNER_UNKNOWN'],
    ({ vault }) => {
      run(
        vault,
        'UPDATE entries SET checkpoint = ? WHERE idx = 3',
        noteOf(vault.computer, vault.origin, 4, vault.ledger.rootAt(4)),
      );
    },
  ],
  [
    'a delegation with one signature',
    ['SIGNER_UNKNOWN'],
    ({ vault, sittingId, seed }) => {
      const facts = {
        publicKey: ed25519PublicKey(seed),
        size: 1,
        root: vault.ledger.rootAt(1),
        expiresAt: '2026-11-17T14:00:00.000Z',
      };
      run(
        vault,
        'UPDATE sittings SET delegation = ? WHERE sitting_id = ?',
        vault.school.delegate(vault.origin, sittingId, facts, vault.school.people.slice(1)),
        sittingId,
      );
    },
  ],
  [
    'a delegation of another sitting key',
    ['SIGNER_UNKNOWN'],
    ({ vault, sittingId }) => {
      const facts = {
        publicKey: ed25519PublicKey(newEd25519Seed()),
        size: 1,
        root: vault.ledger.rootAt(1),
        expiresAt: '2026-11-17T14:00:00.000Z',
      };
      run(
        vault,
        'UPDATE sittings SET delegation = ? WHERE sitting_id = ?',
        vault.school.delegate(vault.origin, sittingId, facts),
        sittingId,
      );
    },
  ],
  [
    'a delegation that accepted another record',
    ROOTS,
    ({ vault, sittingId, seed }) => {
      const facts = {
        publicKey: ed25519PublicKey(seed),
        size: 1,
        root: new Uint8Array(32),
        expiresAt: '2026-11-17T14:00:00.000Z',
      };
      run(
        vault,
        'UPDATE sittings SET delegation = ? WHERE sitting_id = ?',
        vault.school.delegate(vault.origin, sittingId, facts),
        sittingId,
      );
    },
  ],
  [
    'a delegation that is no note',
    ['NOTE_MALFORMED'],
    ({ vault, sittingId }) => {
      run(vault, "UPDATE sittings SET delegation = x'41' WHERE sitting_id = ?", sittingId);
    },
  ],
  [
    'a cosigned end that nobody cosigned',
    ['SIGNER_UNKNOWN'],
    ({ vault, sittingId, seed }) => {
      const note = signerOf(sittingSignerName(vault.origin, sittingId), seed).sign(
        `${vault.origin}\n4\n${Buffer.from(vault.ledger.rootAt(4)).toString('base64')}\n`,
      );
      run(vault, 'UPDATE sittings SET ended_checkpoint = ? WHERE sitting_id = ?', note, sittingId);
    },
  ],
  [
    'a cosigned end beyond the ledger',
    ['LEDGER_ROLLED_BACK'],
    ({ vault, sittingId, seed }) => {
      const note = signerOf(sittingSignerName(vault.origin, sittingId), seed).sign(
        `${vault.origin}\n40\n${Buffer.from(vault.ledger.rootAt(4)).toString('base64')}\n`,
      );
      run(
        vault,
        'UPDATE sittings SET ended_checkpoint = ? WHERE sitting_id = ?',
        vault.school.cosign(vault.origin, note),
        sittingId,
      );
    },
  ],
  [
    'a sitting removed',
    ['LEDGER_SITTING_UNKNOWN'],
    ({ vault, sittingId }) => {
      run(vault, 'DELETE FROM sittings WHERE sitting_id = ?', sittingId);
    },
  ],
  [
    'a data key removed',
    ['STORE_DAMAGED', 'LEDGER_DATA_KEY_MISSING'],
    ({ vault }) => {
      run(vault, 'DELETE FROM data_keys WHERE restricted = 1');
    },
  ],
  [
    'a payload changed',
    ['LEDGER_PAYLOAD_DAMAGED'],
    ({ vault }) => {
      run(vault, 'UPDATE entries SET payload = zeroblob(length(payload)) WHERE idx = 4');
    },
  ],
  [
    'a payload cut',
    ['LEDGER_PAYLOAD_DAMAGED'],
    ({ vault }) => {
      run(vault, 'UPDATE entries SET payload = substr(payload, 1, 20) WHERE idx = 4');
    },
  ],
  [
    'two payloads exchanged',
    ['LEDGER_PAYLOAD_DAMAGED'],
    ({ vault }) => {
      run(
        vault,
        'UPDATE entries SET payload = (SELECT payload FROM entries AS other WHERE other.idx = 6 - entries.idx) WHERE idx IN (2, 4)',
      );
    },
  ],
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
    ({ vault, objectId }) => {
      run(vault, 'DELETE FROM objects WHERE object_id = ?', objectId);
    },
  ],
  [
    'an object’s row with another digest',
    ['STORE_DAMAGED', 'OBJECT_DAMAGED'],
    ({ vault, objectId }) => {
      run(
        vault,
        'UPDATE objects SET file_digest = ? WHERE object_id = ?',
        digestOf(utf8('other')),
        objectId,
      );
    },
  ],
  [
    'an object’s row with a digest that is none',
    ['STORE_DAMAGED', 'OBJECT_STRAY'],
    ({ vault, objectId }) => {
      run(vault, "UPDATE objects SET file_digest = 'md5:0' WHERE object_id = ?", objectId);
    },
  ],
  [
    'an object’s row that names another entry',
    ['STORE_DAMAGED'],
    ({ vault, objectId }) => {
      run(vault, 'UPDATE objects SET idx = 2 WHERE object_id = ?', objectId);
    },
  ],
  [
    'an object’s row that names no entry',
    ['STORE_DAMAGED'],
    ({ vault, objectId }) => {
      run(vault, 'UPDATE objects SET idx = 77 WHERE object_id = ?', objectId);
    },
  ],
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
    ({ vault }) => {
      run(vault, "UPDATE investigations SET slot_id = '../vault.sqlite'");
    },
  ],
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
  [
    'an index that lost a row',
    ['STORE_DAMAGED'],
    ({ vault }) => {
      const file = join(vault.path, 'vault.sqlite');
      const database = new Database(file);
      const page =
        database
          .prepare<[], number>(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_people_1'",
          )
          .pluck()
          .get() ?? 0;
      database.close();
      const descriptor = openSync(file, 'r+');
      writeSync(descriptor, Buffer.alloc(200, 0xee), 0, 200, (page - 1) * 4096);
      closeSync(descriptor);
    },
  ],
];
