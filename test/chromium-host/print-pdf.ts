import { fields, flag, number, text } from './values.ts';
import type { Fields } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

/** Paper sizes by name, in inches. */
const PAPERS: Readonly<Record<string, readonly [number, number]>> = {
  A0: [33.1, 46.8],
  A1: [23.4, 33.1],
  A2: [16.54, 23.4],
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  A6: [4.13, 5.83],
  Legal: [8.5, 14],
  Letter: [8.5, 11],
  Tabloid: [11, 17],
  Ledger: [17, 11],
};

/**
 * @param options - Electron's `PrintToPDFOptions`; sizes in inches
 * @returns the PDF's bytes
 */
export async function printToPDF(contents: HostWebContents, options: Fields): Promise<Buffer> {
  const answer = await contents.command('Page.printToPDF', toDevTools(options), 60_000);
  return Buffer.from(text(answer, 'data'), 'base64');
}

function toDevTools(options: Fields): Fields {
  const size = options['pageSize'];
  const [width, height] =
    typeof size === 'object'
      ? [number(size, 'width', 8.5), number(size, 'height', 11)]
      : (PAPERS[text(options, 'pageSize', 'Letter')] ?? [8.5, 11]);
  const margins = fields(options['margins']);
  const none = text(margins, 'marginType') === 'none';
  const margin = (side: string): number => (none ? 0 : number(margins, side, 0.4));
  return {
    landscape: flag(options, 'landscape'),
    displayHeaderFooter: flag(options, 'displayHeaderFooter'),
    printBackground: flag(options, 'printBackground'),
    scale: number(options, 'scale', 1),
    paperWidth: width,
    paperHeight: height,
    marginTop: margin('top'),
    marginBottom: margin('bottom'),
    marginLeft: margin('left'),
    marginRight: margin('right'),
    pageRanges: text(options, 'pageRanges'),
    headerTemplate: text(options, 'headerTemplate'),
    footerTemplate: text(options, 'footerTemplate'),
    preferCSSPageSize: flag(options, 'preferCSSPageSize'),
    generateTaggedPDF: flag(options, 'generateTaggedPDF'),
    generateDocumentOutline: flag(options, 'generateDocumentOutline'),
  };
}
