import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { SignPdf } from '@signpdf/signpdf';
import { Signer, SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils';
import { EvidenceError, isEvidenceError } from '#src/core/errors.ts';
import { signCms, type CmsSigner } from './cms.ts';

/** A person whose key signs a PDF. */
export interface PdfSigner extends CmsSigner {
  /** As PDF readers show it. */
  readonly name: string;
}

/** What every signature of one document says beside its name. */
export interface PdfSignatureFacts {
  /** DER of the school's CA. */
  readonly caDer: Uint8Array;
  readonly reason: string;
  readonly location: string;
  /** RFC 3339 UTC instant, this computer's claim. */
  readonly signedAt: string;
}

/** Room for one CMS: 5.8 kB with the longest names that a certificate may hold, three bytes a character. */
const SIGNATURE_BYTES = 6144;

/** Gives signpdf our detached CMS over the bytes that a signature covers. */
class P256Signer extends Signer {
  readonly #signer: CmsSigner;
  readonly #caDer: Uint8Array;

  constructor(signer: CmsSigner, caDer: Uint8Array) {
    super();
    this.#signer = signer;
    this.#caDer = caDer;
  }

  override async sign(covered: Buffer): Promise<Buffer> {
    // PAdES wants no signing time in the CMS: it stands in the signature dictionary.
    return Buffer.from(await signCms(covered, [this.#signer], this.#caDer, { signedAt: null }));
  }
}

async function addSignature(
  pdf: Uint8Array,
  signer: PdfSigner,
  facts: PdfSignatureFacts,
): Promise<Uint8Array> {
  const { caDer, reason, location } = facts;
  const signingTime = new Date(facts.signedAt);
  const prepared = plainAddPlaceholder({
    ...{ pdfBuffer: Buffer.from(pdf), reason, location, signingTime, name: signer.name },
    ...{ contactInfo: '', signatureLength: SIGNATURE_BYTES, appName: 'Countersign' },
    subFilter: SUBFILTER_ETSI_CADES_DETACHED,
  });
  return new SignPdf().sign(prepared, new P256Signer(signer, caDer), signingTime);
}

/**
 * Sign a PDF by each person in order: PAdES, one incremental update each, so that every signature
 * covers the ones before it.
 * @param pdf - ours, with a classic cross-reference table, as Chromium prints it
 * @param signers - in signing order
 * @returns a new file that starts with the bytes of `pdf`
 * @throws {EvidenceError} PDF_MALFORMED - not a PDF that can be signed
 */
export async function signPdf(
  pdf: Uint8Array,
  signers: readonly PdfSigner[],
  facts: PdfSignatureFacts,
): Promise<Uint8Array> {
  let signed = pdf;
  for (const signer of signers) {
    try {
      signed = await addSignature(signed, signer, facts);
    } catch (cause) {
      if (isEvidenceError(cause)) throw cause;
      throw new EvidenceError('PDF_MALFORMED', 'document expected a PDF that can be signed', {
        cause,
      });
    }
  }
  return new Uint8Array(signed);
}
