import { tmpdir } from 'node:os';
import { expect } from 'vitest';
import { bytes, html, page } from '#scripts/demo-site/server.ts';
import { PRIVATE_ADDRESSES } from '../hostile-network.ts';
import { countMarker, MARKER } from '../marker.ts';
import sharp from 'sharp';
import { clickPage } from './a-dialogues.ts';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { START, type HostilePage } from './page.ts';

const SHOWN = { outcomes: ['shown'], states: ['complete', 'partial'] } as const;
const ATTACK = `"><img src=x onerror="window.XSS_RAN=1"><script>window.XSS_RAN=1</script>=cmd|' /C calc'!A1`;

/** EICAR's test file, which every scanner for viruses takes for one. In two parts, so that this file isn't. */
export const EICAR = [
  'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR',
  '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*',
].join('');

/** One try for each permission, by the name that the page notes. */
const TRIES: Readonly<Record<string, string>> = {
  camera: 'navigator.mediaDevices.getUserMedia({ video: true })',
  microphone: 'navigator.mediaDevices.getUserMedia({ audio: true })',
  screen: 'navigator.mediaDevices.getDisplayMedia()',
  speaker: 'navigator.mediaDevices.selectAudioOutput()',
  place: 'new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no))',
  notifications: `Notification.requestPermission().then((a) => { if (a !== 'granted') throw a; })`,
  midi: 'navigator.requestMIDIAccess({ sysex: true })',
  usb: 'navigator.usb.requestDevice({ filters: [] })',
  serial: 'navigator.serial.requestPort()',
  hid: 'navigator.hid.requestDevice({ filters: [] })',
  bluetooth: 'navigator.bluetooth.requestDevice({ acceptAllDevices: true })',
  clipboard: 'navigator.clipboard.readText()',
  fullscreen: 'document.documentElement.requestFullscreen()',
  pointer: 'document.body.requestPointerLock()',
  keyboard: `navigator.keyboard.lock().then(() => { if (document.fullscreenElement === null) throw 'idle'; })`,
  wake: `navigator.wakeLock.request('screen')`,
  idle: `IdleDetector.requestPermission().then((a) => { if (a !== 'granted') throw a; })`,
  fonts: 'queryLocalFonts().then((a) => { if (a.length === 0) throw a; })',
  windows: 'getScreenDetails()',
  storage: 'document.requestStorageAccessFor("https://bank.example")',
  files: 'showOpenFilePicker()',
  folder: 'showDirectoryPicker()',
  persist: 'navigator.storage.persist().then((a) => { if (!a) throw a; })',
  webauthn: `navigator.credentials.create({ publicKey: { challenge: new Uint8Array(16), rp: { name: 'x' }, user: { id: new Uint8Array(8), name: 'x', displayName: 'x' }, pubKeyCredParams: [{ type: 'public-key', alg: -7 }], timeout: 1000 } })`,
  payment: `new PaymentRequest([{ supportedMethods: 'https://bank.example/pay' }], { total: { label: 'x', amount: { currency: 'GBP', value: '1' } } }).show()`,
  share: `navigator.share({ text: 'x' })`,
  contacts: `navigator.contacts.select(['name'])`,
  xr: `navigator.xr.requestSession('immersive-vr')`,
  nfc: 'new NDEFReader().scan()',
  eyedropper: 'new EyeDropper().open()',
  subapps: 'navigator.subApps.list()',
  credentials:
    'navigator.credentials.get({ password: true }).then((a) => { if (a === null) throw a; })',
};

const RESOURCES = [
  '/h/..%2f..%2f..%2fetc%2fpasswd',
  '/h/%00nul',
  '/h/CON',
  '/h/a%0d%0aWARC-Type:%20response%0d%0a',
  `/h/${encodeURIComponent('=HYPERLINK("http://x")')}`,
  `/h/${encodeURIComponent('../../../../windows/system32/x')}`,
  `/h/${encodeURIComponent('\u001b[31mred')}`,
  '/h/aux.png:stream',
];

/**
 * What the packed headless browser says yes to by itself: it has no window to fill, no keyboard to lock, and an
 * empty list of devices. Electron asks its handlers, which deny.
 */
const WINDOWLESS = /(?:fullscreen|keyboard|hid) GRANTED/gu;

/** Pages that aim at this app: its permissions, its screens, its record, the school's network. */
export const appPages: readonly HostilePage[] = [
  {
    ...{ number: 106, group: 'H', ...SHOWN, fast: true, pictures: true, stayMs: 1_000 },
    title: `asks for everything: ${Object.keys(TRIES).length} permissions`,
    rule: 'all denied, nothing of the operating system asks, pointer never taken, the bar never covered',
    open: '/h/permissions',
    routes: {
      '/h/permissions': page(`${START}<pre id="out"></pre><script>
const tried = (name, act) => new Promise((done) => { setTimeout(done, 3000); Promise.resolve().then(act).then(() => { out.textContent += name + ' GRANTED\\n'; done(); }, () => { out.textContent += name + ' refused\\n'; done(); }); });
function go() { ${Object.entries(TRIES)
        .map(([name, act]) => `tried('${name}', () => ${act});`)
        .join('\n')} }
go(); addEventListener('click', go);
</script>`),
    },
    async act(app) {
      await clickPage(app);
      await new Promise((resolve) => setTimeout(resolve, 500));
      // A headless browser without windows may let a page believe that it fills the screen: it never does.
      const bar = await app.driver.evaluate(
        `document.querySelector('header').getBoundingClientRect().bottom`,
      );
      const view = await app.driver.review();
      expect(view?.bounds.y).toBeGreaterThanOrEqual(Math.floor(Number(bar)));
    },
    refused: ['permission'],
    async seen({ app }) {
      const taken = await app.driver.evaluateReview('document.pointerLockElement !== null');
      expect(taken).toBe(false);
    },
    async onRecord({ text }) {
      const browser = (await findBrowser()) ?? '';
      const ungranted = browser.startsWith(tmpdir()) ? text.replaceAll(WINDOWLESS, '') : text;
      expect(ungranted).not.toContain('GRANTED');
      for (const name of ['camera', 'place', 'notifications', 'usb', 'clipboard'])
        expect(text, name).toContain(`${name} refused`);
    },
  },
  {
    ...{ number: 107, group: 'H', ...SHOWN, fast: true },
    title: 'looks for our bridge and spoils the prototypes',
    rule: 'no process, require, ipc or api is there; the app is not affected',
    open: '/h/bridge',
    routes: {
      '/h/bridge': page(`${START}<pre id="out"></pre><script>
const names = ['process', 'require', 'module', 'global', 'Buffer', 'electron', 'ipcRenderer', 'api', '__dirname', 'chrome.runtime', 'countersign', 'cdp', 'DevToolsAPI', 'external.invoke'];
out.textContent = names.filter((name) => { try { return typeof name.split('.').reduce((o, k) => o?.[k], window) !== 'undefined'; } catch { return true; } }).map((n) => 'FOUND ' + n).join(' ') || 'found nothing';
Object.prototype.polluted = 'POLLUTED'; Object.defineProperty(Object.prototype, 'ok', { get: () => true });
Array.prototype.map = () => ['SPOILT']; JSON.stringify = () => '"SPOILT"'; Promise.prototype.then = function () { return this; };
String.prototype.slice = () => 'SPOILT'; document.querySelectorAll = () => []; Node.prototype.contains = () => true;
addEventListener('message', () => {}); parent.postMessage({ channel: 'stop.press' }, '*'); top.postMessage({ channel: 'stop.press' }, '*');
</script>`),
    },
    async seen({ app }) {
      expect(await app.driver.evaluate('({}).polluted ?? null')).toBeNull();
      expect((await app.hands.view()).stopped).toBe(false);
    },
    onRecord({ text, record }) {
      expect(text).toContain('found nothing');
      expect(JSON.stringify(record)).not.toContain('SPOILT');
    },
  },
  {
    ...{ number: 108, group: 'H', ...SHOWN, fast: true },
    title: 'has scripts in its title, address, header and text',
    rule: 'inert on the screens; test/form and test/pack show the same of the documents',
    open: `/h/xss?q=${encodeURIComponent(ATTACK)}`,
    routes: {
      '/h/xss': (_request, response) => {
        html(
          response,
          `${START.replace('>Hostile<', `>${ATTACK.replaceAll('<', '&lt;')}<`)}<img alt="${ATTACK.replaceAll('"', '&quot;')}" src="/h/none.png"><p>${ATTACK.replaceAll('<', '&lt;')}</p>`,
          200,
          { 'x-attack': ATTACK, server: ATTACK },
        );
      },
    },
    async seen({ app, visit }) {
      expect([ATTACK, null]).toContain(visit.title);
      expect(await app.driver.evaluate('window.XSS_RAN ?? null')).toBeNull();
      expect(await app.driver.evaluate('document.querySelectorAll("img[onerror]").length')).toBe(0);
    },
    onRecord({ record }) {
      expect(record?.page.title).toBe(ATTACK);
    },
  },
  {
    ...{ number: 109, group: 'H', ...SHOWN },
    title: 'has paths, formulas and line ends in its parts’ addresses',
    rule: 'each stands escaped on record; nothing is written by such a name',
    open: '/h/resources',
    routes: {
      '/h/resources': page(
        `${START}<script>for (const path of ${JSON.stringify(RESOURCES)}) fetch(path)</script>`,
      ),
      '/h/*': bytes('text/plain', 'x'),
    },
    onRecord({ record }) {
      const addresses = record?.network.exchanges.flatMap(({ hops }) =>
        hops.map(({ address }) => address),
      );
      expect(addresses?.length).toBeGreaterThanOrEqual(RESOURCES.length);
      // eslint-disable-next-line no-control-regex
      for (const address of addresses ?? []) expect(address).not.toMatch(/[\u0000-\u001f]/u);
      for (const { name } of record?.objects ?? []) expect(name).toMatch(/^[a-z][a-z0-9-]*\.\w+$/u);
    },
  },
  {
    ...{ number: 110, group: 'H', ...SHOWN, fast: true },
    title: 'looks for computers of the school’s network',
    rule: 'blocked and logged (this computer itself in a vault that is no demonstration: decide-address.test.ts)',
    open: '/h/network',
    routes: {
      '/h/network': page(
        `${START}${PRIVATE_ADDRESSES.map((one) => `<iframe src="${one}"></iframe>`).join('')}<script>
for (const one of ${JSON.stringify(PRIVATE_ADDRESSES)}) { fetch(one, { mode: 'no-cors' }).catch(() => {}); try { new WebSocket(one.replace('http', 'ws')) } catch {} }
try { const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:192.168.1.1' }] }); peer.createDataChannel('x'); peer.createOffer().then((o) => peer.setLocalDescription(o)); } catch {}
</script>`,
      ),
    },
    refused: ['private-address'],
    onRecord({ record }) {
      const answered = record?.network.exchanges.filter(
        ({ hops, state }) =>
          state === 'finished' && PRIVATE_ADDRESSES.some((one) => hops[0]?.address === one),
      );
      expect(answered).toEqual([]);
    },
  },
  {
    ...{ number: 111, group: 'H', ...SHOWN, fast: true },
    title: 'holds the test string of virus scanners',
    rule: 'never in the clear on the disk',
    open: '/h/eicar',
    routes: {
      '/h/eicar': (_request, response) => {
        html(response, `${START}<pre>${EICAR}</pre><script>fetch('/h/eicar.com')</script>`);
      },
      '/h/eicar.com': bytes('text/plain', EICAR),
    },
    onRecord({ text }) {
      expect(text).toContain(EICAR);
    },
  },
  {
    ...{ number: 112, variant: 'text first', group: 'H', ...SHOWN },
    title: 'stands for a page that must not be seen',
    rule: 'text first shows none of it; STOP itself: test/e2e/stop.test.ts, test/e2e/pixels.test.ts',
    open: '/h/marker',
    routes: {
      '/h/marker': page(
        `${START}<div style="width:300px;height:300px;background:url('data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22><rect width=%22300%22 height=%22300%22 fill=%22rgb(${MARKER.join(',')})%22/></svg>')"></div><canvas id="c" width="300" height="300"></canvas><script>const p = c.getContext('2d'); p.fillStyle = 'rgb(${MARKER.join(',')})'; p.fillRect(0, 0, 300, 300);</script>`,
      ),
    },
    async seen({ app }) {
      const picture = await app.driver.screenshot();
      expect(countMarker(await sharp(picture).removeAlpha().raw().toBuffer())).toBe(0);
    },
  },
];
