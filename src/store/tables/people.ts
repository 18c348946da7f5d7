import type { PersonRow, VaultTables } from '#src/ledger/vault-store.ts';
import type { Connection } from '../connection.ts';
import { bytesOf, bytesOrNull, textOf, type Row } from '../rows.ts';

const COLUMNS = 'person_id, public_record, key_file, certificate';

/** People: public facts, key file, certificate. */
export function peopleTable(connection: Connection): VaultTables['people'] {
  return {
    put(db, row) {
      const sql = `INSERT INTO people (${COLUMNS}) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
        public_record = excluded.public_record, key_file = excluded.key_file, certificate = excluded.certificate`;
      connection.run(db, sql, row.personId, row.publicRecord, row.keyFile, row.certificate);
    },
    get(_db, personId) {
      const row = connection.get(`SELECT ${COLUMNS} FROM people WHERE person_id = ?`, personId);
      return row === null ? null : personOf(row);
    },
    list: () => connection.all(`SELECT ${COLUMNS} FROM people ORDER BY person_id`).map(personOf),
    remove: (db, personId) =>
      connection.run(db, 'DELETE FROM people WHERE person_id = ?', personId) > 0,
  };
}

function personOf(row: Row): PersonRow {
  return {
    personId: textOf(row, 'person_id'),
    publicRecord: bytesOf(row, 'public_record'),
    keyFile: bytesOf(row, 'key_file'),
    certificate: bytesOrNull(row, 'certificate'),
  };
}
