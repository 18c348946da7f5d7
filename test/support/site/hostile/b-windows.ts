import { expect } from 'vitest';
import { html, page } from '#scripts/demo-site/server.ts';
import { clickPage, countOf } from './a-dialogues.ts';
import { later, START, type HostilePage } from './page.ts';

const SHOWN = { outcomes: ['shown'], states: ['complete', 'partial', 'failed'] } as const;
/** Ended for navigating without end, before its capture, in it, or while it was looked at. */
const ENDED = {
  outcomes: ['shown', 'PAGE_FAILED', 'PAGE_CRASHED', 'PAGE_NEVER_LOADED'],
  states: ['partial', 'failed', 'none'],
} as const;
const BIG = 'style="position:fixed;inset:0;width:100vw;height:100vh;opacity:.2"';

/** Pages that open windows, and that go elsewhere by themselves. */
export const windowPages: readonly HostilePage[] = [
  {
    ...{ number: 12, group: 'B', ...SHOWN, fast: true, stayMs: 6_000 },
    title: 'opens 20 windows a second',
    rule: 'all denied, five addresses a second logged and the rest counted, however many there are',
    open: '/b/popup-storm',
    routes: {
      '/b/popup-storm': page(
        later(`let n = 0; setInterval(() => open('/b/popup?' + n++, '_blank'), 50)`, 100),
      ),
    },
    refused: ['pop-up'],
    onRecord(found) {
      const entries = found.events.filter(
        (event) => event.kind === 'page-refused' && event.what === 'pop-up',
      );
      expect(countOf(found, 'pop-up')).toBeGreaterThan(60);
      expect(entries.length).toBeLessThan(100);
      const named = entries.flatMap((entry) =>
        entry.kind === 'page-refused' && entry.address !== null ? [entry.address] : [],
      );
      expect(named.length).toBeGreaterThan(10);
      for (const address of named) expect(address).toContain('/b/popup?');
      expectNoPopups(found);
    },
  },
  {
    ...{ number: 13, group: 'B', ...SHOWN },
    title: 'sends a form to a new window',
    rule: 'denied, the address logged',
    open: '/b/blank-form',
    routes: {
      '/b/blank-form': page(
        `${START}<form target="_blank" action="/b/popup-form"></form><script>setInterval(() => document.forms[0].submit(), 100)</script>`,
      ),
    },
    refused: ['pop-up'],
    onRecord: expectNoPopups,
  },
  {
    ...{ number: 14, group: 'B', ...SHOWN },
    title: 'uses one named window again and again',
    rule: 'denied, the address logged',
    open: '/b/named-target',
    routes: {
      '/b/named-target': page(
        `${START}<a id="a" target="one" href="/b/popup-named">x</a><script>setInterval(() => { open('/b/popup-named', 'one'); a.click(); }, 100)</script>`,
      ),
    },
    refused: ['pop-up'],
    onRecord: expectNoPopups,
  },
  {
    ...{ number: 15, group: 'B', ...SHOWN },
    title: 'opens windows from a sandboxed frame',
    rule: 'denied, the address logged',
    open: '/b/sandboxed',
    routes: {
      '/b/sandboxed': page(
        `${START}<iframe sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" srcdoc="<script>setInterval(() => open('/b/popup-sandboxed'), 200)</script>"></iframe>`,
      ),
    },
    refused: ['pop-up'],
    onRecord: expectNoPopups,
  },
  {
    ...{ number: 16, group: 'B', ...SHOWN },
    title: 'lets a window it opened change its opener',
    rule: 'denied, the address logged',
    open: '/b/opener',
    routes: {
      '/b/opener': page(
        `${START}<a ${BIG} target="_blank" rel="opener" href="/b/popup-nab">x</a><script>setInterval(() => { const w = open('/b/popup-nab'); try { w.document.write('<script>opener.location = "/b/popup-nabbed"<' + '/script>') } catch {} }, 200)</script>`,
      ),
      '/b/popup-nab': page('<script>opener.location = "/b/popup-nabbed"</script>'),
    },
    act: clickPage,
    refused: ['pop-up'],
  },
  {
    ...{ number: 17, group: 'B', fast: true, outcomes: ['PAGE_FAILED'], states: ['none'] },
    title: 'redirects to itself for ever',
    rule: 'stops after 20, on record',
    open: '/b/redirects',
    routes: {
      '/b/redirects': (_request, response) => {
        response.writeHead(302, { location: '/b/redirects' }).end();
      },
    },
    onRecord({ events, log }) {
      const redirects = events.filter(({ kind }) => kind === 'visit-redirected');
      expect(redirects.length).toBeGreaterThanOrEqual(19);
      // Twenty-one requests a navigation; one that begins anew while it is being stopped may add to them.
      expect(log.filter(({ path }) => path === '/b/redirects').length).toBeLessThanOrEqual(42);
    },
  },
  {
    ...{ number: 18, group: 'B', ...ENDED, stayMs: 8_000 },
    title: 'refreshes itself for ever by its head',
    rule: 'stops at 20 in 10 s',
    open: '/b/refresh',
    routes: { '/b/refresh': page(`<meta http-equiv="refresh" content="0">${START}`) },
    onRecord: expectStopped,
  },
  {
    ...{ number: 19, group: 'B', ...ENDED, fast: true, stayMs: 8_000 },
    title: 'reloads itself for ever by a script',
    rule: 'stops at 20 in 10 s',
    open: '/b/reload',
    routes: {
      '/b/reload': page(`${START}<script>setTimeout(() => location.reload(), 50)</script>`),
    },
    onRecord: expectStopped,
  },
  {
    ...{ number: 20, group: 'B', ...ENDED, fast: true, stayMs: 1_500 },
    title: 'floods its history with states',
    rule: 'its process is ended; partial',
    open: '/b/push-state',
    routes: {
      '/b/push-state': page(
        later('setInterval(() => { for (;;) history.pushState(0, "", "#" + Math.random()); }, 0)'),
      ),
    },
  },
  {
    ...{ number: 21, group: 'B', ...ENDED, stayMs: 1_500 },
    title: 'floods its address with fragments',
    rule: 'its process is ended; partial',
    open: '/b/hash',
    routes: {
      '/b/hash': page(
        later(
          'let n = 0; setInterval(() => { for (let i = 0; i < 5000; i++) location.hash = ++n; }, 0)',
        ),
      ),
    },
  },
  {
    ...{ number: 22, group: 'B', ...SHOWN },
    title: 'keeps people from going back',
    rule: 'leaving works',
    open: '/b/back-trap',
    routes: {
      '/b/back-trap': page(
        `${START}<script>for (let i = 0; i < 5; i++) history.pushState(i, '', '#' + i); addEventListener('popstate', () => history.pushState(0, '', '#again' + Math.random()));</script>`,
      ),
    },
    async act(app) {
      await app.call('review.back', {});
      await new Promise((resolve) => setTimeout(resolve, 500));
    },
  },
  {
    ...{
      number: 23,
      variant: 'typed',
      group: 'B',
      fast: true,
      outcomes: ['ADDRESS_SCHEME'],
      states: ['none'],
    },
    title: 'is a javascript: address',
    rule: 'blocked',
    open: () => 'javascript:document.title=1',
  },
  {
    ...{ number: 23, variant: 'by a script', group: 'B', ...SHOWN },
    title: 'goes to a javascript: address',
    rule: 'no other document than its own site’s; the address stays',
    open: '/b/javascript',
    routes: {
      '/b/javascript': page(
        later(`location.href = 'javascript:"<title>Other</title><p>Not the site"'`),
      ),
    },
    seen({ site, visit }) {
      expect(visit.finalAddress).toBe(`${site.origin}/b/javascript`);
    },
  },
  {
    ...{ number: 24, variant: 'typed', group: 'B', outcomes: ['ADDRESS_SCHEME'], states: ['none'] },
    title: 'is a data: address',
    rule: 'blocked',
    open: () => 'data:text/html,<title>x</title>',
  },
  {
    ...{ number: 24, variant: 'by a script', group: 'B', ...SHOWN },
    title: 'goes to a data: address',
    rule: 'blocked',
    open: '/b/data',
    routes: { '/b/data': page(later(`location.href = 'data:text/html,<title>Other</title>'`)) },
    seen: expectStayed,
  },
  {
    ...{ number: 25, group: 'B' },
    ...{ outcomes: ['shown', 'loading'], states: ['complete', 'partial', 'none'] },
    title: 'goes to a blob: address',
    rule: 'blocked',
    open: '/b/blob',
    routes: {
      '/b/blob': page(
        later(
          `location.href = URL.createObjectURL(new Blob(['<title>Other</title><p>Not the site'], { type: 'text/html' }))`,
        ),
      ),
    },
    refused: ['scheme'],
    // The host refuses it once it is there, and undoes it; Electron asks before (decide-navigation.test.ts).
    async seen({ app, site }) {
      const own = new RegExp(`^(?:blob:)?${site.origin}/`, 'u');
      expect((await app.screen('review')).visits.at(-1)?.finalAddress).toMatch(own);
    },
  },
  {
    ...{ number: 26, group: 'B', ...SHOWN },
    title: 'writes a false address into an empty document',
    rule: 'our address field shows the committed address only',
    open: '/b/spoof',
    routes: {
      '/b/spoof': page(
        later(
          `const w = open('about:blank'); try { w.document.write('https://bank.example') } catch {} document.body.insertAdjacentHTML('afterbegin', '<input value="https://bank.example/" style="position:fixed;top:0;left:0;width:100%">'); try { history.pushState(0, '', 'https://bank.example/') } catch {}`,
        ),
      ),
    },
    async seen({ app, site }) {
      const { address } = await app.screen('review');
      expect(address).toBe(`${site.origin}/b/spoof`);
      expect(await app.driver.text()).toContain(`${site.origin}/b/spoof`);
      expect(await app.driver.text()).not.toContain('bank.example');
    },
  },
  {
    ...{ number: 27, group: 'B', ...SHOWN },
    title: 'is taken to another site by a frame of it',
    rule: 'the new document is a visit of its own',
    open: '/b/framed',
    routes: {
      '/b/framed': page(`${START}<iframe src="/b/buster"></iframe>`),
      '/b/buster': (_request, response, site) => {
        html(response, `<script>top.location = '${site.otherOrigin}/b/elsewhere'</script>`);
      },
      '/b/elsewhere': page(START),
    },
    stayMs: 2_000,
    seen({ site, visits }) {
      expect(visits.map(({ address }) => address)).toEqual([
        `${site.origin}/b/framed`,
        `${site.otherOrigin}/b/elsewhere`,
      ]);
    },
    onRecord({ record, site }) {
      expect(record?.page.address).toBe(`${site.otherOrigin}/b/elsewhere`);
    },
  },
];

/**
 * No document of a window ran a script. (On the host a refused window is there for a moment, and its first
 * request may leave; Electron makes none.)
 */
function expectNoPopups({ log }: { readonly log: readonly { readonly path: string }[] }): void {
  expect(log.filter(({ path }) => path.startsWith('/b/popup-nabbed'))).toEqual([]);
}

function expectStayed({
  site,
  visit,
  visits,
}: Parameters<NonNullable<HostilePage['seen']>>[0]): void {
  expect(visits).toHaveLength(1);
  expect(visit.finalAddress?.startsWith(`${site.origin}/b/`)).toBe(true);
}

/** A page that loads itself again and again is closed after 20 within 10 s, and loads no more after that. */
function expectStopped({ events, log }: Parameters<NonNullable<HostilePage['onRecord']>>[0]): void {
  const starts = events.filter(({ kind }) => kind === 'visit-started');
  expect(starts.length).toBeLessThanOrEqual(120);
  expect(log.length).toBeLessThanOrEqual(starts.length + 3);
}
