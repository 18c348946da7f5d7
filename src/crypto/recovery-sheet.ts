import { wordlist } from '@scure/bip39/wordlists/english.js';
import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { equalSecrets, sha256 } from './hash.ts';

const SHARE_BYTES = 33;
const SHARE_WORDS = 24;
const SHEET_WORDS = 26;
const DOMAIN = 'countersign/recovery-sheet/v1\n';
const KEY_ID = /^[!-~]{1,128}$/;

/** Split bytes into 11-bit numbers, the highest bit first; left-over bits are dropped. */
function toElevens(bytes: Uint8Array, count: number): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < count; i++) {
    const bit = i * 11;
    const at = bit >> 3;
    const window = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    numbers.push((window >> (24 - (bit & 7) - 11)) & 0x7ff);
  }
  return numbers;
}

function fromElevens(numbers: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(SHARE_BYTES);
  numbers.forEach((number, i) => {
    for (let bit = 0; bit < 11; bit++) {
      const at = i * 11 + bit;
      const set = (number >> (10 - bit)) & 1;
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (set << (7 - (at & 7)));
    }
  });
  return bytes;
}

function checkNumbers(share: Uint8Array, keyId: string): number[] {
  if (!KEY_ID.test(keyId))
    throw new RangeError('"keyId" expected 1 to 128 printable ASCII characters');
  return toElevens(
    sha256(concatBytes(utf8(DOMAIN), utf8(keyId), share)),
    SHEET_WORDS - SHARE_WORDS,
  );
}

/**
 * Write one share as the words of a recovery sheet: 24 of the BIP 39 English list and two check words.
 * @param share - 33 bytes: a share of a 32-byte secret
 * @param keyId - the release key the share belongs to, 1 to 128 printable ASCII characters
 * @returns 26 lower-case words, in order
 * @throws {RangeError} when the share or the key id has another form
 * @see docs/spec/keys.md, section 4
 */
export function encodeSheet(share: Uint8Array, keyId: string): string[] {
  if (share.length !== SHARE_BYTES)
    throw new RangeError(`"share" expected ${SHARE_BYTES} bytes, got ${share.length}`);
  return [...toElevens(share, SHARE_WORDS), ...checkNumbers(share, keyId)].map(
    (number) => wordlist[number] ?? '',
  );
}

/**
 * Read the words typed from a recovery sheet.
 * @param words - 26 words as typed; capitals and spaces around a word do not matter
 * @param keyId - the release key the sheet must belong to
 * @returns the 33-byte share
 * @throws {EvidenceError} SHEET_WORD_UNKNOWN - a word isn't in the list; `details.position` is 1 to 26
 * @throws {EvidenceError} SHEET_CHECK_FAILED - not 26 words, a wrong word, or a sheet of another key
 */
export function decodeSheet(words: readonly string[], keyId: string): Uint8Array<ArrayBuffer> {
  if (words.length !== SHEET_WORDS) {
    throw new EvidenceError(
      'SHEET_CHECK_FAILED',
      `sheet expected ${SHEET_WORDS} words, got ${words.length}`,
    );
  }
  const numbers = words.map((word, i) => {
    const number = wordlist.indexOf(word.trim().toLowerCase());
    if (number === -1) {
      const details = { position: i + 1 };
      throw new EvidenceError(
        'SHEET_WORD_UNKNOWN',
        `word ${i + 1} expected one of the list, got another`,
        { details },
      );
    }
    return number;
  });
  const share = fromElevens(numbers.slice(0, SHARE_WORDS));
  const typed = Uint16Array.from(numbers.slice(SHARE_WORDS));
  const expected = Uint16Array.from(checkNumbers(share, keyId));
  if (!equalSecrets(new Uint8Array(typed.buffer), new Uint8Array(expected.buffer))) {
    share.fill(0);
    throw new EvidenceError(
      'SHEET_CHECK_FAILED',
      'check words expected to match the sheet and its key, got others',
    );
  }
  return share;
}
