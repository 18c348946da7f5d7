import { writeFileSync } from 'node:fs';
import { startChatterly } from '#scripts/demo-site/chatterly.ts';
import { encodeCaptureRecord } from '#src/capture/record-codec.ts';
import { sntpSource } from '#src/network/sntp-client.ts';
import { systemClock } from '#src/store/system-clock.ts';
import { watchBrowser } from './browser-witness.ts';
import { capturePage } from './captured.ts';
import { startRawBrowser } from './raw-devtools.ts';
import { startTimeServer } from './time-server.ts';

// Makes docs/spec/capture-example.json anew: `node test/support/make-capture-example.ts`.
const site = await startChatterly();
const times = await startTimeServer({ offsetMs: 320, rootDelayMs: 8, rootDispersionMs: 12 });
const place = { host: '127.0.0.1', port: times.port, allowLoopback: true };
const browser = await startRawBrowser();
const witness = await watchBrowser(browser);
const browserName = `Chromium ${browser.process.product.split('/')[1] ?? ''}`;
try {
  const { outcome } = await capturePage(browser, `${site.origin}/forum/thread-12`, {
    timeSources: [sntpSource(place, systemClock())],
    context: {
      egress: {
        ...{ how: 'typed-in', source: null, address: '203.0.113.7' },
        ...{ askedAt: null, error: null },
      },
      software: {
        ...{ name: 'Countersign', version: '0.1.0', platform: process.platform, preview: true },
        browser: browserName,
      },
    },
    recording: (network) => {
      witness.tell(network);
    },
  });
  if (outcome.state !== 'complete') throw new Error(`expected complete, got ${outcome.state}`);
  const file = new URL('../../docs/spec/capture-example.json', import.meta.url);
  writeFileSync(file, encodeCaptureRecord(outcome.record));
} finally {
  await browser.quit();
  await site.close();
  times.close();
}
