import path from 'node:path';
import Database from 'better-sqlite3';
import type { Ledger, LedgerWriter } from '#src/ledger/ledger.ts';
import type { EntryRow } from '#src/ledger/store-port.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { createStore } from '#src/store/store.ts';
import { newLedger } from './new-ledger.ts';
import { inFolder, type Bench } from './bench.ts';
import { median, percentile } from './stats.ts';
import { ms, printTable, ratio } from './table.ts';

const TABLE = `CREATE TABLE entries (
  origin TEXT NOT NULL, idx INTEGER NOT NULL, bytes BLOB NOT NULL, payload BLOB,
  data_key_id TEXT NOT NULL, checkpoint TEXT NOT NULL, PRIMARY KEY (origin, idx)) STRICT`;
const INSERT = 'INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)';

/** First ones, which warm both up and do not count. */
const WARM_UP = 50;

/** What an ordinary entry says: a visit with an address and a reason of some length. */
const PAYLOAD = {
  v: 1,
  visitId: 'abcdefghijklmnopqrstuvwxya',
  address: 'https://chatterly.example/forum/thread-12?page=4#post-4471',
  reason: 'It names a pupil and asks others to leave her out. '.repeat(4),
};

/**
 * Entries a second, one transaction each with FULL durability: canonical JSON, commitment, encryption, tree,
 * checkpoint and its signature, against bare SQLite (WAL, FULL) that is handed the very same rows.
 */
export const ledgerBench: Bench = async ({ quick }) => {
  const entries = quick ? 20 : 1500;
  return inFolder(async (folder) => {
    const store = createStore(path.join(folder, 'vault'), { holder: 'bench' });
    const bare = new Database(path.join(folder, 'bare.sqlite'));
    try {
      const { ledger, writer } = await newLedger(store);
      const insert = bareInserter(bare);
      const times = { ours: [] as number[], bare: [] as number[] };
      // In turn, one by one: a disk takes longer for a write that comes after a pause than in a tight loop.
      for (let index = 0; index < WARM_UP + entries; index++) {
        if (index === WARM_UP) times.ours.length = times.bare.length = 0;
        times.ours.push(appendOnce(store, ledger, writer));
        const row = store.ledgerStore(ledger.origin).row(index);
        if (row !== null) times.bare.push(insert(ledger.origin, row));
      }
      report(times);
      return [];
    } finally {
      bare.close();
      store.close();
    }
  });
};

function report(times: {
  readonly ours: readonly number[];
  readonly bare: readonly number[];
}): void {
  const rate = (values: readonly number[]): number =>
    (values.length / values.reduce((sum, value) => sum + value, 0)) * 1000;
  const row = (what: string, values: readonly number[], peer: number | null) => [
    ...[what, String(values.length), rate(values).toFixed(0)],
    ...[ms(median(values)), ms(percentile(values, 0.95)), ratio(rate(values), peer)],
  ];
  printTable(
    [
      { heading: 'What' },
      { heading: 'Entries' },
      { heading: 'A second' },
      { heading: 'Median' },
      { heading: '95 %' },
      { heading: 'Rate against bare' },
    ],
    [
      row('Ledger: entry, payload, signed checkpoint', times.ours, rate(times.bare)),
      row('Bare SQLite, WAL and FULL, the same rows', times.bare, null),
    ],
  );
}

function appendOnce(store: VaultStore, ledger: Ledger, writer: LedgerWriter): number {
  const startedMs = performance.now();
  store.write((db) => ledger.append(db, writer, { kind: 'visit-opened', payload: PAYLOAD }));
  return performance.now() - startedMs;
}

/** One insert, one transaction; SQLite's own defaults but for WAL and FULL. */
function bareInserter(bare: Database.Database): (origin: string, row: EntryRow) => number {
  bare.pragma('journal_mode = WAL');
  bare.pragma('synchronous = FULL');
  bare.exec(TABLE);
  const insert = bare.prepare(INSERT);
  return (origin, { index, bytes, payload, dataKeyId, checkpoint }) => {
    const startedMs = performance.now();
    insert.run(origin, index, bytes, payload, dataKeyId, checkpoint);
    return performance.now() - startedMs;
  };
}
