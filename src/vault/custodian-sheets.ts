import { EvidenceError } from '#src/core/errors.ts';
import { newId, type RandomBytes } from '#src/core/ids.ts';
import {
  identityToSeed,
  newAgeIdentity,
  recipientOf,
  seedToIdentity,
} from '#src/crypto/age-file.ts';
import { equalSecrets } from '#src/crypto/hash.ts';
import { decodeSheet, encodeSheet } from '#src/crypto/recovery-sheet.ts';
import { combineShares, splitSecret } from '#src/crypto/shares.ts';

interface Sheet {
  readonly share: Uint8Array;
  shown: boolean;
  /** The share as typed back; null until then. */
  typed: Uint8Array | null;
}

/** How far the sheets are. */
export interface SheetState {
  readonly personId: string;
  readonly shown: boolean;
  readonly proved: boolean;
}

/**
 * A new release key, split 2-of-n on recovery sheets, in memory until every sheet was typed back and
 * every pair rebuilt it. Used at set-up and when a release key is renewed.
 */
export class CustodianSheets {
  /** Names the key on its sheets. */
  readonly keyId: string;
  /** age recipient: what release envelopes are encrypted to. */
  readonly recipient: string;
  readonly #sheets: ReadonlyMap<string, Sheet>;
  #pairsProved = 0;

  private constructor(keyId: string, recipient: string, sheets: ReadonlyMap<string, Sheet>) {
    this.keyId = keyId;
    this.recipient = recipient;
    this.#sheets = sheets;
  }

  /**
   * Make the key and its sheets.
   * @param custodianIds - 2 to 5 different people
   * @throws {EvidenceError} VAULT_SETUP_INVALID - fewer, more, or one twice
   */
  static async make(
    custodianIds: readonly string[],
    random: RandomBytes,
  ): Promise<CustodianSheets> {
    const count = custodianIds.length;
    if (count < 2 || count > 5 || new Set(custodianIds).size !== count) {
      throw new EvidenceError(
        'VAULT_SETUP_INVALID',
        `custodians expected 2 to 5 different people, got ${count}`,
      );
    }
    const { identity, recipient } = await newAgeIdentity();
    const seed = identityToSeed(identity);
    const shares = await splitSecret(seed, count);
    seed.fill(0);
    const sheets = new Map<string, Sheet>();
    custodianIds.forEach((personId, i) => {
      const share = shares[i];
      if (share !== undefined) sheets.set(personId, { share, shown: false, typed: null });
    });
    return new CustodianSheets(newId(random), recipient, sheets);
  }

  get custodianIds(): readonly string[] {
    return [...this.#sheets.keys()];
  }

  /** Coordinates of the shares, in the order of `custodianIds`. */
  get coordinates(): readonly number[] {
    return [...this.#sheets.values()].map(({ share }) => share.at(-1) ?? 0);
  }

  /** The 26 words for one custodian, to be copied by hand or printed. @throws {EvidenceError} VAULT_PERSON_UNKNOWN */
  show(personId: string): readonly string[] {
    const sheet = this.#sheet(personId);
    sheet.shown = true;
    return encodeSheet(sheet.share, this.keyId);
  }

  /**
   * Take the words as typed back from one custodian's sheet, and try it with every sheet proved before.
   * @throws {EvidenceError} SHEET_WORD_UNKNOWN, SHEET_CHECK_FAILED - mistyped, or a sheet of another key
   * @throws {EvidenceError} SHARE_MISMATCH - another custodian's sheet, or a pair does not rebuild the key
   * @throws {EvidenceError} VAULT_PERSON_UNKNOWN - not a custodian
   */
  async prove(personId: string, words: readonly string[]): Promise<void> {
    const sheet = this.#sheet(personId);
    const typed = decodeSheet(words, this.keyId);
    if (!equalSecrets(typed, sheet.share)) throw mismatch();
    if (sheet.typed !== null) return;
    for (const other of this.#sheets.values()) {
      if (other.typed === null) continue;
      await assertRebuilds([typed, other.typed], this.recipient);
      this.#pairsProved++;
    }
    sheet.typed = typed;
  }

  state(): readonly SheetState[] {
    return [...this.#sheets].map(([personId, { shown, typed }]) => {
      return { personId, shown, proved: typed !== null };
    });
  }

  get pairsProved(): number {
    return this.#pairsProved;
  }

  get pairsTotal(): number {
    return (this.#sheets.size * (this.#sheets.size - 1)) / 2;
  }

  /** Whether every sheet was typed back and every pair rebuilds the key. */
  get proved(): boolean {
    return this.state().every(({ proved }) => proved) && this.#pairsProved === this.pairsTotal;
  }

  /** Overwrite the shares in memory. Nothing is proved any more. */
  forget(): void {
    for (const sheet of this.#sheets.values()) {
      sheet.share.fill(0);
      sheet.typed?.fill(0);
      sheet.typed = null;
    }
  }

  #sheet(personId: string): Sheet {
    const sheet = this.#sheets.get(personId);
    if (sheet !== undefined) return sheet;
    throw new EvidenceError('VAULT_PERSON_UNKNOWN', 'person expected a custodian, got another');
  }
}

/**
 * Rebuild the identity of a release key from two shares.
 * @param shares - two shares, untrusted
 * @param recipient - the key's public half: what the identity is compared with
 * @throws {EvidenceError} SHARE_MALFORMED - the same share twice; SHARE_MISMATCH - shares of another key
 */
export async function assertRebuilds(
  shares: readonly [Uint8Array, Uint8Array],
  recipient: string,
): Promise<string> {
  const seed = await combineShares(shares);
  if (seed.length !== 32) throw mismatch();
  const identity = seedToIdentity(seed);
  seed.fill(0);
  if ((await recipientOf(identity)) !== recipient) throw mismatch();
  return identity;
}

function mismatch(): EvidenceError {
  return new EvidenceError('SHARE_MISMATCH', 'sheets expected to rebuild the key, got others');
}
