import { equalBytes } from '#src/core/bytes.ts';
import { hashOfDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { Role } from '#src/core/roles.ts';
import { fingerprint, verifyCertificate, type CertificateFacts } from './certificate.ts';
import {
  encodeCms,
  encodeSignedAttributes,
  parseCms,
  signerIdOf,
  type CmsSignature,
  type CmsSignerInfo,
} from './cms-encoding.ts';
import { verifyEcdsa } from './ecdsa.ts';
import { parseX509 } from './x509.ts';

/** Who signed, as the CA certifies it, and when, as the signer claims it. */
export interface CmsSignerFacts {
  readonly personId: string;
  readonly commonName: string;
  readonly roles: readonly Role[];
  /** In whole seconds; null where the signature states none. */
  readonly signedAt: string | null;
  readonly certificateFingerprint: Digest;
}

const MAX_BYTES = 256 * 1024;
const MAX_SIGNERS = 16;

function notCanonical(cause?: unknown): EvidenceError {
  return new EvidenceError(
    'SIGNATURE_NOT_CANONICAL',
    'CMS expected the one encoding of its signatures, got another',
    cause === undefined ? {} : { cause },
  );
}

/** Give each signer the one certificate that it names; the CA's is nobody's. */
async function pair(
  signers: readonly CmsSignerInfo[],
  certificates: readonly Uint8Array[],
): Promise<CmsSignature[]> {
  const signatures: CmsSignature[] = [];
  for (const { signerId, ...signer } of signers) {
    const certificate = certificates.find((der) => equalBytes(signerIdOf(der), signerId));
    if (certificate === undefined) throw notCanonical();
    const certificateHash = hashOfDigest(await fingerprint(certificate));
    signatures.push({ ...signer, certificate, certificateHash });
  }
  return signatures;
}

/** What the bytes say, once they are known to be the one encoding of it. */
async function parseCanonicalCms(der: Uint8Array): Promise<{
  readonly signatures: readonly CmsSignature[];
  readonly caDer: Uint8Array;
}> {
  const { certificates, signers } = parseCms(der);
  const inRange = signers.length >= 1 && signers.length <= MAX_SIGNERS;
  if (!inRange || certificates.length !== signers.length + 1) throw notCanonical();
  const signatures = await pair(signers, certificates);
  const named = new Set(signatures.map(({ certificate }) => certificate));
  const [caDer, ...others] = certificates.filter((certificate) => !named.has(certificate));
  if (caDer === undefined || others.length > 0) throw notCanonical();
  if (!equalBytes(encodeCms(signatures, caDer), der)) throw notCanonical();
  return { signatures, caDer };
}

async function parseHostile(der: Uint8Array, caDer: Uint8Array): Promise<readonly CmsSignature[]> {
  if (der.length > MAX_BYTES) throw notCanonical();
  const parsed = await parseCanonicalCms(der).catch((cause: unknown) => {
    throw notCanonical(cause);
  });
  if (!equalBytes(parsed.caDer, caDer)) {
    throw new EvidenceError(
      'CERTIFICATE_INVALID',
      "CMS expected this CA's certificate, got another",
    );
  }
  return parsed.signatures;
}

async function verifySigner(
  signer: CmsSignature,
  contentHash: Uint8Array,
  caDer: Uint8Array,
): Promise<CmsSignerFacts> {
  if (!equalBytes(signer.messageDigest, contentHash)) {
    throw new EvidenceError(
      'SIGNATURE_INVALID',
      'signature expected to be of this content, got another',
    );
  }
  const { certificate, signedAt } = signer;
  const facts: CertificateFacts = await verifyCertificate(
    certificate,
    caDer,
    signedAt ?? parseX509(certificate).notBeforeAt,
  );
  if (facts.kind !== 'person') {
    throw new EvidenceError('CERTIFICATE_INVALID', `signer expected a person, got a ${facts.kind}`);
  }
  if (!(await verifyEcdsa(facts.p256Spki, encodeSignedAttributes(signer), signer.signature))) {
    throw new EvidenceError(
      'SIGNATURE_INVALID',
      'signature expected to be by its certificate, got another',
    );
  }
  const { id, commonName, roles } = facts;
  return { personId: id, commonName, roles, signedAt, certificateFingerprint: facts.fingerprint };
}

/**
 * Verify a detached CMS signature over some content. Strict: one encoding, the algorithms, attributes and
 * certificates of docs/spec/keys.md, every signature right. No single bit of it can change.
 * @param der - hostile
 * @param content - what was signed; hostile
 * @param caDer - the CA's certificate, whose fingerprint the caller has compared
 * @returns every signer, one or more, in the order of the encoding; each certificate once
 * @throws {EvidenceError} SIGNATURE_NOT_CANONICAL - not CMS of this form, or another encoding of it
 * @throws {EvidenceError} SIGNATURE_INVALID - of other content, or not by its certificate
 * @throws {EvidenceError} CERTIFICATE_INVALID - another CA, a certificate that this CA did not issue, or one of
 * no person
 * @throws {EvidenceError} CERTIFICATE_EXPIRED - a certificate that wasn't valid when the signer says it signed
 * @see docs/spec/keys.md, section 5
 */
export async function verifyCms(
  der: Uint8Array,
  content: Uint8Array,
  caDer: Uint8Array,
): Promise<readonly CmsSignerFacts[]> {
  const signatures = await parseHostile(der, caDer);
  const contentHash = hashOfDigest(await fingerprint(content));
  const facts: CmsSignerFacts[] = [];
  for (const signer of signatures) facts.push(await verifySigner(signer, contentHash, caDer));
  return facts;
}
