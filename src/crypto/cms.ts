import { isInstant } from '#src/core/clock.ts';
import { sha256 } from './hash.ts';
import { signP256 } from './p256.ts';
import { encodeCms, encodeSignedAttributes, type CmsSignature } from './verify/cms-encoding.ts';
import { verifyCms } from './verify/cms.ts';

export { verifyCms } from './verify/cms.ts';

/** Someone who signs. */
export interface CmsSigner {
  /** DER of a person's certificate. */
  readonly certificate: Uint8Array;
  /** PrivateKeyInfo DER of its key; secret. */
  readonly pkcs8: Uint8Array;
}

const MAX_SIGNERS = 16;

/**
 * Sign content: detached CMS (CAdES-BES) that `openssl cms -verify -binary` and other tools accept. Returns
 * only what verifies.
 * @param content - any length; stays outside
 * @param signers - 1 to 16 different people; their order does not matter
 * @param caDer - the certificate of the CA that certified them all; goes inside
 * @param options - `signedAt` is what all of them claim as their time, in whole seconds (a fraction is
 * dropped), or null where the container states it (PDF)
 * @returns DER
 * @throws {RangeError} no signer, too many, one twice, or a time of another form
 * @throws {EvidenceError} CERTIFICATE_INVALID - a certificate of another CA, or of no person
 * @throws {EvidenceError} CERTIFICATE_EXPIRED - a certificate that isn't valid at `signedAt`
 * @throws {EvidenceError} SIGNATURE_INVALID - a private key that isn't the certificate's
 * @throws {EvidenceError} VALUE_INVALID - a private key that is none
 * @see docs/spec/keys.md, section 5
 */
export async function signCms(
  content: Uint8Array,
  signers: readonly CmsSigner[],
  caDer: Uint8Array,
  options: { readonly signedAt: string | null },
): Promise<Uint8Array<ArrayBuffer>> {
  const { signedAt } = options;
  if (signers.length < 1 || signers.length > MAX_SIGNERS) {
    throw new RangeError(`"signers" expected 1 to ${MAX_SIGNERS}, got ${signers.length}`);
  }
  if (signedAt !== null && !isInstant(signedAt))
    throw new RangeError('"signedAt" expected an instant or null');
  const messageDigest = sha256(content);
  const signatures: CmsSignature[] = [];
  for (const { certificate, pkcs8 } of signers) {
    const signer = { certificate, certificateHash: sha256(certificate), messageDigest, signedAt };
    signatures.push({
      ...signer,
      signature: await signP256(pkcs8, encodeSignedAttributes(signer)),
    });
  }
  if (
    new Set(signatures.map(({ certificateHash }) => String(certificateHash))).size !==
    signers.length
  ) {
    throw new RangeError('"signers" expected different certificates, got one twice');
  }
  const der = encodeCms(signatures, caDer);
  await verifyCms(der, content, caDer);
  return der;
}
