import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { newId } from '#src/core/ids.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { createStore, type OpenStore } from '#src/store/store.ts';

/** Who holds the vaults of tests. */
export const HOLDER = 'Countersign test';

/** A folder that the test's end removes. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-store-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A new vault in a folder of its own; closed and removed at the test's end. */
export function newStore(): OpenStore {
  return closedAtEnd(createStore(join(temporaryFolder(), 'vault'), { holder: HOLDER }));
}

/** Close a store at the test's end, if the test has not done so. */
export function closedAtEnd<T extends { close(): void }>(store: T): T {
  onTestFinished(() => {
    store.close();
  });
  return store;
}

/** Bytes that start as an age file does. */
export function ageLike(text: string): Uint8Array {
  return utf8(`age-encryption.org/v1\n${text}`);
}

/** A new identifier. */
export function id(): string {
  return newId(randomBytes);
}

/** The error that a call throws. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('call expected to throw, got a result');
}

/** A stream of the given pieces. */
export function streamOf(...pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}
