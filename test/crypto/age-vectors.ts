import { inflateSync } from 'node:zlib';
import { fromUtf8, toHex } from '#src/core/bytes.ts';
import { isEvidenceError } from '#src/core/errors.ts';
import { decryptAge, decryptAgeWithPassphrase } from '#src/crypto/age-file.ts';
import { sha256 } from '#src/crypto/hash.ts';
import { vectorBytes, vectorNames } from './vectors.ts';

/** One file of the CCTV test kit. */
export interface AgeVector {
  readonly name: string;
  /** `success`, `no match`, `HMAC failure`, `header failure`, `armor failure` or `payload failure`. */
  readonly expect: string;
  /** SHA-256 of the plaintext, hexadecimal. */
  readonly payload: string | null;
  readonly identities: readonly string[];
  readonly passphrases: readonly string[];
  readonly armored: boolean;
  readonly file: Uint8Array;
}

/** What became of a file: the plaintext's SHA-256 in hexadecimal, or the code of the error. */
export type AgeOutcome = { readonly sha256: string } | { readonly code: string };

function parseVector(name: string): AgeVector {
  const bytes = vectorBytes(`age/${name}`);
  const end = bytes.findIndex((byte, i) => byte === 10 && bytes[i + 1] === 10);
  const fields = fromUtf8(bytes.slice(0, end))
    .split('\n')
    .map((line): readonly [string, string] => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    });
  const all = (key: string) => fields.filter(([field]) => field === key).map(([, value]) => value);
  const body = bytes.slice(end + 2);
  return {
    name,
    expect: all('expect')[0] ?? '',
    payload: all('payload')[0] ?? null,
    identities: all('identity'),
    passphrases: all('passphrase'),
    armored: all('armored').includes('yes'),
    file: all('compressed').includes('zlib') ? Uint8Array.from(inflateSync(body)) : body,
  };
}

/** Every file of the test kit. */
export function ageVectors(): AgeVector[] {
  return vectorNames('age/').map(parseVector);
}

/** The identity of most of the test kit's files. */
const ANY_IDENTITY = 'AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0';

/** Every outcome that says no more than "not mine"; another key is tried after it. */
const NOT_MINE = new Set(['AGE_NO_MATCH', 'PASSPHRASE_WRONG']);

async function attempt(open: () => Promise<Uint8Array>): Promise<AgeOutcome> {
  try {
    return { sha256: toHex(sha256(await open())) };
  } catch (error) {
    if (!isEvidenceError(error)) throw error;
    return { code: error.code };
  }
}

/** Open a file with each of its keys in turn until one is the file's, as the test kit means it. */
export async function openAgeVector(vector: AgeVector): Promise<AgeOutcome> {
  const { file, passphrases } = vector;
  // `empty` comes without a key: any will do.
  const identities =
    vector.identities.length + passphrases.length > 0 ? vector.identities : [ANY_IDENTITY];
  let last: AgeOutcome = { code: 'AGE_NO_MATCH' };
  for (const open of [
    ...passphrases.map((passphrase) => () => decryptAgeWithPassphrase(file, passphrase)),
    ...identities.map((identity) => () => decryptAge(file, identity)),
  ]) {
    last = await attempt(open);
    if ('sha256' in last || !NOT_MINE.has(last.code)) return last;
  }
  return last;
}

/** The codes that stand for a class of failure, under an identity and under a passphrase. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  'no match': ['AGE_NO_MATCH', 'PASSPHRASE_WRONG'],
  'HMAC failure': ['AGE_DAMAGED', 'KEY_FILE_DAMAGED'],
  'header failure': ['AGE_DAMAGED', 'KEY_FILE_DAMAGED'],
  'payload failure': ['AGE_DAMAGED', 'KEY_FILE_DAMAGED'],
};

/** Whether an outcome is the one that the file's header demands. */
export function isExpected({ name, expect, payload }: AgeVector, outcome: AgeOutcome): boolean {
  if ('sha256' in outcome) return expect === 'success' && outcome.sha256 === payload;
  // By design no "wrong passphrase": this file has no stanza for one at all, so no passphrase can be right.
  if (name === 'scrypt_uppercase') return outcome.code === 'KEY_FILE_DAMAGED';
  return CODES[expect]?.includes(outcome.code) ?? false;
}
