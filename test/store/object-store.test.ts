import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '#src/core/bytes.ts';
import { encryptAgeStream, newAgeIdentity } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { nodeFileSystem } from '#src/store/node-file-system.ts';
import type { FileSystem } from '#src/store/file-system.ts';
import { openStore } from '#src/store/store.ts';
import { ageLike, closedAtEnd, HOLDER, id, newStore, streamOf } from './support.ts';

async function readAll(source: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return concatBytes(...pieces);
}

const objectFile = (path: string, objectId: string): string =>
  join(path, 'objects', objectId.slice(0, 2), `${objectId}.age`);

describe('NodeObjectStore.put', () => {
  it('keeps whole bytes and streams under a random name with digest and size', async () => {
    const { objects, path } = newStore();
    const bytes = ageLike('hello');
    for (const source of [
      bytes,
      streamOf(bytes.subarray(0, 3), bytes.subarray(3, 3), bytes.subarray(3)),
    ]) {
      const { objectId, fileDigest, fileBytes } = await objects.put(source);
      expect({ fileDigest, fileBytes }).toEqual({
        fileDigest: digestOf(bytes),
        fileBytes: bytes.length,
      });
      expect(readFileSync(objectFile(path, objectId))).toEqual(Buffer.from(bytes));
      expect(await readAll(objects.open(objectId))).toEqual(bytes);
      expect(objects.stat(objectId)).toEqual({ fileBytes: bytes.length });
    }
    expect(await objects.list()).toHaveLength(2);
  });

  it('takes a real age file of several megabytes as a stream', async () => {
    const { objects } = newStore();
    const { recipient } = await newAgeIdentity();
    const plain = new Uint8Array(5 << 20).fill(3);
    const { objectId, fileBytes, fileDigest } = await objects.put(
      await encryptAgeStream(streamOf(plain), [recipient]),
    );
    expect(fileBytes).toBeGreaterThan(plain.length);
    expect(digestOf(await readAll(objects.open(objectId)))).toBe(fileDigest);
  });

  it.each([
    ['plaintext', new TextEncoder().encode('this is the page’s text, in the clear')],
    ['nothing', new Uint8Array()],
    ['a cut header', new TextEncoder().encode('age-encryption.org/v')],
    ['an armoured file', new TextEncoder().encode('-----BEGIN AGE ENCRYPTED FILE-----\n')],
  ])('refuses %s with TypeError before the disk is touched', async (_name, bytes) => {
    const { objects, path, suspect } = newStore();
    await expect(objects.put(bytes)).rejects.toThrow('"source" expected an age file');
    await expect(objects.put(streamOf(bytes))).rejects.toBeInstanceOf(TypeError);
    expect(readdirSync(join(path, 'objects'))).toEqual([]);
    expect(suspect).toBe(false);
  });

  it('keeps nothing when the source fails, and passes its error on', async () => {
    const store = newStore();
    const wrong = new Error('capture stopped');
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(ageLike('begun'));
      },
      pull(controller) {
        controller.error(wrong);
      },
    });
    await expect(store.objects.put(source)).rejects.toBe(wrong);
    expect(await store.objects.list()).toEqual([]);
    expect(
      readdirSync(join(store.path, 'objects')).flatMap((name) =>
        readdirSync(join(store.path, 'objects', name)),
      ),
    ).toEqual([]);
    expect(store.suspect).toBe(false);
  });

  it('takes several at once', async () => {
    const { objects } = newStore();
    const stored = await Promise.all(
      Array.from({ length: 20 }, (_, i) => objects.put(ageLike(`number ${i}`))),
    );
    expect(await objects.list()).toEqual(stored.map(({ objectId }) => objectId).toSorted());
  });

  it('never reads the source faster than the disk takes it', async () => {
    const first = newStore();
    first.close();
    let waiting = 0;
    let most = 0;
    const real = nodeFileSystem();
    const fileSystem: FileSystem = {
      ...real,
      async open(path, mode) {
        const file = await real.open(path, mode);
        return {
          ...file,
          async write(bytes) {
            waiting -= 1;
            await file.write(bytes);
          },
        };
      },
    };
    const store = closedAtEnd(openStore(first.path, { holder: HOLDER, fileSystem }));
    let left = 50;
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        waiting += 1;
        most = Math.max(most, waiting);
        controller.enqueue(ageLike('x'.repeat(1_000)));
        if (--left === 0) controller.close();
      },
    });
    await store.objects.put(source);
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('NodeObjectStore.open', () => {
  it('fails with OBJECT_MISSING at the first read, also for an id that is a path', async () => {
    const { objects, path } = newStore();
    const { objectId } = await objects.put(ageLike('x'));
    unlinkSync(objectFile(path, objectId));
    for (const missing of [objectId, id(), '../vault']) {
      await expect(readAll(objects.open(missing))).rejects.toMatchObject({
        code: 'OBJECT_MISSING',
        message: 'object expected a file, got none',
      });
      expect(objects.stat(missing)).toBeNull();
    }
  });

  it('lets a reader stop early', async () => {
    const { objects } = newStore();
    const { objectId } = await objects.put(ageLike('x'.repeat(2_000_000)));
    const reader = objects.open(objectId).getReader();
    expect((await reader.read()).value).toBeInstanceOf(Uint8Array);
    await reader.cancel();
  });
});

describe('NodeObjectStore.list', () => {
  it('names objects only', async () => {
    const { objects, path } = newStore();
    const { objectId } = await objects.put(ageLike('x'));
    writeFileSync(join(path, 'objects', 'note.txt'), 'x');
    expect(await objects.list()).toEqual([objectId]);
  });
});

describe('NodeObjectStore.remove', () => {
  it('removes a file once', async () => {
    const { objects } = newStore();
    const { objectId } = await objects.put(ageLike('x'));
    expect([await objects.remove(objectId), await objects.remove(objectId)]).toEqual([true, false]);
    expect(await objects.list()).toEqual([]);
  });
});
