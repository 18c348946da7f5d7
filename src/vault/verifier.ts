import { EvidenceError } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';
import { verifyCosignature } from '#src/crypto/note.ts';
import { personSignerName } from '#src/ledger/origin.ts';
import type { SittingRow } from '#src/ledger/store-port.ts';
import type { DelegationFacts, LedgerVerifier } from '#src/ledger/verifier.ts';
import { assertDelegated, parseDelegation, type Delegation } from './delegation.ts';
import type { Person } from './person.ts';

/** What the verifier needs to know of a vault. */
export interface VerifierFacts {
  readonly computerId: string;
  /** Ed25519, 32 bytes. */
  readonly computerKey: Uint8Array;
  /** Everyone who may sit over a ledger, or sign in it with their own key; none for an origin of nobody's. */
  signersOf(origin: string): readonly Person[];
}

/**
 * The vault's {@link LedgerVerifier}: delegations and ends by both people's note keys, entries outside a
 * sitting by the computer's key or those of people entitled to the ledger.
 */
export function vaultVerifier(facts: VerifierFacts): LedgerVerifier {
  const personOf = (origin: string, personId: string): Person | null =>
    facts.signersOf(origin).find((person) => person.personId === personId) ?? null;

  const delegationOf = (origin: string, sitting: SittingRow): Delegation => {
    const { note, delegation } = parseDelegation(sitting.delegation);
    if (delegation.origin !== origin || delegation.sittingId !== sitting.sittingId) {
      throw new EvidenceError(
        'SIGNATURE_INVALID',
        'delegation expected of this sitting, got another',
      );
    }
    if (delegation.computerId !== facts.computerId) {
      throw new EvidenceError(
        'VAULT_OTHER_COMPUTER',
        'delegation expected of this computer, got another',
      );
    }
    assertDelegated(note, delegation, (personId) => personOf(origin, personId));
    return delegation;
  };

  return {
    delegation(origin, sitting): DelegationFacts {
      const { publicKey, size, root, expiresAt } = delegationOf(origin, sitting);
      return { publicKey, size, root, expiresAt };
    },
    cosigned(origin, sitting, endedCheckpoint) {
      for (const personId of delegationOf(origin, sitting).personIds) {
        const person = personOf(origin, personId);
        if (person === null) {
          throw new EvidenceError('SIGNER_UNKNOWN', 'cosigner expected to be known, got another');
        }
        const publicKey = person.keys.ed25519PublicKey;
        verifyCosignature(endedCheckpoint, { name: personSignerName(origin, personId), publicKey });
      }
    },
    keysOf(signerName) {
      const [, origin, personId] = /^(.+)\/person\/([^/]+)$/.exec(signerName) ?? [];
      if (origin !== undefined && isId(personId)) {
        const person = personOf(origin, personId);
        return person === null ? [] : [person.keys.ed25519PublicKey];
      }
      const [, computerOrigin, computerId] = /^(.+)\/computer\/([^/]+)$/.exec(signerName) ?? [];
      if (computerOrigin === undefined || computerId !== facts.computerId) return [];
      return facts.signersOf(computerOrigin).length === 0 ? [] : [facts.computerKey];
    },
  };
}
