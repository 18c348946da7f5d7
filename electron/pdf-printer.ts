import { WebContentsView, session } from 'electron';
import type { PdfPrinter } from '#src/app/ports.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { newId, type RandomBytes } from '#src/core/ids.ts';
import { guardNavigation } from './guard/guard-navigation.ts';
import { guardOwnFilesOnly } from './guard/guard-screens.ts';
import { guardSession } from './guard/guard-session.ts';
import type { Refusals } from './guard/refusals.ts';
import { SCREENS_SCHEME } from './guard/decide-sender.ts';
import { printPreferences } from './guard/web-preferences.ts';

/** Deadline of loading and printing together, milliseconds. */
const PRINT_DEADLINE_MS = 30_000;

/** One self-contained document: no script, nothing from anywhere else. */
const PRINT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

/** Prints in a view of its own that is never shown, with a session that knows one document only. */
export class ChromiumPdfPrinter implements PdfPrinter {
  readonly #refusals: Refusals;
  readonly #random: RandomBytes;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(refusals: Refusals, random: RandomBytes) {
    this.#refusals = refusals;
    this.#random = random;
  }

  /** One at a time: each view is a process of its own. */
  print(html: string): Promise<Uint8Array> {
    const printed = this.#turn.then(() => this.#printNow(html));
    this.#turn = printed.catch(() => undefined);
    return printed;
  }

  async #printNow(html: string): Promise<Uint8Array> {
    const name = newId(this.#random);
    const address = `${SCREENS_SCHEME}://print/${name}`;
    const own = session.fromPartition(`print-${name}`);
    guardSession(own, this.#refusals);
    guardOwnFilesOnly(own);
    own.protocol.handle(SCREENS_SCHEME, (request) => answer(request.url === address ? html : null));
    const view = new WebContentsView({ webPreferences: printPreferences(own) });
    guardNavigation(view.webContents, {
      view: 'print',
      rules: { allowLoopback: false },
      refusals: this.#refusals,
    });
    try {
      return await withDeadline(printView(view, address));
    } catch (cause) {
      throw new EvidenceError('FORM_RENDER_FAILED', 'document could not be printed', { cause });
    } finally {
      view.webContents.close();
    }
  }
}

async function printView(view: WebContentsView, address: string): Promise<Uint8Array> {
  await view.webContents.loadURL(address);
  const pdf = await view.webContents.printToPDF({
    pageSize: 'A4',
    printBackground: true,
    preferCSSPageSize: true,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  });
  return new Uint8Array(pdf);
}

function answer(html: string | null): Response {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': PRINT_POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  return new Response(html, { status: html === null ? 404 : 200, headers });
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not printed in ${PRINT_DEADLINE_MS} ms`));
    }, PRINT_DEADLINE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
