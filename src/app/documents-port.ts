import type { PdfSignatureFacts, PdfSigner } from '#src/crypto/pdf-signature.ts';
import type { HowCapturedInput } from '#src/form/how-captured-input.ts';
import type { RecordOfReviewInput, ScreenshotSheetInput } from '#src/form/input.ts';
import type { TechnicalReportInput } from '#src/form/technical-report.ts';

/** The documents, made by `src/form`. */
export interface Documents {
  /** One self-contained HTML document. */
  recordOfReview(input: RecordOfReviewInput): Promise<string>;
  /** One self-contained HTML document, long pages continued over sheets. */
  screenshotSheet(input: ScreenshotSheetInput): Promise<string>;
  /** One self-contained HTML document, a page for each capture. */
  howCaptured(input: HowCapturedInput): Promise<string>;
  /** One self-contained HTML document for experts. */
  technicalReport(input: TechnicalReportInput): Promise<string>;
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
