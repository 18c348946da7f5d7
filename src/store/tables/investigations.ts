import type { InvestigationRow, VaultTables } from '#src/ledger/vault-store.ts';
import type { Connection } from '../connection.ts';
import { bytesOf, textOf, textOrNull, type Row } from '../rows.ts';

const COLUMNS =
  'investigation_id, reference, origin, state, slot_id, last_opened_at, last_sitting_ended_at, facts';

/** Investigations: what stands plain on disk. */
export function investigationsTable(connection: Connection): VaultTables['investigations'] {
  return {
    put(db, row) {
      const sql = `INSERT INTO investigations (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (investigation_id) DO UPDATE SET reference = excluded.reference, origin = excluded.origin,
        state = excluded.state, slot_id = excluded.slot_id, last_opened_at = excluded.last_opened_at,
        last_sitting_ended_at = excluded.last_sitting_ended_at, facts = excluded.facts`;
      const {
        investigationId,
        reference,
        origin,
        state,
        slotId,
        lastOpenedAt,
        lastSittingEndedAt,
        facts,
      } = row;
      connection.run(
        ...([db, sql, investigationId, reference, origin, state] as const),
        ...([slotId, lastOpenedAt, lastSittingEndedAt, facts] as const),
      );
    },
    get(_db, investigationId) {
      const sql = `SELECT ${COLUMNS} FROM investigations WHERE investigation_id = ?`;
      const row = connection.get(sql, investigationId);
      return row === null ? null : investigationOf(row);
    },
    list: () =>
      connection
        .all(`SELECT ${COLUMNS} FROM investigations ORDER BY investigation_id`)
        .map(investigationOf),
  };
}

function investigationOf(row: Row): InvestigationRow {
  return {
    investigationId: textOf(row, 'investigation_id'),
    reference: textOf(row, 'reference'),
    origin: textOf(row, 'origin'),
    state: textOf(row, 'state'),
    slotId: textOrNull(row, 'slot_id'),
    lastOpenedAt: textOrNull(row, 'last_opened_at'),
    lastSittingEndedAt: textOrNull(row, 'last_sitting_ended_at'),
    facts: bytesOf(row, 'facts'),
  };
}
