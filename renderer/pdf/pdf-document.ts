// oxlint-disable-next-line import/default -- the bundler makes the default export, an address
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** Size of a page in points (1/72 inch). */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** A document that is open for drawing. Close it: its worker holds the bytes. */
export interface PdfDocument {
  readonly sizes: readonly PageSize[];
  /**
   * Draw one page.
   * @param page - 1 to the number of pages
   * @param canvas - gets its size from the page
   * @param widthPx - width in device pixels
   */
  draw(page: number, canvas: HTMLCanvasElement, widthPx: number): Promise<void>;
  /** The lines of text of one page, in the order of the document. */
  linesOf(page: number): Promise<readonly string[]>;
  close(): void;
}

/**
 * Open a PDF in a worker of its own. Glyphs are drawn as paths and pictures decoded without WASM,
 * since the window's policy allows neither fonts from data nor compiled code; nothing is fetched.
 * @param bytes - the whole file; not changed
 * @throws whatever pdf.js finds wrong with the file
 */
export async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  const { getDocument, PDFWorker } = await import('pdfjs-dist/build/pdf.min.mjs');
  const port = new Worker(scriptAddress(workerAddress), { type: 'module' });
  const worker = new PDFWorker({ port });
  const task = getDocument({
    data: bytes.slice(),
    worker,
    disableFontFace: true,
    disableWorkerRendering: true,
    useSystemFonts: false,
    useWasm: false,
    useWorkerFetch: false,
    enableXfa: false,
    stopAtErrors: true,
    verbosity: 0,
  });
  const close = (): void => {
    void task.destroy().finally(() => {
      worker.destroy();
      port.terminate();
    });
  };
  try {
    const document = await task.promise;
    const pages = await Promise.all(
      Array.from({ length: document.numPages }, (_, index) => document.getPage(index + 1)),
    );
    const pageAt = (number: number): (typeof pages)[number] => {
      const page = pages[number - 1];
      if (page === undefined) throw new RangeError(`"page" expected 1 to ${pages.length}`);
      return page;
    };
    return {
      sizes: pages.map((page) => sizeOf(page.getViewport({ scale: 1 }))),
      draw: async (number, canvas, widthPx) => {
        const page = pageAt(number);
        const scale = widthPx / page.getViewport({ scale: 1 }).width;
        const viewport = page.getViewport({ scale });
        canvas.width = Math.round(viewport.width);
        canvas.height = Math.round(viewport.height);
        await page.render({ canvas, viewport }).promise;
      },
      linesOf: async (number) => {
        const { items } = await pageAt(number).getTextContent();
        const text = items.map((item) => `${item.str ?? ''}${item.hasEOL === true ? '\n' : ''}`);
        return text
          .join('')
          .split('\n')
          .filter((line) => line.trim() !== '');
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function sizeOf(viewport: PageSize): PageSize {
  return { width: viewport.width, height: viewport.height };
}

/** The worker's own file, made trusted by name: no other address can come out of this policy. */
function scriptAddress(address: string): string {
  if (typeof trustedTypes === 'undefined') return address;
  return trustedTypes
    .createPolicy('countersign-pdf-worker', {
      createScriptURL: (given) => {
        if (given !== workerAddress) throw new TypeError('not the worker of the preview');
        return given;
      },
    })
    .createScriptURL(address);
}
