import type { ObjectRow, WriteDb } from '#src/ledger/store-port.ts';
import type { VaultTables } from '#src/ledger/vault-store.ts';
import type { Connection } from '../connection.ts';
import { countOf, countOrNull, digestIn, textOf, textOrNull, type Row } from '../rows.ts';

const COLUMNS = 'object_id, origin, idx, file_digest, file_bytes';

/** Object rows as `src/vault` and `src/app` see them. */
export function objectsTable(connection: Connection): VaultTables['objects'] {
  return {
    list(_db, origin) {
      const select = `SELECT ${COLUMNS} FROM objects`;
      const rows =
        origin === undefined
          ? connection.all(`${select} ORDER BY object_id`)
          : connection.all(`${select} WHERE origin = ? ORDER BY object_id`, origin);
      return rows.map(objectOf);
    },
  };
}

/** Whether a row names this object already. */
export function hasObjectRow(connection: Connection, objectId: string): boolean {
  return connection.get('SELECT 1 FROM objects WHERE object_id = ?', objectId) !== null;
}

/** Add a row: claimed by an entry, or abandoned. */
export function insertObject(connection: Connection, db: WriteDb, row: ObjectRow): void {
  const sql = `INSERT INTO objects (${COLUMNS}) VALUES (?, ?, ?, ?, ?)`;
  connection.run(db, sql, row.objectId, row.origin, row.index, row.fileDigest, row.fileBytes);
}

function objectOf(row: Row): ObjectRow {
  return {
    objectId: textOf(row, 'object_id'),
    origin: textOrNull(row, 'origin'),
    index: countOrNull(row, 'idx'),
    fileDigest: digestIn(row, 'file_digest'),
    fileBytes: countOf(row, 'file_bytes'),
  };
}
