import { fromHex, utf8 } from '#src/core/bytes.ts';
import { newId } from '#src/core/ids.ts';
import { newAgeIdentity } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { newDataKey } from '#src/ledger/data-key.ts';
import { openLedger } from '#src/ledger/ledger.ts';
import { computerSignerName } from '#src/ledger/origin.ts';
import { openStore } from '#src/store/store.ts';
import { systemClock } from '#src/store/system-clock.ts';
import { signerOf } from '../ledger/school.ts';

// Adds objects, entries and slots to a vault until it is killed, and prints what is durable, a line each:
// `object <id> <digest>`, `entry <index> <kv value>`, `slot <id> full|empty`.
const [, , path = '', origin = '', seedHex = ''] = process.argv;
const store = openStore(path, { holder: `append-forever, process ${process.pid}` });
const ledger = openLedger({
  store: store.ledgerStore(origin),
  clock: systemClock(),
  random: randomBytes,
});
const { recipient } = await newAgeIdentity();
const dataKey = await newDataKey({
  sittingId: null,
  restricted: false,
  recipients: [recipient],
  random: randomBytes,
});
const signer = signerOf(computerSignerName(origin, 'c'.repeat(26)), fromHex(seedHex));
const writer = { sittingId: null, signer, dataKey, restrictedDataKey: null };

function acknowledge(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function addEntry(count: number): Promise<void> {
  const plaintextDigest = digestOf(utf8('plain'));
  const stored = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const bytes = new Uint8Array(1 + ((i * 70_001) % 300_000)).fill(i);
      const object = await store.objects.put(
        new Blob([utf8('age-encryption.org/v1\n'), bytes]).stream(),
      );
      acknowledge(`object ${object.objectId} ${object.fileDigest}`);
      return object;
    }),
  );
  const objects = stored.map((object) =>
    Object.assign(object, { plaintextDigest, plaintextBytes: 5 }),
  );
  const index = store.write((db) => {
    const added = ledger.append(db, writer, { kind: 'tested', payload: { count }, objects });
    store.tables.kv.put(db, 'last', utf8(String(added.index)));
    return added.index;
  });
  acknowledge(`entry ${index} ${index}`);
}

function useSlot(): void {
  const slotId = newId(randomBytes);
  store.slots.create(slotId, randomBytes(32));
  acknowledge(`slot ${slotId} full`);
  store.slots.overwrite(slotId);
  acknowledge(`slot ${slotId} empty`);
}

for (let round = 0; ; round++) {
  await addEntry(round % 4);
  if (round % 5 === 0) useSlot();
  if (round % 7 === 0) await store.objects.put(utf8('age-encryption.org/v1\nnever claimed'));
  if (round % 11 === 0) store.checkpointTruncate();
}
