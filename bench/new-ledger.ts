import { newId } from '#src/core/ids.ts';
import { newAgeIdentity } from '#src/crypto/age-file.ts';
import { newEd25519Seed } from '#src/crypto/ed25519.ts';
import { signNote } from '#src/crypto/note.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { newDataKey } from '#src/ledger/data-key.ts';
import { openLedger, type Ledger, type LedgerWriter } from '#src/ledger/ledger.ts';
import { sittingSignerName } from '#src/ledger/origin.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { systemClock } from '#src/store/system-clock.ts';

/** A new ledger in a store, and a sitting's writer for it: real keys, a hybrid recipient. */
export async function newLedger(
  store: VaultStore,
): Promise<{ ledger: Ledger; writer: LedgerWriter }> {
  const id = (): string => newId(randomBytes);
  const [sittingId, seed] = [id(), newEd25519Seed()];
  const origin = `countersign/${id()}/investigation/${id()}`;
  const name = sittingSignerName(origin, sittingId);
  const { recipient } = await newAgeIdentity();
  const key = { sittingId, restricted: false, recipients: [recipient], random: randomBytes };
  return {
    ledger: openLedger({
      store: store.ledgerStore(origin),
      clock: systemClock(),
      random: randomBytes,
    }),
    writer: {
      signer: { name, sign: (text) => signNote(text, [{ name, seed }]) },
      sittingId,
      dataKey: await newDataKey(key),
      restrictedDataKey: null,
    },
  };
}
