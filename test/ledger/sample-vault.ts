import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { openDataKeys, type DataKeyRing } from '#src/ledger/data-key.ts';
import { ageLike, id } from '../store/support.ts';
import { add, newVaultAt, startSitting, type TestVault } from './support.ts';

/** A vault with seven entries, two objects, a sitting that ended cosigned and one that did not, closed again. */
export interface Sample {
  readonly vault: TestVault;
  readonly ring: DataKeyRing;
  readonly objectId: string;
  readonly objectFile: string;
  readonly slotFile: string;
  readonly sittingId: string;
  readonly seed: Uint8Array;
}

/** Make one at a path. */
export async function makeSample(path: string): Promise<Sample> {
  const vault = await newVaultAt(path);
  const { store, ledger, origin, school } = vault;
  const plain = { plaintextDigest: digestOf(utf8('plain')), plaintextBytes: 5 };
  const [first, second] = [
    await store.objects.put(ageLike('one')),
    await store.objects.put(ageLike('two')),
  ];
  add(vault, vault.computer, { kind: 'opened', payload: { n: 0 } });
  const { sittingId, writer, seed } = await startSitting(vault);
  add(vault, writer, { kind: 'captured', payload: { n: 1 }, objects: [{ ...first, ...plain }] });
  add(vault, writer, { kind: 'captured', payload: { n: 2 }, objects: [{ ...second, ...plain }] });
  add(vault, writer, { kind: 'noted', payload: { n: 3 } });
  const ended = school.cosign(origin, ledger.head().checkpoint ?? '');
  const slotId = id();
  store.slots.create(slotId, new Uint8Array(32).fill(3));
  store.write((db) => {
    store.ledgerStore(origin).endSitting(db, sittingId, ended);
    const row = { investigationId: id(), reference: 'NHS-2026-001', origin, state: 'open', slotId };
    store.tables.investigations.put(db, {
      ...row,
      lastOpenedAt: null,
      lastSittingEndedAt: null,
      facts: utf8('{}'),
    });
  });
  add(vault, vault.computer, { kind: 'paused', payload: { n: 4 } });
  const open = await startSitting(vault);
  add(vault, open.writer, { kind: 'noted', payload: { n: 5 } });
  add(vault, vault.computer, { kind: 'reported', payload: { n: 6 }, restricted: true });
  const ring = await openDataKeys(store.ledgerStore(origin).dataKeys(), [
    vault.identity,
    vault.restrictedIdentity,
  ]);
  store.close();
  const objectFile = join(
    vault.path,
    'objects',
    first.objectId.slice(0, 2),
    `${first.objectId}.age`,
  );
  const slotFile = join(vault.path, 'slots', slotId);
  return { vault, ring, objectId: first.objectId, objectFile, slotFile, sittingId, seed };
}

/** Change the closed database by SQL, its triggers and foreign keys out of the way and back again after. */
export function sql(vault: TestVault, change: (database: Database.Database) => void): void {
  const database = new Database(join(vault.path, 'vault.sqlite'));
  const triggers = database
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    )
    .all();
  database.pragma('foreign_keys = OFF');
  database.pragma('ignore_check_constraints = ON');
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  change(database);
  for (const trigger of triggers) database.exec(trigger.sql);
  database.close();
}

/** Run one statement, which must change a row. */
export const run = (vault: TestVault, text: string, ...values: unknown[]): void => {
  sql(vault, (database) => {
    const { changes } = database.prepare(text).run(...values);
    if (changes === 0) throw new Error('damage expected to change a row');
  });
};

/** Change one entry's fields, its bytes canonical again. */
export function editEntry(
  vault: TestVault,
  index: number,
  edit: (entry: Record<string, JsonValue>) => void,
): void {
  sql(vault, (database) => {
    const bytes = database
      .prepare<[number], Uint8Array>('SELECT bytes FROM entries WHERE idx = ?')
      .pluck()
      .get(index);
    const entry = { ...(parseCanonical(new Uint8Array(bytes ?? [])) as Record<string, JsonValue>) };
    edit(entry);
    database
      .prepare('UPDATE entries SET bytes = ? WHERE idx = ?')
      .run(canonicalBytes(entry), index);
  });
}

/** Change one bit of a file. */
export function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
