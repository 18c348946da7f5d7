import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { launchBrowser } from '#test/chromium-host/browser.ts';
import { fields, text } from '#test/chromium-host/values.ts';

/**
 * Print one HTML document in a real Chromium, as the application does: A4, tagged, backgrounds.
 * @param html - self-contained
 * @returns the PDF
 */
export async function printHtml(html: string): Promise<Uint8Array> {
  const browserPath = await findBrowser();
  if (browserPath === null) throw new Error('a Chromium expected, got none');
  const browser = await launchBrowser({ browserPath });
  try {
    const root = browser.connection.root;
    const target = await root.send('Target.createTarget', { url: 'about:blank' });
    const attached = await root.send('Target.attachToTarget', {
      targetId: text(target, 'targetId'),
      flatten: true,
    });
    const page = browser.connection.session(text(attached, 'sessionId'));
    const tree = await page.send('Page.getFrameTree');
    const frameId = text(fields(fields(tree)['frameTree'])['frame'], 'id');
    await page.send('Page.setDocumentContent', { frameId, html }, 30_000);
    const options = { printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true };
    const printed = await page.send('Page.printToPDF', options, 60_000);
    return Buffer.from(text(printed, 'data'), 'base64');
  } finally {
    await browser.quit();
  }
}
