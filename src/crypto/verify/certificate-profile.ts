import { fromHex } from '#src/core/bytes.ts';
import type { CertificateKind } from './certificate-facts.ts';

/** `ecdsa-with-SHA256`, the only signature algorithm; it has no parameters (RFC 5758). */
export const ECDSA_SHA256 = fromHex('300a06082a8648ce3d040302');

/** `[0] { 2 }`: X.509 version 3. */
export const VERSION_3 = 'a003020102';

/**
 * Extensions by the DER content of their object identifiers, in hexadecimal. Ours are under 2.25 and the UUID
 * 2f7b91e8-59ca-4427-b840-c2a60e669105: `.1` holds the facts, `.2` is the purpose of a computer's or release
 * certificate, which no program takes for that of a signer of mail or documents.
 */
export const EXTENSION = {
  subjectKeyId: '551d0e',
  keyUsage: '551d0f',
  basicConstraints: '551d13',
  authorityKeyId: '551d23',
  extendedKeyUsage: '551d25',
  facts: '69defbc8fa8b9cd290cfb8a0b0d4e0f39aa20501',
} as const;

export const ATTRIBUTE = { commonName: '550403', organisation: '55040a' } as const;

/** Values of extensions in DER, in hexadecimal. A CA certifies no further CA. */
export const CA_BASIC_CONSTRAINTS = '30060101ff020100';
export const CA_KEY_USAGE = '03020106';
export const LEAF_BASIC_CONSTRAINTS = '3000';

const NOT_A_PERSON = {
  keyUsage: '03020780',
  purposes: '3016061469defbc8fa8b9cd290cfb8a0b0d4e0f39aa20502',
};

/** Key usage (a person's key also stands for non-repudiation) and purposes of each kind, likewise. */
export const PROFILE: Readonly<
  Record<CertificateKind, { readonly keyUsage: string; readonly purposes: string }>
> = {
  person: { keyUsage: '030206c0', purposes: '301406082b0601050507030406082b06010505070324' },
  computer: NOT_A_PERSON,
  release: NOT_A_PERSON,
};
