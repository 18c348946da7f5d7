import type { CaptureSink } from '#src/capture/work.ts';
import { concatBytes } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';

/** A sink that keeps what it is given, for tests. */
export interface MemorySink extends CaptureSink {
  readonly objects: Map<string, Uint8Array>;
}

/** @param onPut - called before an object is taken */
export function memorySink(onPut: (name: string) => void = () => undefined): MemorySink {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    async putStream(name, _mediaType, pieces) {
      onPut(name);
      const parts: Uint8Array[] = [];
      for await (const piece of pieces) parts.push(piece);
      const bytes = concatBytes(...parts);
      objects.set(name, bytes);
      return { digest: digestOf(bytes), sizeBytes: bytes.length };
    },
    put(name, _mediaType, bytes) {
      onPut(name);
      objects.set(name, bytes);
      return Promise.resolve({ digest: digestOf(bytes), sizeBytes: bytes.length });
    },
  };
}
