import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { RandomBytes } from '#src/core/ids.ts';
import { equalSecrets, sha256 } from '#src/crypto/hash.ts';

/** How an attempt at a sitting code went; the third wrong one of a person pauses the sitting. */
export type CodeCheck = 'right' | 'wrong' | 'third-wrong';

/** Which of the two people at the screen. */
export type Half = 'first' | 'second';

const CODE = /^\d{4}$/;
const WRONG_CODES = 3;

interface KeptCode {
  readonly salt: Uint8Array;
  hash: Uint8Array | null;
  wrong: number;
}

/**
 * The two sitting codes, in memory only, as salted hashes: so that one person can't press both halves of
 * an agreement.
 */
export class SittingCodes {
  readonly #kept: Readonly<Record<Half, KeptCode>>;

  /**
   * @param codes - four digits each, chosen by each person at this sign-in
   * @throws {EvidenceError} SITTING_CODE_INVALID - not four digits; SITTING_CODE_SAME - both chose the same
   */
  constructor([first, second]: readonly [string, string], random: RandomBytes) {
    if (!CODE.test(first) || !CODE.test(second)) {
      throw new EvidenceError(
        'SITTING_CODE_INVALID',
        'code expected four digits, got something else',
      );
    }
    if (first === second) {
      throw new EvidenceError('SITTING_CODE_SAME', 'codes expected to differ, got the same twice');
    }
    this.#kept = { first: keep(first, random), second: keep(second, random) };
  }

  /** Check one person's code. Every wrong one counts until the sitting ends. */
  check(half: Half, code: string): CodeCheck {
    const kept = this.#kept[half];
    const right = kept.hash !== null && equalSecrets(hashOf(kept.salt, code), kept.hash);
    if (right && kept.wrong < WRONG_CODES) return 'right';
    kept.wrong++;
    return kept.wrong >= WRONG_CODES ? 'third-wrong' : 'wrong';
  }

  /** Forget both: every later check is wrong. */
  drop(): void {
    this.#kept.first.hash = null;
    this.#kept.second.hash = null;
  }
}

function keep(code: string, random: RandomBytes): KeptCode {
  const salt = random(32);
  return { salt, hash: hashOf(salt, code), wrong: 0 };
}

function hashOf(salt: Uint8Array, code: string): Uint8Array {
  // A lone surrogate is no code, but must be a wrong one rather than a failure.
  return sha256(concatBytes(salt, utf8(code.toWellFormed())));
}
