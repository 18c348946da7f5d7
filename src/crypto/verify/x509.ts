import { equalBytes, fromUtf8, toHex } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { ATTRIBUTE, ECDSA_SHA256, VERSION_3 } from './certificate-profile.ts';
import { childrenOf, encodeDer, expectDer, readOneDer, sequence, TAG, type Der } from './der.ts';
import { isP256Spki } from './ecdsa.ts';
import { parseTime } from './time.ts';

/** A certificate in its parts; nothing of it is verified but its form. */
export interface X509 {
  /** What the issuer signed. */
  readonly tbs: Uint8Array;
  /** DER of the ECDSA signature. */
  readonly signature: Uint8Array;
  /** DER of the INTEGER. */
  readonly serial: Uint8Array;
  /** DER of the names. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly commonName: string;
  readonly notBeforeAt: string;
  readonly notAfterAt: string;
  readonly spki: Uint8Array;
  /** Extensions by object identifier (hexadecimal), in the certificate's order. */
  readonly extensions: ReadonlyMap<
    string,
    { readonly critical: boolean; readonly value: Uint8Array }
  >;
}

const MAX_BYTES = 32 * 1024;
const NO_UNUSED_BITS = Uint8Array.of(0);
const EXTENSIONS_TAG = TAG.context3;

function invalid(expected: string): never {
  throw new EvidenceError('CERTIFICATE_INVALID', `certificate expected ${expected}`);
}

/** A certificate from what was signed and its signature. */
export function encodeX509(tbs: Uint8Array, signature: Uint8Array): Uint8Array<ArrayBuffer> {
  return sequence(tbs, ECDSA_SHA256, encodeDer(TAG.bitString, NO_UNUSED_BITS, signature));
}

function commonNameOf(name: Der): string {
  const names: string[] = [];
  for (const set of childrenOf(name)) {
    const [attribute, ...others] = childrenOf(set, TAG.set);
    const [type, value, ...rest] = childrenOf(attribute);
    if (others.length > 0 || rest.length > 0 || value === undefined) invalid('plain names');
    if (toHex(expectDer(type, TAG.objectId).content) !== ATTRIBUTE.commonName) continue;
    if (value.tag !== TAG.utf8String && value.tag !== TAG.printableString)
      invalid('a name in UTF-8');
    names.push(fromUtf8(value.content));
  }
  const [commonName, ...more] = names;
  return commonName === undefined || more.length > 0 ? invalid('one common name') : commonName;
}

function extensionsOf(list: Der | undefined): X509['extensions'] {
  const extensions = new Map<string, { critical: boolean; value: Uint8Array }>();
  const [wrapped, ...rest] = childrenOf(list, EXTENSIONS_TAG);
  if (rest.length > 0) invalid('one list of extensions');
  for (const extension of childrenOf(wrapped)) {
    const parts = childrenOf(extension);
    const id = toHex(expectDer(parts[0], TAG.objectId).content);
    const critical = parts[1]?.tag === TAG.boolean;
    if (critical && toHex(parts[1]?.content ?? NO_UNUSED_BITS) !== 'ff')
      invalid('a true "critical"');
    const value = expectDer(parts[critical ? 2 : 1], TAG.octetString).content;
    if (parts.length !== (critical ? 3 : 2) || extensions.has(id)) invalid('each extension once');
    extensions.set(id, { critical, value });
  }
  return extensions;
}

function parseTbs(tbs: Der): Omit<X509, 'tbs' | 'signature'> {
  const [version, serial, algorithm, issuer, validity, subject, spki, extensions, ...rest] =
    childrenOf(tbs);
  if (rest.length > 0 || toHex(expectDer(version, TAG.context0).whole) !== VERSION_3)
    invalid('version 3');
  if (!equalBytes(expectDer(algorithm, TAG.sequence).whole, ECDSA_SHA256))
    invalid('ECDSA with SHA-256');
  const [notBefore, notAfter, ...times] = childrenOf(validity);
  const key = expectDer(spki, TAG.sequence).whole;
  if (times.length > 0 || !isP256Spki(key)) invalid('two times and a P-256 key');
  const name = expectDer(subject, TAG.sequence);
  return {
    serial: expectDer(serial, TAG.integer).whole,
    issuer: expectDer(issuer, TAG.sequence).whole,
    subject: name.whole,
    commonName: commonNameOf(name),
    notBeforeAt: parseTime(notBefore),
    notAfterAt: parseTime(notAfter),
    spki: key,
    extensions: extensionsOf(extensions),
  };
}

function parse(der: Uint8Array): X509 {
  if (der.length > MAX_BYTES) invalid(`at most ${MAX_BYTES} bytes`);
  const [tbs, , bits] = childrenOf(readOneDer(der));
  const body = expectDer(tbs, TAG.sequence);
  const signature = expectDer(bits, TAG.bitString).content.subarray(1);
  // The frame around what is signed is free for anyone to change: only one form of it is taken.
  if (!equalBytes(encodeX509(body.whole, signature), der)) invalid('the one encoding of its frame');
  return { tbs: body.whole, signature, ...parseTbs(body) };
}

/**
 * Take a certificate of our profile apart without verifying anything.
 * @param der - hostile, at most 32 KiB
 * @throws {EvidenceError} CERTIFICATE_INVALID - not DER, another algorithm, or anything outside the profile
 */
export function parseX509(der: Uint8Array): X509 {
  try {
    return parse(der);
  } catch (cause) {
    if (cause instanceof EvidenceError && cause.code === 'CERTIFICATE_INVALID') throw cause;
    throw new EvidenceError('CERTIFICATE_INVALID', 'certificate expected DER of its profile', {
      cause,
    });
  }
}
