import { afterAll, describe, expect, it } from 'vitest';
import { newId } from '#src/core/ids.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { encodeKeyFile, openKeyFile } from '#src/crypto/key-file.ts';
import { startKeyWorker } from '#src/crypto/key-worker.ts';
import { newPersonKeys } from '#src/crypto/person-keys.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { errorOf } from './fixtures.ts';

const PASSPHRASE = 'gravel otter pennant';
const keys = await newPersonKeys(newId(randomBytes));
const caFingerprint = digestOf(Uint8Array.of(1));

/** A worker script in one line. */
function script(source: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

const ENDED = { code: 'CRYPTO_FAILED', message: 'key worker expected to answer, got its end' };

describe('startKeyWorker', () => {
  const worker = startKeyWorker({ logN: 10 });
  afterAll(() => worker.close());

  it('makes key files that open here and there', async () => {
    const file = await worker.encodeKeyFile(keys, caFingerprint, PASSPHRASE);
    expect(await openKeyFile(file, PASSPHRASE)).toEqual({ keys, caFingerprint });
    expect(await worker.openKeyFile(file, PASSPHRASE)).toEqual({ keys, caFingerprint });
  });

  it("leaves the caller's arrays usable", async () => {
    const file = await worker.encodeKeyFile(keys, caFingerprint, PASSPHRASE);
    await worker.openKeyFile(file, PASSPHRASE);
    expect(file.length).toBeGreaterThan(0);
    expect(keys.ed25519Seed).toHaveLength(32);
    expect(keys.ed25519Seed.some((byte) => byte !== 0)).toBe(true);
  });

  it('keeps code, message and details of an error', async () => {
    const file = await worker.encodeKeyFile(keys, caFingerprint, PASSPHRASE);
    await expect(worker.openKeyFile(file, 'another')).rejects.toMatchObject({
      name: 'EvidenceError',
      code: 'PASSPHRASE_WRONG',
      message: 'passphrase expected to open the file, got another',
    });
    await expect(worker.openKeyFile(new Uint8Array(9), PASSPHRASE)).rejects.toMatchObject({
      code: 'KEY_FILE_DAMAGED',
    });
  });

  it('gives INTERNAL for wrong use', async () => {
    await expect(worker.encodeKeyFile(keys, caFingerprint, '')).rejects.toMatchObject({
      code: 'INTERNAL',
    });
  });

  it('answers several requests at once, each its own', async () => {
    const others = await Promise.all([1, 2, 3].map(() => newPersonKeys(newId(randomBytes))));
    const files = await Promise.all(
      others.map((one) => worker.encodeKeyFile(one, caFingerprint, PASSPHRASE)),
    );
    const opened = await Promise.all(files.map((file) => worker.openKeyFile(file, PASSPHRASE)));
    expect(opened.map((one) => one.keys.personId)).toEqual(others.map(({ personId }) => personId));
  });

  it('leaves this thread free while a passphrase is checked', async () => {
    const slow = await encodeKeyFile(keys, caFingerprint, PASSPHRASE, 16);
    let longest = 0;
    let last = performance.now();
    const ticks = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const started = performance.now();
    await worker.openKeyFile(slow, PASSPHRASE);
    const took = performance.now() - started;
    clearInterval(ticks);
    // In this thread the longest gap would be all of it.
    expect(longest).toBeLessThan(Math.max(80, took * 0.7));
  });

  it('rejects what is under way when it is closed, and everything after', async () => {
    const other = startKeyWorker({ logN: 15 });
    const pending = other.encodeKeyFile(keys, caFingerprint, PASSPHRASE);
    const [outcome] = await Promise.all([errorOf(() => pending), other.close()]);
    expect(outcome).toMatchObject(ENDED);
    await expect(other.openKeyFile(new Uint8Array(), '')).rejects.toMatchObject(ENDED);
    await other.close();
  });

  it('rejects what was pending when its thread dies, and starts another for the next', async () => {
    const dying = startKeyWorker({
      script: script(
        `import { parentPort } from 'node:worker_threads';
         let seen = 0;
         parentPort.on('message', ({ id }) => {
           if (seen++ === 0) throw new Error('out of memory, as it were');
           parentPort.postMessage({ kind: 'open', id, result: { ok: false, error: { code: 'INTERNAL', message: 'm', details: {} } } });
         });`,
      ),
    });
    await expect(dying.openKeyFile(new Uint8Array(), '')).rejects.toMatchObject(ENDED);
    const again = await Promise.allSettled([dying.openKeyFile(new Uint8Array(), '')]);
    expect(again[0]).toMatchObject({ status: 'rejected', reason: ENDED });
    await dying.close();
  });

  it('rejects with the cause when its script cannot start', async () => {
    const broken = startKeyWorker({ script: script('throw new Error("no such thing");') });
    await expect(broken.openKeyFile(new Uint8Array(), '')).rejects.toMatchObject({
      ...ENDED,
      cause: expect.objectContaining({ message: 'no such thing' }),
    });
    await broken.close();
  });

  it('gives its thread no environment', async () => {
    const asking = startKeyWorker({
      script: script(
        `import { parentPort } from 'node:worker_threads';
         parentPort.on('message', ({ id }) => parentPort.postMessage({ kind: 'open', id, result:
           { ok: false, error: { code: 'INTERNAL', message: String(Object.keys(process.env).length), details: {} } } }));`,
      ),
    });
    await expect(asking.openKeyFile(new Uint8Array(), '')).rejects.toMatchObject({ message: '0' });
    await asking.close();
  });
});
