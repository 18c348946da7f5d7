import type { EnvelopeFilter, EnvelopeRow, VaultTables } from '#src/ledger/vault-store.ts';
import type { Connection } from '../connection.ts';
import { bytesOf, textOf, type Row } from '../rows.ts';

const COLUMNS = 'kind, investigation_id, person_id, box';

/** Secrets encrypted for somebody. */
export function envelopesTable(connection: Connection): VaultTables['envelopes'] {
  return {
    put(db, row) {
      const sql = `INSERT INTO envelopes (${COLUMNS}) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET box = excluded.box`;
      connection.run(db, sql, row.kind, row.investigationId, row.personId, row.box);
    },
    get(_db, kind, investigationId, personId) {
      const { where, values } = conditionOf({ kind, investigationId, personId });
      const row = connection.get(`SELECT ${COLUMNS} FROM envelopes ${where}`, ...values);
      return row === null ? null : envelopeOf(row);
    },
    list(_db, filter) {
      const { where, values } = conditionOf(filter);
      const sql = `SELECT ${COLUMNS} FROM envelopes ${where} ORDER BY kind, investigation_id, person_id`;
      return connection.all(sql, ...values).map(envelopeOf);
    },
    remove(db, filter) {
      const { where, values } = conditionOf(filter);
      if (values.length === 0) throw new RangeError('"filter" expected at least one field');
      return connection.run(db, `DELETE FROM envelopes ${where}`, ...values);
    },
  };
}

function conditionOf(filter: EnvelopeFilter): {
  readonly where: string;
  readonly values: string[];
} {
  const fields = [
    ['kind', filter.kind],
    ['investigation_id', filter.investigationId],
    ['person_id', filter.personId],
  ] as const;
  const columns: string[] = [];
  const values: string[] = [];
  for (const [column, value] of fields) {
    if (value === undefined) continue;
    columns.push(`${column} = ?`);
    values.push(value);
  }
  return { where: columns.length === 0 ? '' : `WHERE ${columns.join(' AND ')}`, values };
}

function envelopeOf(row: Row): EnvelopeRow {
  return {
    kind: textOf(row, 'kind'),
    investigationId: textOf(row, 'investigation_id'),
    personId: textOf(row, 'person_id'),
    box: bytesOf(row, 'box'),
  };
}
