import type { VaultTables } from '#src/ledger/vault-store.ts';
import type { Connection } from '../connection.ts';
import { bytesOf, textOf } from '../rows.ts';

/** Single values under a key. */
export function kvTable(connection: Connection): VaultTables['kv'] {
  return {
    put(db, key, value) {
      const sql =
        'INSERT INTO kv (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value';
      connection.run(db, sql, key, value);
    },
    get(_db, key) {
      const row = connection.get('SELECT value FROM kv WHERE key = ?', key);
      return row === null ? null : bytesOf(row, 'value');
    },
    keys(_db, prefix) {
      const sql = 'SELECT key FROM kv WHERE substr(key, 1, length(?)) = ? ORDER BY key';
      return connection.all(sql, prefix, prefix).map((row) => textOf(row, 'key'));
    },
    remove: (db, key) => connection.run(db, 'DELETE FROM kv WHERE key = ?', key) > 0,
  };
}
