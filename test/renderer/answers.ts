import type { Scripted } from './fake-api.ts';
import type { Screens } from './harness.ts';
import { recordHtml } from './record-html.ts';
import { digestOf, idOf } from './views.ts';

/** The 26 words of the tests' recovery sheet. */
export const sheet: readonly string[] = Array.from(
  { length: 26 },
  (_, index) => ['lantern', 'orbit', 'velvet', 'candle', 'meadow'][index % 5] ?? 'lantern',
);

/**
 * What the main process would answer where a screen needs more than a nod; every other channel
 * answers with an empty value. The document and the picture are made by the same browser.
 */
export async function usualAnswers(screens: Screens): Promise<Scripted> {
  const pdf = Buffer.from(await screens.pdfOf(recordHtml)).toString('base64');
  const png = Buffer.from(
    await screens.pictureOf('<h1>EHS Whispers</h1><p>Who should be left out?</p>'),
  ).toString('base64');
  return {
    'record.preview': { pdf: { base64: pdf }, previewKey: 'preview-one' },
    'review.veiled': { png: { base64: png } },
    'capture.preview': { png: { base64: png }, scale: 1 },
    'capture.sheet': { png: { base64: png }, scale: 1 },
    'capture.growing': { picture: { png: { base64: png }, scale: 1 } },
    'exhibit.look': {
      ...{
        png: { base64: png },
        scale: 1,
        facts: [{ name: 'Places looked at again', value: '3' }],
      },
      pictures: [
        {
          ...{ key: 'page', name: 'The page', caption: 'The page as it stood.' },
          ...{ widthPx: 1280, heightPx: 6420, tiles: 2 },
          sheets: [{ png: { base64: png }, scale: 1 }],
        },
      ],
    },
    'setup.suggest-passphrase': { passphrase: 'lantern orbit velvet candle meadow' },
    'setup.measure-passphrase': { bits: 72.4, enough: true },
    'setup.add-person': { personId: idOf('added') },
    'setup.make-ca': { caFingerprint: digestOf('5') },
    'setup.show-sheet': { words: [...sheet] },
    'renewal.show-sheet': { words: [...sheet] },
    'receipt.take': {
      text: 'countersign/receipt',
      qrSvg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
      digest: digestOf('3'),
    },
    'investigation.create': { investigationId: idOf('fifteen') },
    'export.save': { saved: true },
  };
}
