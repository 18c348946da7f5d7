import { beforeEach, describe, expect, it, vi } from 'vitest';
import { randomBytes } from '#src/crypto/random.ts';
import { ChromiumPdfPrinter } from '#electron/pdf-printer.ts';
import { Refusals } from '#electron/guard/refusals.ts';
import { FakeWebContents, WebContentsView } from './fake-electron.ts';

vi.mock('electron', () => import('./fake-electron.ts'));

const printer = new ChromiumPdfPrinter(new Refusals(() => undefined), randomBytes);

beforeEach(() => {
  WebContentsView.made.length = 0;
  vi.restoreAllMocks();
});

describe('ChromiumPdfPrinter', () => {
  it('prints one document from memory, tagged, on A4, and forgets it', async () => {
    const pdf = await printer.print('<!doctype html><title>Form</title>');
    expect(new TextDecoder().decode(pdf)).toBe('%PDF-1.7');
    const view = WebContentsView.made[0];
    expect(view?.webContents.sent[0]?.[0]).toMatchObject({
      pageSize: 'A4',
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    });
    expect(view?.webContents.destroyed).toBe(true);
    const address = view?.webContents.loaded[0] ?? '';
    expect(address).toMatch(/^app:\/\/print\/[a-z2-7]{26}$/u);
    const handler = view?.webContents.session.handlers.get('protocol:app');
    const answer = handler?.({ url: address }) as Response;
    expect(await answer.text()).toContain('<title>Form</title>');
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; img-src data:/u,
    );
    const other = handler?.({ url: `${address}x` }) as Response;
    expect(other.status).toBe(404);
  });

  it('has no network and no script, and a session of its own each time', async () => {
    await printer.print('<p>1');
    await printer.print('<p>2');
    const [first, second] = WebContentsView.made;
    expect(first?.webPreferences['javascript']).toBe(false);
    expect(first?.webContents.session).not.toBe(second?.webContents.session);
    expect(
      await first?.webContents.session.ask('onBeforeRequest', { url: 'https://example.org/' }),
    ).toEqual({
      cancel: true,
    });
  });

  it('throws FORM_RENDER_FAILED when it can’t, and prints the next one', async () => {
    vi.spyOn(FakeWebContents.prototype, 'printToPDF').mockRejectedValueOnce(new Error('no'));
    const failed = printer.print('<p>1');
    const next = printer.print('<p>2');
    await expect(failed).rejects.toMatchObject({
      code: 'FORM_RENDER_FAILED',
      message: 'document could not be printed',
    });
    await expect(next).resolves.toBeInstanceOf(Uint8Array);
  });
});
