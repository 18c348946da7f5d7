import { expect } from 'vitest';
import { bytes, html, page } from '#scripts/demo-site/server.ts';
import { clickPage } from './a-dialogues.ts';
import { NAUGHTY_STRINGS } from './naughty-strings.ts';
import { HOSTILE_CANARY, START, type HostilePage } from './page.ts';

const SHOWN = { outcomes: ['shown'], states: ['complete', 'partial'] } as const;
const RLO = '\u202E';

/** Pages that look like something else, or hold text that breaks programs. */
export const textPages: readonly HostilePage[] = [
  {
    ...{ number: 98, group: 'G', ...SHOWN, fast: true },
    title: 'has letters of another script in its host name',
    rule: 'the name stands in its ASCII form, which no reader takes for another',
    // The Cyrillic а looks like a Latin one.
    open: ({ port }) => `http://ch\u0430tterly.pond.example:${port}/g/idn`,
    routes: { '/g/idn': page(START) },
    async seen({ app, visit }) {
      expect(visit.finalAddress).toMatch(/^http:\/\/xn--/u);
      const text = await app.driver.text();
      expect(text).toContain('xn--');
    },
    onRecord({ record }) {
      expect(record?.page.address).toMatch(/^http:\/\/xn--/u);
    },
  },
  {
    ...{ number: 99, group: 'G', ...SHOWN, fast: true },
    title: 'turns the direction of its title and address round',
    rule: 'isolated, the address in its escaped form, the title whole on record',
    open: '/g/bidi/%E2%80%AEgnp.exe',
    routes: {
      '/g/bidi/*': page(START.replace('>Hostile<', `>Report ${RLO}fdp.exe<`)),
    },
    async seen({ app, visit }) {
      expect(visit.finalAddress).not.toContain(RLO);
      expect([`Report ${RLO}fdp.exe`, null]).toContain(visit.title);
      // Whatever shows page text keeps its direction to itself.
      expect(await app.driver.evaluate(BIDI_LEAKS)).toEqual([]);
    },
    onRecord({ record }) {
      expect(record?.page.title).toBe(`Report ${RLO}fdp.exe`);
    },
  },
  {
    ...{ number: 100, group: 'G', ...SHOWN },
    title: 'gives itself an address of 2 MB',
    rule: 'cut in the view and in the entry, marked by its length; the page goes on',
    open: '/g/long-address',
    routes: {
      '/g/long-address': page(
        `${START}<a href="/g/x?${'y'.repeat(2_000_000)}">x</a><script>setTimeout(() => history.pushState(0, '', '#' + 'x'.repeat(2_000_000)), 200)</script>`,
      ),
    },
    stayMs: 1_500,
    seen({ visit }) {
      expect(visit.finalAddress?.length).toBeLessThanOrEqual(8_192);
    },
  },
  {
    ...{
      number: 101,
      variant: 'typed',
      group: 'G',
      outcomes: ['ADDRESS_INVALID'],
      states: ['none'],
    },
    title: 'has a name before its host',
    rule: 'refused: it would be read as the host',
    open: ({ port }) => `http://www.bank.example@127.0.0.1:${port}/good`,
    fast: true,
  },
  {
    ...{ number: 101, variant: 'linked', group: 'G', ...SHOWN },
    title: 'leads to an address with a name before its host',
    rule: 'refused, on record',
    open: '/g/userinfo',
    routes: {
      '/g/userinfo': (_request, response, site) => {
        const to = site.origin.replace('//', '//www.bank.example:secret@');
        html(
          response,
          `${START}<script>setTimeout(() => { location = '${to}/good' }, 200)</script>`,
        );
      },
    },
    stayMs: 1_500,
    refused: ['scheme'],
    seen({ visits, site }) {
      expect(visits.at(-1)?.finalAddress).toBe(`${site.origin}/g/userinfo`);
    },
  },
  {
    ...{ number: 102, group: 'G', ...SHOWN, fast: true },
    title: 'has a title of 1 MB with line ends',
    rule: 'cut in the view and on record, one line on the screens',
    open: '/g/long-title',
    routes: {
      '/g/long-title': page(
        START.replace('>Hostile<', `>First\nsecond\r\nthird ${'t'.repeat(1_000_000)}<`),
      ),
    },
    seen({ visit }) {
      expect(visit.title?.length ?? 0).toBeLessThanOrEqual(2_000);
    },
    onRecord({ record }) {
      expect(record?.page.title.length).toBeLessThanOrEqual(2_100);
      expect(record?.page.title).toMatch(/^First/u);
    },
  },
  ...['utf-8', 'shift_jis', 'utf-7', 'utf-16le'].map((charset, at): HostilePage => ({
    ...{ number: 103, variant: charset, group: 'G', ...SHOWN, ...(at === 0 ? { fast: true } : {}) },
    title: 'is written in another character set than it says',
    rule: 'read as the browser reads it, which set that was is on record; the bytes’ digest too',
    open: `/g/charset-${charset}`,
    routes: {
      [`/g/charset-${charset}`]: bytes(`text/html; charset=${charset}`, wrongBytes(charset)),
    },
    onRecord({ record }) {
      expect(record?.page.characterSet).toBeTruthy();
      expect(record?.network.exchanges[0]?.body?.digest).toMatch(/^sha256:/u);
    },
  })),
  {
    ...{ number: 104, group: 'G', ...SHOWN, fast: true },
    title: `says ${NAUGHTY_STRINGS.length} naughty strings`,
    rule: 'through every field of text: nothing runs, everything is on record',
    open: '/g/naughty',
    routes: {
      '/g/naughty': (_request, response) => {
        const rows = NAUGHTY_STRINGS.map(
          (text, at) =>
            `<p id="s${at}">${escaped(text)}</p><a href="/g/x?q=${encodeURIComponent(text.toWellFormed())}" title="${escaped(text)}">${at}</a>`,
        );
        html(response, `${START}${rows.join('')}`);
      },
    },
    async act(app) {
      const { current } = await app.screen('review');
      // As a reason, which is a field of the app's own.
      for (const at of [13, 200, 400]) {
        const text = NAUGHTY_STRINGS[at]?.trim().toWellFormed() ?? '';
        if (text === '') continue;
        const said = await app.call('review.concern', {
          ...{ visitId: current?.visitId ?? '', reason: text },
        });
        expect(said.ok).toBe(true);
      }
    },
    async seen({ app }) {
      expect(await app.driver.evaluate('window.XSS_RAN ?? null')).toBeNull();
    },
    onRecord({ text }) {
      // A long word is written as the page broke it into lines.
      const lines = NAUGHTY_STRINGS.map((one) => one.replaceAll(/\s+/gu, ''));
      const whole = text.replaceAll(/\s+/gu, '');
      const visible = lines.filter((line) => /^[\x20-\x7e]{4,}$/u.test(line));
      expect(visible.length).toBeGreaterThan(200);
      const lost = visible.filter((line) => !whole.includes(line));
      expect(lost, lost.join('\n')).toEqual([]);
    },
  },
  {
    ...{ number: 105, group: 'G', ...SHOWN },
    title: 'draws a browser’s bar and a dialogue of the app',
    rule: 'the app’s own bar is outside the page’s area, which never covers it',
    open: '/g/chrome',
    routes: {
      '/g/chrome': page(
        `${START}<div style="position:fixed;inset:-200px -200px auto;height:300px;background:#dee1e6;z-index:9">https://bank.example/</div><dialog id="d">Countersign: type your passphrase <input></dialog><script>d.showModal(); document.documentElement.requestFullscreen?.().catch(() => {}); moveTo(0, 0); resizeTo(3000, 3000);</script>`,
      ),
    },
    async act(app) {
      await clickPage(app);
      const view = await app.driver.review();
      const [window] = await app.driver.windows();
      const whole = window?.views[0]?.bounds;
      expect(view?.bounds.y).toBeGreaterThan(40);
      expect(view?.bounds.height).toBeLessThan(whole?.height ?? 0);
    },
  },
];

/** Elements of the screens that hold a mark of direction without keeping it to themselves. */
const BIDI_LEAKS = `(() => {
  const leaks = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
    if (!/[\\u202A-\\u202E\\u2066-\\u2069]/u.test(node.data)) continue;
    const style = getComputedStyle(node.parentElement);
    if (!/isolate|plaintext/u.test(style.unicodeBidi) && style.display === 'inline') leaks.push(node.data.slice(0, 80));
  }
  return leaks;
})()`;

function wrongBytes(charset: string): Buffer {
  const page = START.replace('<meta charset="utf-8">', '');
  if (charset === 'utf-16le') return Buffer.from(page, 'utf16le');
  const odd = Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x80, 0xf0, 0x9f]);
  return Buffer.concat([
    Buffer.from(`${page}<p>+ADw-script+AD4-document.title='RAN'+ADw-/script+AD4-</p><p>`),
    odd,
    Buffer.from(` ${HOSTILE_CANARY}</p>`),
  ]);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .toWellFormed();
}
