import type { RandomBytes } from '#src/core/ids.ts';
import { signNote } from '#src/crypto/note.ts';
import { newDataKey } from '#src/ledger/data-key.ts';
import type { LedgerWriter } from '#src/ledger/ledger.ts';
import { computerSignerName, personSignerName } from '#src/ledger/origin.ts';
import type { OpenPerson } from './person.ts';

/** For whom a ledger's payloads are encrypted; verified by the caller. */
export interface PayloadReaders {
  readonly recipients: readonly string[];
  readonly random: RandomBytes;
}

/** A writer for entries that the computer signs, outside sittings. Each has its own data key. */
export async function computerWriterFor(
  origin: string,
  { computerId, ed25519Seed }: { readonly computerId: string; readonly ed25519Seed: Uint8Array },
  readers: PayloadReaders,
): Promise<LedgerWriter> {
  const name = computerSignerName(origin, computerId);
  const seed = ed25519Seed.slice();
  return {
    signer: { name, sign: (text) => signNote(text, [{ name, seed }]) },
    sittingId: null,
    dataKey: await newDataKey({ sittingId: null, restricted: false, ...readers }),
    restrictedDataKey: null,
  };
}

/**
 * A writer for entries that two people sign with their own keys, outside sittings. It keeps copies of
 * their signing keys: drop it as soon as the act is recorded.
 * @param restricted - recipients of restricted payloads; null where the ledger has none
 */
export async function peopleWriterFor(
  origin: string,
  people: readonly [OpenPerson, OpenPerson],
  readers: PayloadReaders,
  restricted: readonly string[] | null,
): Promise<LedgerWriter> {
  const { random } = readers;
  const [first, second] = people.map(({ person, keys }) => ({
    name: personSignerName(origin, person.personId),
    seed: keys.ed25519Seed.slice(),
  }));
  if (first === undefined || second === undefined) throw new RangeError('"people" expected two');
  return {
    signer: { name: first.name, sign: (text) => signNote(text, [first, second]) },
    sittingId: null,
    dataKey: await newDataKey({ sittingId: null, restricted: false, ...readers }),
    restrictedDataKey:
      restricted === null
        ? null
        : await newDataKey({ sittingId: null, restricted: true, recipients: restricted, random }),
  };
}
