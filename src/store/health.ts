import { EvidenceError } from '#src/core/errors.ts';

const ENDS_TRUST = new Set([
  'STORE_DISK_FULL',
  'STORE_IO_FAILED',
  'STORE_DAMAGED',
  'STORE_DURABILITY_OFF',
]);

/**
 * Whether the open store may still be believed. After a failed write or fsync what the disk holds is
 * unknown, so nothing is read back to "check": everything but the slots refuses until it is reopened.
 */
export class Health {
  readonly #tolerant: boolean;
  #suspect = false;
  #closed = false;

  /** @param tolerant - true for `fsck`, which goes on reading after the first damage */
  constructor(tolerant = false) {
    this.#tolerant = tolerant;
  }

  /** True after a failed write or fsync. */
  get suspect(): boolean {
    return this.#suspect;
  }

  /** Whether {@link Health.close} was called. */
  get closed(): boolean {
    return this.#closed;
  }

  /** @throws {EvidenceError} STORE_SUSPECT - a write failed before @throws {TypeError} when it was closed */
  assertSound(): void {
    if (this.#closed) throw new TypeError('store expected open, got a closed one');
    if (this.#suspect) {
      throw new EvidenceError(
        'STORE_SUSPECT',
        'store expected sound, got one whose last write failed',
      );
    }
  }

  /** Take note of a failure; those of the disk end trust. @returns the same error, to be thrown */
  note(error: Error): Error {
    if (!this.#tolerant && error instanceof EvidenceError && ENDS_TRUST.has(error.code))
      this.#suspect = true;
    return error;
  }

  /** The store is closed. */
  close(): void {
    this.#closed = true;
  }
}
