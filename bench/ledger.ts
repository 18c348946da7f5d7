import path from 'node:path';
import Database from 'better-sqlite3';
import { newId } from '#src/core/ids.ts';
import { newAgeIdentity } from '#src/crypto/age-file.ts';
import { newEd25519Seed } from '#src/crypto/ed25519.ts';
import { signNote } from '#src/crypto/note.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { newDataKey } from '#src/ledger/data-key.ts';
import { openLedger, type Ledger, type LedgerWriter } from '#src/ledger/ledger.ts';
import { sittingSignerName } from '#src/ledger/origin.ts';
import type { EntryRow } from '#src/ledger/store-port.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { createStore } from '#src/store/store.ts';
import { systemClock } from '#src/store/system-clock.ts';
import { inFolder, type Bench } from './bench.ts';
import { median, percentile } from './stats.ts';
import { ms, printTable, ratio } from './table.ts';

const TABLE = `CREATE TABLE entries (
  origin TEXT NOT NULL, idx INTEGER NOT NULL, bytes BLOB NOT NULL, payload BLOB,
  data_key_id TEXT NOT NULL, checkpoint TEXT NOT NULL, PRIMARY KEY (origin, idx)) STRICT`;
const INSERT = 'INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)';

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
  const [rounds, batch] = quick ? [2, 10] : [20, 100];
  return inFolder(async (folder) => {
    const store = createStore(path.join(folder, 'vault'), { holder: 'bench' });
    const bare = new Database(path.join(folder, 'bare.sqlite'));
    try {
      const { ledger, writer } = await newLedger(store);
      const insert = bareInserter(bare);
      const times = { ours: [] as number[], bare: [] as number[] };
      for (let round = 0; round < rounds; round++) {
        const from = ledger.head().size;
        for (let done = 0; done < batch; done++) times.ours.push(appendOnce(store, ledger, writer));
        const rows = [...store.ledgerStore(ledger.origin).rows(from)];
        for (const row of rows) times.bare.push(insert(ledger.origin, row));
      }
      report(times);
      return [];
    } finally {
      bare.close();
      store.close();
    }
  });
};

function report(times: { readonly ours: readonly number[]; readonly bare: readonly number[] }): void {
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

async function newLedger(store: VaultStore): Promise<{ ledger: Ledger; writer: LedgerWriter }> {
  const id = (): string => newId(randomBytes);
  const [sittingId, seed] = [id(), newEd25519Seed()];
  const origin = `countersign/${id()}/investigation/${id()}`;
  const name = sittingSignerName(origin, sittingId);
  const { recipient } = await newAgeIdentity();
  const key = { sittingId, restricted: false, recipients: [recipient], random: randomBytes };
  return {
    ledger: openLedger({
      store: store.ledgerStore(origin),
      clock: systemClock(),
      random: randomBytes,
    }),
    writer: {
      signer: { name, sign: (text) => signNote(text, [{ name, seed }]) },
      sittingId,
      dataKey: await newDataKey(key),
      restrictedDataKey: null,
    },
  };
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
