import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { decryptAgeStream, encryptAgeStream, newAgeIdentity } from '#src/crypto/age-file.ts';
import { newHasher, type Hasher } from '#src/crypto/hash.ts';
import type { StoredObject, VaultStore } from '#src/ledger/vault-store.ts';
import { createStore } from '#src/store/store.ts';
import { inFolder, type Bench } from './bench.ts';
import { encryptByAge, peersIn, readByTools, takeInByTools } from './crypto-peers.ts';
import { median, timed } from './stats.ts';
import { printTable, ratio, type Verdict } from './table.ts';
import { runTool } from './tools.ts';

const PIECE_BYTES = 1 << 18;
const MIB = 1 << 20;
const LEAST_SHARE = 0.5;

/** Median times of one way to do it, milliseconds; null where a tool is missing. */
type Times = Record<
  'hash' | 'hashPeer' | 'store' | 'storeClassic' | 'storePeer' | 'copyPeer' | 'read' | 'readPeer',
  number | null
>;

/**
 * Hashing, encrypting and storing a file as a capture's object is (streamed, fsync included), and reading it
 * back, against `sha256sum`, a plain copy and `age` on the same bytes.
 */
export const cryptoBench: Bench = async ({ quick }) => {
  const [sizeBytes, runs] = quick ? [4 * MIB, 2] : [128 * MIB, 7];
  return inFolder(async (folder) => {
    const source = path.join(folder, 'source.bin');
    writeRandom(source, sizeBytes);
    const store = createStore(path.join(folder, 'vault'), { holder: 'bench' });
    try {
      const times = await measure(store, folder, source, runs);
      return report(times, sizeBytes, runs);
    } finally {
      store.close();
    }
  });
};

async function measure(
  store: VaultStore,
  folder: string,
  source: string,
  runs: number,
): Promise<Times> {
  const peers = peersIn(folder);
  const hybrid = await newAgeIdentity();
  const out = path.join(folder, 'peer.out');
  const found: Record<keyof Times, number[]> = {
    ...{ hash: [], hashPeer: [], store: [], storeClassic: [], storePeer: [], copyPeer: [] },
    ...{ read: [], readPeer: [] },
  };
  const { sha256sum, age } = peers;
  // In turn, so that whatever else the machine does meets all alike.
  for (let run = 0; run < runs; run++) {
    found.hash.push(await timed(() => hashFile(source)));
    let stored = await timedPut(store, source, hybrid.recipient, found.store);
    found.read.push(await timed(() => readBack(store, stored, hybrid.identity)));
    await store.objects.remove(stored.objectId);
    if (sha256sum !== null) {
      found.hashPeer.push(await timed(() => runTool(sha256sum, [source])));
      found.copyPeer.push(await timed(() => takeInByTools(sha256sum, source, out)));
    }
    if (age === null) continue;
    stored = await timedPut(store, source, age.recipient, found.storeClassic);
    await store.objects.remove(stored.objectId);
    found.storePeer.push(await timed(() => encryptByAge(age, source, out)));
    if (sha256sum === null) continue;
    found.readPeer.push(await timed(() => readByTools(age, sha256sum, out)));
  }
  const middle = (values: readonly number[]): number | null =>
    values.length === 0 ? null : median(values);
  const keys = Object.keys(found) as (keyof Times)[];
  return Object.fromEntries(keys.map((key) => [key, middle(found[key])])) as Times;
}

function report(times: Times, sizeBytes: number, runs: number): readonly Verdict[] {
  const rate = (took: number | null): number | null =>
    took === null ? null : sizeBytes / 1e6 / (took / 1000);
  const row = (
    what: string,
    ours: number | null,
    name: string,
    peer: number | null,
    limit = '–',
  ) => {
    const [mine, theirs] = [rate(ours), rate(peer)];
    return [
      ...[what, mine?.toFixed(0) ?? null, name, theirs?.toFixed(0) ?? 'missing'],
      ...[mine === null ? null : ratio(mine, theirs), limit],
    ];
  };
  const { hash, store, storeClassic, read } = times;
  const least = `at least ${LEAST_SHARE} ×`;
  const put = 'Hash, encrypt, store, fsync';
  printTable(
    [
      { heading: `${(sizeBytes / MIB).toFixed(0)} MiB, median of ${runs}` },
      { heading: 'MB/s' },
      { heading: 'Peer', align: 'left' },
      { heading: 'MB/s' },
      { heading: 'Against peer' },
      { heading: 'Limit' },
    ],
    [
      row('Hash', hash, 'sha256sum', times.hashPeer),
      row(`${put} (hybrid)`, store, 'sha256sum, copy, fsync', times.copyPeer, least),
      row(`${put} (hybrid)`, store, 'age (classic), fsync', times.storePeer),
      row(`${put} (classic)`, storeClassic, 'age (classic), fsync', times.storePeer),
      row(
        'Read, decrypt, hash (hybrid)',
        read,
        'age -d (classic) | sha256sum',
        times.readPeer,
        least,
      ),
    ],
  );
  return [
    verdict('taking in at least half as fast as sha256sum and a copy', store, times.copyPeer),
    verdict('reading back within twice age -d and sha256sum', read, times.readPeer),
  ];
}

function verdict(text: string, ours: number | null, peer: number | null): Verdict {
  const held = ours === null || peer === null ? null : peer / ours >= LEAST_SHARE;
  return { held, text };
}

function writeRandom(path: string, sizeBytes: number): void {
  const file = openSync(path, 'wx');
  for (let done = 0; done < sizeBytes; done += MIB)
    writeSync(file, randomFillSync(new Uint8Array(MIB)));
  fsyncSync(file);
  closeSync(file);
}

/** A file as a stream of pieces; each passes the hasher on its way. */
function streamOf(source: string, hasher: Hasher): ReadableStream<Uint8Array> {
  const file = openSync(source, 'r');
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = new Uint8Array(PIECE_BYTES);
      const got = readSync(file, piece);
      if (got === 0) {
        closeSync(file);
        controller.close();
        return;
      }
      const bytes = piece.subarray(0, got);
      hasher.update(bytes);
      controller.enqueue(bytes);
    },
  });
}

async function hashFile(source: string): Promise<string> {
  const hasher = newHasher();
  for await (const _piece of streamOf(source, hasher)) continue;
  return hasher.digest();
}

async function timedPut(
  store: VaultStore,
  source: string,
  recipient: string,
  into: number[],
): Promise<StoredObject> {
  const startedMs = performance.now();
  const hasher = newHasher();
  const stored = await store.objects.put(
    await encryptAgeStream(streamOf(source, hasher), [recipient]),
  );
  hasher.digest();
  into.push(performance.now() - startedMs);
  return stored;
}

async function readBack(
  store: VaultStore,
  stored: StoredObject,
  identity: string,
): Promise<string> {
  const hasher = newHasher();
  const plain = await decryptAgeStream(store.objects.open(stored.objectId), identity);
  for await (const piece of plain) hasher.update(piece);
  return hasher.digest();
}
