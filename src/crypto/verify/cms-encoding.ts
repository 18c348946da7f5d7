import { equalBytes, fromHex } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { ECDSA_SHA256 } from './certificate-profile.ts';
import {
  childrenOf,
  encodeDer,
  expectDer,
  readOneDer,
  sequence,
  setOf,
  TAG,
  type Der,
} from './der.ts';
import { encodeTime, parseTime } from './time.ts';
import { parseX509 } from './x509.ts';

/** Object identifiers in DER. */
const SIGNED_DATA = fromHex('06092a864886f70d010702');
const DATA = fromHex('06092a864886f70d010701');
const CONTENT_TYPE = fromHex('06092a864886f70d010903');
const MESSAGE_DIGEST = fromHex('06092a864886f70d010904');
const SIGNING_TIME = fromHex('06092a864886f70d010905');
const SIGNING_CERTIFICATE_V2 = fromHex('060b2a864886f70d010910022f');
/** `id-sha256`; without parameters (RFC 5754). */
const SHA256 = fromHex('300b0609608648016503040201');
const VERSION_1 = fromHex('020101');

/** One signer's part of a CMS. */
export interface CmsSignature {
  /** DER. */
  readonly certificate: Uint8Array;
  /** SHA-256 of the certificate's DER. */
  readonly certificateHash: Uint8Array;
  /** SHA-256 of the content, as the signer states it. */
  readonly messageDigest: Uint8Array;
  /** An instant in whole seconds, or null where the container states the time (PDF). */
  readonly signedAt: string | null;
  /** DER of the ECDSA signature over {@link encodeSignedAttributes}. */
  readonly signature: Uint8Array;
}

/** A signer as read, before its certificate is known. */
export interface CmsSignerInfo {
  /** DER of IssuerAndSerialNumber. */
  readonly signerId: Uint8Array;
  readonly messageDigest: Uint8Array;
  readonly signedAt: string | null;
  readonly signature: Uint8Array;
}

function attribute(type: Uint8Array, value: Uint8Array): Uint8Array<ArrayBuffer> {
  return sequence(type, setOf([value]));
}

/** The attributes that a signer signs (CAdES-BES), as DER of a SET: exactly the bytes that are signed. */
export function encodeSignedAttributes(
  signer: Omit<CmsSignature, 'signature' | 'certificate'>,
  tag: number = TAG.set,
): Uint8Array<ArrayBuffer> {
  const { messageDigest, certificateHash, signedAt } = signer;
  // ESSCertIDv2 with its default algorithm, SHA-256 (RFC 5035).
  const certificateId = sequence(encodeDer(TAG.octetString, certificateHash));
  const attributes = [
    attribute(CONTENT_TYPE, DATA),
    attribute(MESSAGE_DIGEST, encodeDer(TAG.octetString, messageDigest)),
    attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(certificateId))),
  ];
  if (signedAt !== null) attributes.push(attribute(SIGNING_TIME, encodeTime(signedAt)));
  return setOf(attributes, tag);
}

/** How CMS names a signer's certificate: DER of IssuerAndSerialNumber. */
export function signerIdOf(certificate: Uint8Array): Uint8Array<ArrayBuffer> {
  const { issuer, serial } = parseX509(certificate);
  return sequence(issuer, serial);
}

function encodeSignerInfo(signer: CmsSignature): Uint8Array<ArrayBuffer> {
  return sequence(
    VERSION_1,
    signerIdOf(signer.certificate),
    SHA256,
    encodeSignedAttributes(signer, TAG.context0),
    ECDSA_SHA256,
    encodeDer(TAG.octetString, signer.signature),
  );
}

/**
 * The one encoding of a detached CMS SignedData (RFC 5652): SHA-256, ECDSA P-256, the signers' certificates and
 * the CA's, no revocation lists, no unsigned attributes.
 * @param signers - one or more
 * @param caDer - the CA's certificate
 * @throws {EvidenceError} CERTIFICATE_INVALID - a signer's certificate isn't of the profile
 * @see docs/spec/keys.md, section 5
 */
export function encodeCms(
  signers: readonly CmsSignature[],
  caDer: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const certificates = [caDer, ...signers.map(({ certificate }) => certificate)];
  const signedData = sequence(
    VERSION_1,
    setOf([SHA256]),
    sequence(DATA),
    setOf(certificates, TAG.context0),
    setOf(signers.map(encodeSignerInfo)),
  );
  return sequence(SIGNED_DATA, encodeDer(TAG.context0, signedData));
}

function malformed(expected: string): never {
  throw new EvidenceError('SIGNATURE_NOT_CANONICAL', `CMS expected ${expected}`);
}

/** The value of an attribute, if it is there; the canonical encoding tells later that nothing else is. */
function attributeValue(attributes: readonly Der[], type: Uint8Array): Der | undefined {
  for (const entry of attributes) {
    const [id, values] = childrenOf(entry);
    if (id !== undefined && equalBytes(id.whole, type)) return childrenOf(values, TAG.set)[0];
  }
  return undefined;
}

function parseSignerInfo(signerInfo: Der): CmsSignerInfo {
  const [, signerId, , signed, , signature] = childrenOf(signerInfo);
  const attributes = childrenOf(signed, TAG.context0);
  const time = attributeValue(attributes, SIGNING_TIME);
  return {
    signerId: expectDer(signerId, TAG.sequence).whole,
    messageDigest: expectDer(attributeValue(attributes, MESSAGE_DIGEST), TAG.octetString).content,
    signedAt: time === undefined ? null : parseTime(time),
    signature: expectDer(signature, TAG.octetString).content,
  };
}

/**
 * Read what varies in a CMS of our form. The caller encodes it again and compares: whatever was passed over
 * here shows then.
 * @param der - hostile
 * @throws {EvidenceError} SIGNATURE_NOT_CANONICAL or BYTES_MALFORMED - not of this form
 */
export function parseCms(der: Uint8Array): {
  readonly certificates: readonly Uint8Array[];
  readonly signers: readonly CmsSignerInfo[];
} {
  const [type, wrapped] = childrenOf(readOneDer(der));
  if (type === undefined || !equalBytes(type.whole, SIGNED_DATA)) malformed('signed data');
  const [signedData] = childrenOf(wrapped, TAG.context0);
  const [, , , certificates, signerInfos] = childrenOf(signedData);
  return {
    certificates: childrenOf(certificates, TAG.context0).map(({ whole }) => whole),
    signers: childrenOf(signerInfos, TAG.set).map(parseSignerInfo),
  };
}
