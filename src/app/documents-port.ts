import type { PdfSignatureFacts, PdfSigner } from '#src/crypto/pdf-signature.ts';
import type { RecordOfReviewInput, ScreenshotSheetInput } from '#src/form/input.ts';

/** The documents, made by `src/form`. */
export interface Documents {
  /** One self-contained HTML document. */
  recordOfReview(input: RecordOfReviewInput): Promise<string>;
  /** One self-contained HTML document, long pages continued over sheets. */
  screenshotSheet(input: ScreenshotSheetInput): Promise<string>;
  /**
   * Sign a PDF by each person in order (PAdES, one incremental signature each).
   * @throws {EvidenceError} PDF_MALFORMED - not a PDF that can be signed
   */
  signPdf(
    pdf: Uint8Array,
    signers: readonly PdfSigner[],
    facts: PdfSignatureFacts,
  ): Promise<Uint8Array>;
}
