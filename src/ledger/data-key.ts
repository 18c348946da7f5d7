import { EvidenceError } from '#src/core/errors.ts';
import { newId, type RandomBytes } from '#src/core/ids.ts';
import { decryptAge, encryptAge } from '#src/crypto/age-file.ts';
import type { DataKeyRow } from './store-port.ts';

/** A data key in memory, with the row that keeps it. */
export interface DataKey {
  readonly row: DataKeyRow;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** Data keys that could be opened: id → 32 bytes. */
export type DataKeyRing = ReadonlyMap<string, Uint8Array>;

/**
 * Make a data key and encrypt it for its readers. The ledger stores the row with the first entry
 * that uses it, so making one writes nothing.
 * @param options.recipients - age recipients, all hybrid; verified against the CA by the caller
 * @param options.restricted - whether it is for restricted payloads (the reporter)
 */
export async function newDataKey(options: {
  readonly sittingId: string | null;
  readonly restricted: boolean;
  readonly recipients: readonly string[];
  readonly random: RandomBytes;
}): Promise<DataKey> {
  const key = options.random(32);
  const file = await encryptAge(key, options.recipients);
  const { sittingId, restricted } = options;
  return { key, row: { dataKeyId: newId(options.random), sittingId, restricted, file } };
}

/**
 * Open the data keys that one of the identities can open; the others are left out, so that their
 * payloads read as withheld.
 * @param identities - age identities, e.g. the record identity and, for head and DSL, the restricted one
 * @throws {EvidenceError} AGE_DAMAGED - a key file is not what was written
 */
export async function openDataKeys(
  rows: readonly DataKeyRow[],
  identities: readonly string[],
): Promise<DataKeyRing> {
  const ring = new Map<string, Uint8Array>();
  for (const row of rows) {
    const key = await openDataKey(row, identities);
    if (key !== null) ring.set(row.dataKeyId, key);
  }
  return ring;
}

async function openDataKey(
  row: DataKeyRow,
  identities: readonly string[],
): Promise<Uint8Array | null> {
  for (const identity of identities) {
    try {
      const key = await decryptAge(row.file, identity);
      if (key.length !== 32)
        throw new EvidenceError('AGE_DAMAGED', `data key expected 32 bytes, got ${key.length}`);
      return key;
    } catch (error) {
      if (!(error instanceof EvidenceError) || error.code !== 'AGE_NO_MATCH') throw error;
    }
  }
  return null;
}
