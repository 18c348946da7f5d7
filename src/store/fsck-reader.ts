import type Database from 'better-sqlite3';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { newHasher } from '#src/crypto/hash.ts';
import { collect, finding } from '#src/ledger/finding.ts';
import type { Finding, FsckReader } from '#src/ledger/fsck.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import type { Connection } from './connection.ts';
import { expectedSchema } from './database.ts';
import type { FileSystem } from './file-system.ts';
import { listObjects } from './object-files.ts';
import { schemaOf } from './migrate.ts';
import { storeError } from './store-error.ts';

const DATABASE = 'database';
const MAX_PAGE_FINDINGS = 100;

/** What the reader looks through. */
export interface FsckReaderOptions {
  readonly store: Pick<
    VaultStore,
    'origins' | 'ledgerStore' | 'tables' | 'objects' | 'slots' | 'read'
  >;
  readonly database: Database.Database;
  readonly connection: Connection;
  readonly fileSystem: FileSystem;
  /** Absolute path of the `objects` folder. */
  readonly objectRoot: string;
  readonly pending: ReadonlyMap<string, unknown>;
}

/** What `fsck` reads of an open vault. */
export function fsckReader(options: FsckReaderOptions): FsckReader {
  const { store, connection, fileSystem, objectRoot, pending } = options;
  const { read, tables } = store;
  return {
    databaseFindings: () => databaseFindings(options),
    origins: () => orNone(() => store.origins()),
    ledgerStore: (origin) => store.ledgerStore(origin),
    objectRows: () => orNone(() => tables.objects.list(read)),
    objectFiles() {
      const { objectIds, strayFiles } = listObjects(objectRoot, fileSystem);
      return Promise.resolve({ objectIds, strayFiles });
    },
    pendingObjects: () => new Set(pending.keys()),
    digestObject: (objectId) => digestStream(store.objects.open(objectId)),
    expectedSlots: () =>
      orNone(() =>
        tables.investigations.list(read).flatMap(({ slotId }) => (slotId === null ? [] : [slotId])),
      ),
    slotFiles() {
      const abandoned = new Set(orNone(() => abandonedSlots(connection)));
      return store.slots.list().filter((slotId) => !abandoned.has(slotId));
    },
    readSlot: (slotId) => store.slots.read(slotId),
  };
}

/** Slots made for an investigation that never came to be. */
export function abandonedSlots(connection: Connection): readonly unknown[] {
  return connection.all('SELECT slot_id FROM abandoned_slots').map((row) => row['slot_id']);
}

function databaseFindings({ store, database }: FsckReaderOptions): readonly Finding[] {
  const findings: Finding[] = [];
  collectSql(findings, () => {
    for (const line of pragmaRows(database, `integrity_check(${MAX_PAGE_FINDINGS})`)) {
      if (line[0] !== 'ok')
        findings.push(
          finding('STORE_DAMAGED', `pages expected whole, got: ${String(line[0])}`, DATABASE),
        );
    }
  });
  collectSql(findings, () => {
    const broken = new Set(
      pragmaRows(database, 'foreign_key_check').map(([table]) => String(table)),
    );
    for (const table of broken) {
      findings.push(
        finding(
          'STORE_DAMAGED',
          `table ${table} expected rows that its others name, got none`,
          DATABASE,
        ),
      );
    }
  });
  collectSql(findings, () => {
    if (schemaOf(database) === expectedSchema()) return;
    findings.push(
      finding('STORE_DAMAGED', 'schema expected that of its version, got another', DATABASE),
    );
  });
  const { read, tables } = store;
  const lists: readonly (() => unknown)[] = [
    () => store.origins().map((origin) => [...store.ledgerStore(origin).rows()].length),
    () =>
      store
        .origins()
        .map((origin) => [
          store.ledgerStore(origin).dataKeys(),
          store.ledgerStore(origin).sittings(),
        ]),
    () => tables.people.list(read),
    () => tables.investigations.list(read),
    () =>
      tables.investigations
        .list(read)
        .map((row) => tables.exhibitKeys.list(read, row.investigationId)),
    () => tables.envelopes.list(read, {}),
    () => tables.objects.list(read),
    () => tables.kv.keys(read, ''),
  ];
  for (const list of lists) collect(findings, DATABASE, list);
  return findings;
}

function pragmaRows(database: Database.Database, pragma: string): unknown[][] {
  return database.prepare<[], unknown[]>(`PRAGMA ${pragma}`).raw(true).all();
}

function collectSql(findings: Finding[], check: () => void): void {
  collect(findings, DATABASE, () => {
    try {
      check();
    } catch (error) {
      throw storeError(error, 'database check');
    }
  });
}

// Damage that keeps a list from being read is a finding of the database already.
function orNone<T>(list: () => readonly T[]): readonly T[] {
  try {
    return list();
  } catch (error) {
    if (error instanceof EvidenceError && error.code === 'STORE_DAMAGED') return [];
    throw error;
  }
}

async function digestStream(
  source: ReadableStream<Uint8Array>,
): Promise<{ readonly fileDigest: Digest; readonly fileBytes: number }> {
  const hasher = newHasher();
  let fileBytes = 0;
  for await (const bytes of source) {
    hasher.update(bytes);
    fileBytes += bytes.length;
  }
  return { fileDigest: hasher.digest(), fileBytes };
}
