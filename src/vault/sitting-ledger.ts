import { openNoteSigner } from '#src/crypto/note.ts';
import { newDataKey, openDataKeys, type DataKeyRing } from '#src/ledger/data-key.ts';
import type { Ledger, LedgerWriter } from '#src/ledger/ledger.ts';
import { sittingSignerName } from '#src/ledger/origin.ts';
import type { SittingRow } from '#src/ledger/store-port.ts';
import { signDelegation } from './delegation.ts';
import type { OpenPerson } from './person.ts';
import type { Vault } from './vault.ts';

/** One ledger as the open sitting sees it. */
export interface LedgerHandle {
  readonly ledger: Ledger;
  readonly writer: LedgerWriter;
  /** Keys of everything that this sitting may read; never of restricted payloads. */
  ring(): DataKeyRing;
  /** Open keys that were made since, e.g. for an entry of the computer or of two people. */
  refreshRing(): Promise<void>;
}

/** A sitting as its ledgers need it. */
export interface SittingKey {
  readonly sittingId: string;
  readonly startedAt: string;
  readonly expiresAt: string;
  /** The sitting's Ed25519 seed while it may still sign. @throws SITTING_NONE, SITTING_EXPIRED */
  seed(): Uint8Array;
}

/** A ledger's handle, and the sitting's row for it, not yet in the database. */
export interface OpenedLedger {
  readonly handle: LedgerHandle;
  readonly row: SittingRow;
}

/**
 * Prepare one ledger for a sitting: delegation signed by both, a data key of its own, keys to read with.
 * @param identity - what opens the ledger's data keys: the list or the record identity
 * @throws {EvidenceError} VAULT_RECIPIENT_SWAPPED, AGE_DAMAGED, and as `openLedger` does
 */
export async function openForSitting(
  vault: Vault,
  origin: string,
  sitting: SittingKey,
  people: readonly [OpenPerson, OpenPerson],
  identity: string,
): Promise<OpenedLedger> {
  const { store, clock } = vault.ports;
  const { sittingId, startedAt, expiresAt } = sitting;
  const ledger = vault.ledger(origin);
  const writer = await writerOf(vault, origin, sitting);
  const read = async (): Promise<Map<string, Uint8Array>> => {
    const rows = store
      .ledgerStore(origin)
      .dataKeys()
      .filter(({ restricted }) => !restricted);
    const opened = new Map(await openDataKeys(rows, [identity]));
    return opened.set(writer.dataKey.row.dataKeyId, writer.dataKey.key);
  };
  let ring = await read();
  const { size, root } = ledger.head();
  const { computerId } = vault.settings.computer;
  const bootId = clock.bootId();
  const terms = { sittingId, origin, size, root, computerId, bootId, startedAt, expiresAt };
  const delegation = signDelegation(terms, sitting.seed(), people);
  return {
    handle: {
      ledger,
      writer,
      ring: () => ring,
      async refreshRing() {
        ring = await read();
      },
    },
    row: { sittingId, delegation, endedCheckpoint: null },
  };
}

async function writerOf(vault: Vault, origin: string, sitting: SittingKey): Promise<LedgerWriter> {
  const { random } = vault.ports;
  const { sittingId } = sitting;
  const name = sittingSignerName(origin, sittingId);
  const restricted = vault.restrictedRecipients(origin);
  const recipients = [vault.payloadRecipient(origin)];
  const sign = openNoteSigner([{ name, seed: sitting.seed() }]);
  return {
    signer: {
      name,
      sign: (text) => {
        // Asked for each time: it is refused once the sitting has ended.
        sitting.seed();
        return sign(text);
      },
    },
    sittingId,
    dataKey: await newDataKey({ sittingId, restricted: false, recipients, random }),
    restrictedDataKey:
      restricted === null
        ? null
        : await newDataKey({ sittingId, restricted: true, recipients: restricted, random }),
  };
}
