import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EvidenceError } from '#src/core/errors.ts';
import { newId } from '#src/core/ids.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { createStore, openStore } from '#src/store/store.ts';
import { brokenPromises, newSetting, nothingPromised, steps } from './workload.ts';

// Works on a vault (first argument) on a small disk until it is full, and prints as JSON what happened.
const [, , path = ''] = process.argv;
const setting = await newSetting();
const promised = nothingPromised();
const slots = [newId(randomBytes), newId(randomBytes)] as const;

async function codeOf(action: () => unknown): Promise<string | null> {
  try {
    await action();
    return null;
  } catch (error) {
    return error instanceof EvidenceError ? error.code : String(error);
  }
}

/** Take all the space there is, to the last byte. */
function fill(): void {
  for (const size of [65_536, 4_096, 512, 1]) {
    for (;;) {
      try {
        writeFileSync(join(path, '..', 'filler'), new Uint8Array(size), { flag: 'a' });
      } catch {
        break;
      }
    }
  }
}

const first = createStore(path, { holder: 'full' });
for (const step of steps(first, setting, promised, 1)) await step();
for (const slotId of slots) first.slots.create(slotId, randomBytes(32));
fill();
const database = await codeOf(() =>
  first.write((db) => {
    for (let i = 0; i < 500; i++) first.tables.kv.put(db, `k${i}`, randomBytes(8_000));
  }),
);
const suspectAfterDatabase = first.suspect;
first.slots.overwrite(slots[0]);
const slotAfterDatabase = first.slots.read(slots[0]);
promised.slots.set(slots[0], 'empty');
first.close();

const second = openStore(path, { holder: 'full' });
const opensWhileFull = true;
fill();
const object = await codeOf(() =>
  second.objects.put(new Blob(['age-encryption.org/v1\n', new Uint8Array(2_000_000)]).stream()),
);
const suspectAfterObject = second.suspect;
second.slots.overwrite(slots[1]);
const slotAfterObject = second.slots.read(slots[1]);
promised.slots.set(slots[1], 'empty');
second.close();

rmSync(join(path, '..', 'filler'), { force: true });
const broken = await brokenPromises(path, setting, promised);
const result = {
  database,
  suspectAfterDatabase,
  slotAfterDatabase,
  object,
  suspectAfterObject,
  slotAfterObject,
};
process.stdout.write(JSON.stringify({ ...result, opensWhileFull, broken }));
