import { signPdf } from '#src/crypto/pdf-signature.ts';
import { howCapturedHtml } from '#src/form/how-captured.ts';
import { recordOfReviewHtml } from '#src/form/record-of-review.ts';
import { screenshotSheetHtml } from '#src/form/screenshot-sheet.ts';
import { technicalReportHtml } from '#src/form/technical-report.ts';
import type { Documents } from './documents-port.ts';

/** The documents as `src/form` makes them and people's keys sign them. */
export const realDocuments: Documents = {
  recordOfReview: async (input) => recordOfReviewHtml(input),
  screenshotSheet: async (input) => screenshotSheetHtml(input),
  howCaptured: async (input) => howCapturedHtml(input),
  technicalReport: async (input) => technicalReportHtml(input),
  signPdf,
};
