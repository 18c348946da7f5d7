import type { CaptureSink } from '#src/capture/work.ts';
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
    put(name, _mediaType, bytes) {
      onPut(name);
      objects.set(name, bytes);
      return Promise.resolve({ digest: digestOf(bytes), sizeBytes: bytes.length });
    },
  };
}
