import type { ExhibitKeyRow, VaultTables } from '#src/ledger/vault-store.ts';
import type { Connection } from '../connection.ts';
import { bytesOf, textOf, type Row } from '../rows.ts';

const COLUMNS = 'investigation_id, capture_id, box';

/** Wrapped identities of accepted captures. */
export function exhibitKeysTable(connection: Connection): VaultTables['exhibitKeys'] {
  return {
    put(db, row) {
      const sql = `INSERT INTO exhibit_keys (${COLUMNS}) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET box = excluded.box`;
      connection.run(db, sql, row.investigationId, row.captureId, row.box);
    },
    get(_db, investigationId, captureId) {
      const sql = `SELECT ${COLUMNS} FROM exhibit_keys WHERE investigation_id = ? AND capture_id = ?`;
      const row = connection.get(sql, investigationId, captureId);
      return row === null ? null : exhibitKeyOf(row);
    },
    list(_db, investigationId) {
      const sql = `SELECT ${COLUMNS} FROM exhibit_keys WHERE investigation_id = ? ORDER BY capture_id`;
      return connection.all(sql, investigationId).map(exhibitKeyOf);
    },
    removeAll: (db, investigationId) =>
      connection.run(db, 'DELETE FROM exhibit_keys WHERE investigation_id = ?', investigationId),
  };
}

function exhibitKeyOf(row: Row): ExhibitKeyRow {
  return {
    investigationId: textOf(row, 'investigation_id'),
    captureId: textOf(row, 'capture_id'),
    box: bytesOf(row, 'box'),
  };
}
