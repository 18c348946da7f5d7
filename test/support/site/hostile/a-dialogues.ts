import { expect } from 'vitest';
import { html, page } from '#scripts/demo-site/server.ts';
import type { RunningApp } from '#test/support/e2e.ts';
import { later, START, type HostilePage, type OnRecord } from './page.ts';

const SHOWN = { outcomes: ['shown'], states: ['complete', 'partial', 'failed'] } as const;

/** How often a kind of refusal was counted on record. */
export function countOf({ events }: OnRecord, what: string): number {
  return events.reduce(
    (sum, event) => sum + (event.kind === 'page-refused' && event.what === what ? event.count : 0),
    0,
  );
}

/** Press in the middle of the page, once it is to be seen, as a person does who was told to. */
export async function clickPage(app: RunningApp): Promise<void> {
  const view = await app.driver.waitUntil(
    async () => {
      const now = await app.driver.review();
      return now !== null && now.visible && now.bounds.width > 0 && now;
    },
    'the page to be seen',
    20_000,
  );
  const { x, y, width, height } = view.bounds;
  await app.driver.clickAt(x + width / 2, y + height / 2);
  await new Promise((resolve) => setTimeout(resolve, 500));
}

/** Pages that ask, print, choose, notify and grab the focus. */
export const dialoguePages: readonly HostilePage[] = [
  {
    ...{ number: 1, group: 'A', ...SHOWN, fast: true },
    title: 'opens alert boxes in a loop',
    rule: 'suppressed, counted, their text recorded',
    open: '/a/alert-loop',
    routes: { '/a/alert-loop': page(later(`for (;;) alert('Ring 0000 now')`)) },
    refused: ['dialogue'],
    onRecord: expectDialogueText('Ring 0000 now'),
  },
  {
    ...{ number: 2, group: 'A', ...SHOWN },
    title: 'asks with confirm and prompt in a loop',
    rule: 'suppressed, counted, their text recorded',
    open: '/a/confirm-loop',
    routes: {
      '/a/confirm-loop': page(
        later(`setInterval(() => { confirm('Really sure?'); prompt('Really sure?'); }, 20)`),
      ),
    },
    refused: ['dialogue'],
    onRecord: expectDialogueText('Really sure?'),
  },
  {
    ...{ number: 3, group: 'A', ...SHOWN },
    title: 'opens alert boxes from a frame of another site',
    rule: 'suppressed, counted, their text recorded',
    open: '/a/alert-frame',
    routes: {
      '/a/alert-frame': (_request, response, site) => {
        html(response, `${START}<iframe src="${site.otherOrigin}/a/framed-alert"></iframe>`);
      },
      '/a/framed-alert': page(later(`setInterval(() => alert('From a frame'), 100)`)),
    },
    // Chromium itself shows no dialogue of a frame of another site: there may be none to count.
    onRecord(found) {
      expect(found.record?.page.title).toBe('Hostile');
    },
  },
  {
    ...{ number: 4, group: 'A', ...SHOWN, fast: true },
    title: 'asks to stay when one leaves',
    rule: 'leaving always works',
    open: '/a/beforeunload',
    routes: {
      '/a/beforeunload': page(
        `${START}<script>addEventListener('beforeunload', (e) => { e.preventDefault(); e.returnValue = 'stay'; })</script>`,
      ),
    },
    // Only a page that somebody touched may ask.
    act: clickPage,
  },
  {
    ...{ number: 5, group: 'A', ...SHOWN },
    title: 'goes elsewhere when one leaves',
    rule: 'leaving always works',
    open: '/a/unload-race',
    routes: {
      '/a/unload-race': page(
        `${START}<script>for (const name of ['beforeunload', 'pagehide', 'unload', 'visibilitychange']) addEventListener(name, (e) => { e.preventDefault(); e.returnValue = 'stay'; location.href = '/a/unload-race?again=' + Math.random(); })</script>`,
      ),
    },
    act: clickPage,
  },
  {
    ...{ number: 6, group: 'A', ...SHOWN },
    title: 'prints in a loop',
    rule: 'no dialogue of the operating system',
    open: '/a/print-loop',
    routes: { '/a/print-loop': page(later('setInterval(() => print(), 50)')) },
    refused: ['print'],
  },
  {
    ...{ number: 7, group: 'A', ...SHOWN },
    title: 'prints from a frame within a frame',
    rule: 'no dialogue of the operating system',
    open: '/a/print-frame',
    routes: {
      '/a/print-frame': (_request, response, site) => {
        html(
          response,
          `${START}<iframe src="${site.otherOrigin}/a/print-middle"></iframe><iframe srcdoc="<script>setInterval(() => print(), 100)</script>"></iframe>`,
        );
      },
      '/a/print-middle': (_request, response, site) => {
        html(response, `<!doctype html><iframe src="${site.origin}/a/print-inner"></iframe>`);
      },
      '/a/print-inner': page(
        '<!doctype html><script>setInterval(() => { print(); document.execCommand("print"); }, 100)</script>',
      ),
    },
    refused: ['print'],
  },
  {
    ...{ number: 8, group: 'A', ...SHOWN },
    title: 'asks for files again and again',
    rule: 'cancelled',
    open: '/a/file-chooser',
    routes: {
      '/a/file-chooser': page(
        `${START}<input id="f" type="file"><script>function go() { f.click(); showOpenFilePicker?.().catch(() => {}); showSaveFilePicker?.().catch(() => {}); showDirectoryPicker?.().catch(() => {}); } setInterval(go, 100); addEventListener('click', go);</script>`,
      ),
    },
    async act(app) {
      for (let i = 0; i < 3; i += 1) await clickPage(app);
    },
    refused: ['file-chooser'],
  },
  {
    ...{ number: 9, group: 'A', ...SHOWN },
    title: 'asks for leave to notify again and again',
    rule: 'denied',
    open: '/a/notifications',
    routes: {
      '/a/notifications': page(
        later(
          `setInterval(() => Notification.requestPermission().then((now) => { document.title = 'said ' + now; try { new Notification('Boo') } catch {} }), 200)`,
        ),
      ),
    },
    refused: ['permission'],
    onRecord(found) {
      expect(found.record?.page.title).toBe('said denied');
    },
  },
  {
    ...{ number: 10, group: 'A', ...SHOWN },
    title: 'reads and writes the clipboard',
    rule: 'denied',
    open: '/a/clipboard',
    routes: {
      '/a/clipboard': page(
        `${START}<script>const said = []; const note = (w) => { said.push(w); document.title = [...new Set(said)].join(' '); };
function go() { navigator.clipboard?.readText().then(() => note('READ'), () => note('read-refused')); navigator.clipboard?.read().then(() => note('READ'), () => note('read-refused')); navigator.clipboard?.writeText('planted').then(() => note('WROTE'), () => note('write-refused')); }
go(); addEventListener('click', go);</script>`,
      ),
    },
    act: clickPage,
    refused: ['permission'],
    onRecord(found) {
      expect(found.record?.page.title).not.toMatch(/READ|WROTE/u);
      expect(found.record?.page.title).toContain('read-refused');
    },
  },
  {
    ...{ number: 11, group: 'A', ...SHOWN },
    title: 'grabs the focus again and again',
    rule: 'the app keeps the focus',
    open: '/a/focus',
    routes: {
      '/a/focus': page(
        later(
          'setInterval(() => { window.focus(); f.focus(); open("", "_self")?.focus(); }, 20)',
        ).replace('<script>', '<input id="f" autofocus><script>'),
      ),
    },
    async seen({ app }) {
      const [window] = await app.driver.windows();
      expect(window?.views.map(({ focused }) => focused)).toEqual([true, false]);
    },
  },
];

function expectDialogueText(text: string): (found: OnRecord) => void {
  return (found) => {
    expect(countOf(found, 'dialogue')).toBeGreaterThan(1);
    const said = found.events.flatMap((event) =>
      event.kind === 'page-refused' && event.what === 'dialogue' ? [event.address] : [],
    );
    expect(said).toContain(text);
  };
}
