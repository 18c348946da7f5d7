import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { EvidenceError } from '#src/core/errors.ts';
import { randomBytes } from './random.ts';

const WORDS = 5;
const LIST_LENGTH = 7776;
const MAX_CHARACTERS = 256;
const MIN_BITS = 60;

/** The EFF's large Diceware list: 7,776 words, so 12.9 bits each. */
function wordList(): readonly unknown[] {
  const list: unknown = common['diceware-common'];
  if (!Array.isArray(list) || new Set(list).size !== LIST_LENGTH) {
    throw new EvidenceError(
      'CRYPTO_FAILED',
      `word list expected ${LIST_LENGTH} different words, got another list`,
    );
  }
  return list;
}

/** An unbiased random number below 7,776: 16 random bits, drawn again in the uneven rest of their range. */
function randomIndex(): number {
  const limit = 65_536 - (65_536 % LIST_LENGTH);
  for (;;) {
    const [high = 0, low = 0] = randomBytes(2);
    const number = high * 256 + low;
    if (number < limit) return number % LIST_LENGTH;
  }
}

/**
 * A new passphrase of five words drawn from the EFF's large list, 64.6 bits, with spaces between.
 * @throws {EvidenceError} CRYPTO_FAILED - the word list is not the expected one
 */
export function generatePassphrase(): string {
  const list = wordList();
  return Array.from({ length: WORDS }, () => {
    const word = list[randomIndex()];
    return typeof word === 'string' ? word : '';
  }).join(' ');
}

let estimator: ZxcvbnFactory | null = null;

/**
 * How many bits a guesser who knows words, names, dates and keyboards would need at least (zxcvbn).
 * About 10 ms, and 150 ms the first time.
 * @param passphrase - as typed; only the first 256 characters count
 */
export function passphraseBits(passphrase: string): number {
  estimator ??= new ZxcvbnFactory({
    dictionary: { ...common, ...english },
    graphs: adjacencyGraphs,
  });
  const { guessesLog10 } = estimator.check(passphrase.normalize('NFC').slice(0, MAX_CHARACTERS));
  return Math.max(0, guessesLog10 * Math.log2(10));
}

/**
 * Refuse a passphrase that could be guessed from a copy of the key file.
 * @throws {EvidenceError} PASSPHRASE_WEAK - its estimate is under 60 bits; `details.bits` says how many
 */
export function assertPassphrase(passphrase: string): void {
  const bits = Math.floor(passphraseBits(passphrase));
  if (bits < MIN_BITS) {
    const message = `passphrase expected an estimate of ${MIN_BITS} bits, got ${bits}`;
    throw new EvidenceError('PASSPHRASE_WEAK', message, { details: { bits } });
  }
}
