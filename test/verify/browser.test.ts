import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { launchBrowser, type BrowserProcess } from '#test/chromium-host/browser.ts';
import type { CdpSession } from '#test/chromium-host/cdp.ts';
import { fields, text } from '#test/chromium-host/values.ts';
import { samplePack } from '#test/support/sample-pack.ts';

const sample = samplePack('pack');
const changed = sample.bytes.slice();
changed[changed.length - 8000] = (changed[changed.length - 8000] ?? 0) ^ 1;
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-browser-'));
const requested: string[] = [];
let server: Server;
let browser: BrowserProcess;
let page: CdpSession;

const PAGE = `<!doctype html><title>verify</title><script type="module">
import { verifyPack } from '/verify.js';
window.verify = async (name, options) => {
  const bytes = new Uint8Array(await (await fetch(name)).arrayBuffer());
  return JSON.stringify(await verifyPack(bytes, options));
};
</script>`;

/** The verifier as one script, nothing of Node in it. */
async function bundle(): Promise<Uint8Array> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2023',
      lib: {
        entry: path.join(root, 'src/verify/verify-pack.ts'),
        formats: ['es'],
        fileName: () => 'verify.js',
      },
    },
  });
  return readFileSync(path.join(folder, 'verify.js'));
}

async function serve(): Promise<string> {
  const files = new Map<string, readonly [string, Uint8Array]>([
    ['/', ['text/html', Buffer.from(PAGE)]],
    ['/verify.js', ['text/javascript', await bundle()]],
    ['/pack.zip', ['application/zip', sample.bytes]],
    ['/changed.zip', ['application/zip', changed]],
  ]);
  server = createServer((request, response) => {
    requested.push(request.url ?? '');
    const [type, bytes] = files.get(request.url ?? '') ?? ['text/plain', new Uint8Array()];
    response.writeHead(files.has(request.url ?? '') ? 200 : 404, { 'content-type': type });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a port expected');
  return `http://127.0.0.1:${address.port}/`;
}

async function evaluate(expression: string): Promise<string> {
  const answer = await page.send(
    'Runtime.evaluate',
    { expression, awaitPromise: true, returnByValue: true },
    30_000,
  );
  if (answer['exceptionDetails'] !== undefined) {
    throw new Error(JSON.stringify(answer['exceptionDetails']));
  }
  return text(fields(answer['result']), 'value');
}

async function verifyThere(name: string, options: object = {}): Promise<unknown> {
  const call = `window.verify(${JSON.stringify(name)}, ${JSON.stringify(options)})`;
  return JSON.parse(await evaluate(call)) as unknown;
}

beforeAll(async () => {
  const address = await serve();
  const browserPath = await findBrowser();
  if (browserPath === null) throw new Error('a Chromium expected, got none');
  browser = await launchBrowser({ browserPath });
  const cdp = browser.connection.root;
  const target = await cdp.send('Target.createTarget', { url: address });
  const attached = await cdp.send('Target.attachToTarget', {
    targetId: text(target, 'targetId'),
    flatten: true,
  });
  page = browser.connection.session(text(attached, 'sessionId'));
  // The first document of a new page goes away while it is asked: ask again.
  while ((await evaluate('String(Boolean(window.verify))').catch(() => '')) !== 'true') {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}, 120_000);

afterAll(async () => {
  await browser.quit();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('verifyPack in a real browser', () => {
  it('gives the report that Node gives, for a valid pack', async () => {
    const here = await verifyPack(sample.bytes);
    expect(await verifyThere('/pack.zip')).toEqual(here);
    expect(here.result).toBe('valid');
  });

  it('gives the report that Node gives, with the CA’s fingerprint, right and wrong', async () => {
    for (const caFingerprint of [sample.caFingerprint, `sha256:${'0'.repeat(64)}` as const]) {
      const here = await verifyPack(sample.bytes, { caFingerprint });
      expect(await verifyThere('/pack.zip', { caFingerprint })).toEqual(here);
    }
  });

  it('gives the report that Node gives, for a pack that was changed and for none', async () => {
    const here = await verifyPack(changed);
    expect(here.result).toBe('findings');
    expect(await verifyThere('/changed.zip')).toEqual(here);
    expect(await verifyThere('/verify.js')).toMatchObject({ result: 'unreadable' });
  });

  it('asks the network for nothing but what the test itself fetches', () => {
    expect(new Set(requested.filter((url) => url !== '/favicon.ico'))).toEqual(
      new Set(['/', '/verify.js', '/pack.zip', '/changed.zip']),
    );
  });

  it('is one script without Node in it', () => {
    const script = readFileSync(path.join(folder, 'verify.js'), 'utf8');
    expect(script).not.toMatch(/from\s*["']|require\(|node:|\bBuffer\b|\bprocess\./);
  });
});
