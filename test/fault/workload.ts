import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { utf8 } from '#src/core/bytes.ts';
import { newId } from '#src/core/ids.ts';
import { newAgeIdentity } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { newDataKey } from '#src/ledger/data-key.ts';
import { fsck } from '#src/ledger/fsck.ts';
import { openLedger, type LedgerWriter } from '#src/ledger/ledger.ts';
import { computerSignerName } from '#src/ledger/origin.ts';
import type { StoredObject } from '#src/ledger/vault-store.ts';
import { openStore, type OpenStore } from '#src/store/store.ts';
import { signerOf, TestClock, TestSchool } from '../ledger/school.ts';

/** Where faults are staged: in memory where there is such a file system, since the disk itself is not on trial. */
export const STAGE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** What has been promised so far; the workload adds to it only after a call came back. */
export interface Promised {
  entries: number;
  readonly objects: Map<string, string>;
  readonly slots: Map<string, 'full' | 'empty'>;
}

/** What a workload needs besides a store. */
export interface WorkloadSetting {
  readonly school: TestSchool;
  readonly origin: string;
  readonly writer: LedgerWriter;
}

/** A school, an origin and a writer. */
export async function newSetting(): Promise<WorkloadSetting> {
  const school = new TestSchool();
  const origin = `countersign/${newId(randomBytes)}/installation`;
  const { recipient } = await newAgeIdentity();
  const dataKey = await newDataKey({
    sittingId: null,
    restricted: false,
    recipients: [recipient],
    random: randomBytes,
  });
  const signer = signerOf(computerSignerName(origin, school.computerId), school.computerSeed);
  return { school, origin, writer: { sittingId: null, signer, dataKey, restrictedDataKey: null } };
}

/** Nothing yet. */
export function nothingPromised(): Promised {
  return { entries: 0, objects: new Map(), slots: new Map() };
}

/** What a capture and a lock do to a store, a step at a time; each step promises something once it is done. */
export function steps(
  store: OpenStore,
  setting: WorkloadSetting,
  promised: Promised,
  rounds: number,
): readonly (() => Promise<void>)[] {
  const { origin, writer } = setting;
  const ledger = openLedger({
    store: store.ledgerStore(origin),
    clock: new TestClock(),
    random: randomBytes,
  });
  return Array.from({ length: rounds }).flatMap((_, round) => {
    const slotId = newId(randomBytes);
    const stored: StoredObject[] = [];
    const put = async (bytes: number): Promise<void> => {
      const file = new Blob([
        utf8('age-encryption.org/v1\n'),
        new Uint8Array(bytes).fill(round + 1),
      ]);
      const object = await store.objects.put(file.stream());
      stored.push(object);
      promised.objects.set(object.objectId, object.fileDigest);
    };
    const append = (): Promise<void> => {
      const plain = { plaintextDigest: digestOf(utf8('plain')), plaintextBytes: 5 };
      store.write((db) => {
        const objects = stored.map((object) => ({ ...object, ...plain }));
        const payload = { round, note: 'x'.repeat(round * 400) };
        ledger.append(db, writer, { kind: 'tested', payload, objects });
        const box = randomBytes(1_500);
        store.tables.envelopes.put(db, {
          kind: 'content-share',
          investigationId: slotId,
          personId: 'p',
          box,
        });
      });
      promised.entries += 1;
      return Promise.resolve();
    };
    return [
      () => {
        store.slots.create(slotId, randomBytes(32));
        promised.slots.set(slotId, 'full');
        return Promise.resolve();
      },
      () => put(3_000),
      () => put(600),
      append,
      () => {
        store.slots.overwrite(slotId);
        promised.slots.set(slotId, 'empty');
        return Promise.resolve();
      },
      () => {
        store.write((db) => {
          ledger.append(db, writer, { kind: 'locked', payload: { round } });
          store.tables.envelopes.remove(db, { kind: 'content-share', investigationId: slotId });
        });
        promised.entries += 1;
        return Promise.resolve();
      },
      () => {
        store.checkpointTruncate();
        return Promise.resolve();
      },
      // A capture that is never accepted.
      async () => {
        stored.length = 0;
        await put(100);
      },
    ];
  });
}

/**
 * Open a vault after whatever happened to it and list every promise that does not hold.
 * @param promised - what was acknowledged before
 * @returns nothing when all is well
 */
export async function brokenPromises(
  path: string,
  setting: WorkloadSetting,
  promised: Promised,
): Promise<readonly string[]> {
  const store = openStore(path, { holder: 'promises' });
  try {
    const findings = await fsck(store.fsckReader(), { verifier: setting.school.verifier() });
    const broken = findings.map(({ code, message, where }) => `${code} ${message} (${where})`);
    const size = openLedger({
      ...{ store: store.ledgerStore(setting.origin), clock: new TestClock(), random: randomBytes },
    }).head().size;
    // One more may have become durable without the word reaching the caller.
    if (size < promised.entries || size > promised.entries + 1)
      broken.push(`entries: ${promised.entries}, got ${size}`);
    const rows = new Map(
      store.tables.objects.list(store.read).map((row) => [row.objectId, row.fileDigest]),
    );
    for (const [objectId, digest] of promised.objects) {
      if (rows.get(objectId) !== digest) broken.push(`object ${objectId}`);
    }
    for (const [slotId, state] of promised.slots) {
      const held = store.slots.read(slotId);
      if (state === 'empty' && held !== 'empty') broken.push(`slot ${slotId} expected empty`);
    }
    return broken;
  } finally {
    store.close();
  }
}
