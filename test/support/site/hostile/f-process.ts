import { expect } from 'vitest';
import { bytes, page } from '#scripts/demo-site/server.ts';
import { later, START, type HostilePage } from './page.ts';

const SHOWN = { outcomes: ['shown'], states: ['complete', 'partial'] } as const;
/** Its process ends, or answers nothing: what there is of it is captured. */
const WEDGED = {
  outcomes: ['shown', 'PAGE_CRASHED', 'PAGE_NEVER_LOADED'],
  states: ['partial', 'failed'],
} as const;

/** Pages that wedge, end or exhaust their process. */
export const processPages: readonly HostilePage[] = [
  {
    ...{ number: 86, group: 'F', outcomes: ['shown', 'PAGE_CRASHED'], states: ['failed', 'none'] },
    title: 'ends its process',
    rule: 'said on the screens, failed; the app lives',
    open: '/f/crash',
    routes: { '/f/crash': page(START) },
    async act(app) {
      // chrome://crash is no address that a page can lead to, so the host ends it.
      await app.driver.crashReview();
      await app.driver.waitForText('PAGE_CRASHED');
    },
    fast: true,
  },
  {
    ...{ number: 87, group: 'F', ...WEDGED, stayMs: 6_000 },
    title: 'fills the memory of its scripts',
    rule: 'its process is ended; partial or failed, the app lives',
    open: '/f/heap',
    routes: {
      '/f/heap': page(
        later(
          'const held = []; setInterval(() => { for (let i = 0; i < 200; i++) held.push(new Array(20000).fill({ a: 1 }).map((x, j) => ({ ...x, j }))); }, 0)',
        ),
      ),
    },
  },
  {
    ...{ number: 88, group: 'F', ...WEDGED, stayMs: 6_000 },
    title: 'fills memory with buffers of bytes and of WebAssembly',
    rule: 'its process is ended above the memory of a page; partial or failed, the app lives',
    open: '/f/buffers',
    routes: {
      '/f/buffers': page(
        later(
          'const held = []; setInterval(() => { held.push(new Uint8Array(64 * 1024 * 1024).fill(1)); try { const m = new WebAssembly.Memory({ initial: 1000 }); new Uint8Array(m.buffer).fill(1); held.push(m); } catch {} }, 50)',
        ),
      ),
    },
  },
  {
    ...{ number: 89, group: 'F', ...WEDGED, fast: true },
    title: 'runs a loop without end',
    rule: 'the ladder of deadlines; partial, the app lives',
    open: '/f/loop',
    routes: { '/f/loop': page(later('for (;;) {}')) },
  },
  {
    ...{ number: 90, group: 'F', ...SHOWN, fast: true },
    title: 'runs loops without end in workers',
    rule: 'captured; the workers end with the page',
    open: '/f/workers',
    routes: {
      '/f/workers': page(
        `${START}<script>for (let i = 0; i < 4; i++) new Worker(URL.createObjectURL(new Blob(['for (;;) {}'])))</script>`,
      ),
    },
  },
  {
    ...{ number: 91, group: 'F', ...WEDGED },
    title: 'blocks each frame for 3 s',
    rule: 'the ladder of deadlines; partial, the app lives',
    open: '/f/frames',
    routes: {
      '/f/frames': page(
        later(
          'const block = () => { const end = Date.now() + 3000; while (Date.now() < end); requestAnimationFrame(block); }; block();',
        ),
      ),
    },
  },
  {
    ...{ number: 93, group: 'F', ...SHOWN, states: ['complete', 'partial', 'failed'] },
    title: 'floods the console',
    rule: 'nobody listens; the app lives',
    open: '/f/console',
    routes: {
      '/f/console': page(
        later(
          'setInterval(() => { for (let i = 0; i < 20; i++) console.log("x".repeat(500)); }, 5)',
        ),
      ),
    },
  },
  {
    ...{ number: 94, group: 'F', ...WEDGED, states: ['complete', 'partial', 'failed'] },
    title: 'floods itself with messages',
    rule: 'partial at worst, the app lives',
    open: '/f/messages',
    routes: {
      '/f/messages': page(
        later(
          'let n = 0; onmessage = () => { postMessage(0, "*"); if (n++ < 20000) postMessage(0, "*"); }; postMessage(0, "*");',
        ),
      ),
    },
  },
  {
    ...{ number: 95, group: 'F', ...WEDGED, states: ['complete', 'partial', 'failed'] },
    title: 'fills every store it has',
    rule: 'in memory, gone with the page',
    open: '/f/stores',
    stayMs: 3_000,
    routes: {
      '/f/stores': page(
        `${START}<script>
const block = new Uint8Array(4 * 1024 * 1024).fill(7);
(async () => {
  const cache = await caches.open('x').catch(() => null);
  const folder = await navigator.storage.getDirectory().catch(() => null);
  const open = indexedDB.open('x'); open.onupgradeneeded = () => open.result.createObjectStore('s', { autoIncrement: true });
  open.onsuccess = () => { let n = 0; const put = () => { if (n++ > 60) return; const t = open.result.transaction('s', 'readwrite'); t.objectStore('s').add(block); t.oncomplete = put; }; put(); };
  for (let i = 0; i < 60; i++) {
    await cache?.put('/f/x' + i, new Response(block)).catch(() => {});
    try { const file = await folder?.getFileHandle('x' + i, { create: true }); const out = await file?.createWritable(); await out?.write(block); await out?.close(); } catch {}
    try { localStorage.setItem('x' + i, 'HOSTILE'.repeat(50000)); } catch {}
  }
})();
</script>`,
      ),
    },
  },
  {
    ...{ number: 96, group: 'F', ...SHOWN, fast: true, stayMs: 2_500 },
    title: 'answers everything from a service worker',
    rule: 'recorded as answered by it; what it asks for itself is recorded',
    open: '/f/worker-site',
    routes: {
      '/f/worker-site': page(
        `${START}<pre id="out"></pre><script>navigator.serviceWorker.register('/f/sw.js').then(() => navigator.serviceWorker.ready).then(() => new Promise((r) => setTimeout(r, 500))).then(() => fetch('/f/made-up')).then((r) => r.text()).then((t) => { out.textContent = t; }, (e) => { out.textContent = String(e); })</script>`,
      ),
      '/f/sw.js': bytes(
        'text/javascript',
        `self.addEventListener('install', () => self.skipWaiting()); self.addEventListener('activate', (e) => e.waitUntil(clients.claim())); self.addEventListener('fetch', (e) => { if (e.request.url.endsWith('/f/made-up')) e.respondWith(new Response('made by the worker')); });`,
      ),
    },
    onRecord({ record, text, log }) {
      if (!text.includes('made by the worker')) {
        // Text first keeps no promise that a service worker may start; then the server was asked.
        expect(log.map(({ path }) => path)).toContain('/f/worker-site');
        return;
      }
      const made = record?.network.exchanges.find(({ hops }) =>
        (hops[0]?.address ?? '').endsWith('/f/made-up'),
      );
      expect(made?.hops.at(-1)?.from).toBe('service-worker');
    },
  },
  {
    ...{ number: 97, group: 'F', ...SHOWN, states: ['complete', 'partial', 'failed'] },
    title: 'stops at a debugger statement again and again',
    rule: 'nobody debugs it: it never stops',
    open: '/f/debugger',
    routes: { '/f/debugger': page(later('setInterval(() => { debugger; }, 1)')) },
  },
];
