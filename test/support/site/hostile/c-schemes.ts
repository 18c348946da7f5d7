import { expect } from 'vitest';
import { page } from '#scripts/demo-site/server.ts';
import { HOSTILE_CANARY, START, type HostilePage } from './page.ts';

/** A scheme that no page may lead to. */
interface Scheme {
  readonly number: number;
  readonly title: string;
  readonly addresses: readonly string[];
  /** Chromium keeps a page from leading there, before anybody hears of it. */
  readonly engineBlocks?: true;
  readonly fast?: true;
}

const SCHEMES: readonly Scheme[] = [
  {
    number: 28,
    title: 'file:',
    addresses: ['file:///etc/hostname'],
    engineBlocks: true,
    fast: true,
  },
  {
    number: 29,
    title: 'file: of another computer',
    addresses: ['file://fileserver.example/share/x.png'],
    engineBlocks: true,
  },
  { number: 30, title: 'chrome:', addresses: ['chrome://gpu'], engineBlocks: true, fast: true },
  {
    number: 31,
    title: 'chrome: that ends or hangs the process',
    addresses: ['chrome://crash', 'chrome://kill', 'chrome://hang'],
    engineBlocks: true,
  },
  {
    number: 32,
    title: 'devtools:',
    addresses: ['devtools://devtools/bundled/inspector.html'],
    engineBlocks: true,
  },
  {
    number: 33,
    title: 'view-source:',
    addresses: ['view-source:http://127.0.0.1/'],
    engineBlocks: true,
  },
  {
    number: 34,
    title: 'other programs',
    addresses: [
      ...['mailto:nobody@example.invalid', 'tel:0', 'ms-settings:', 'zoommtg://zoom.example/join'],
      'search-ms:query=x',
    ],
    fast: true,
  },
  { number: 35, title: 'the app’s own scheme', addresses: ['app://countersign/index.html'] },
  { number: 36, title: 'ftp:', addresses: ['ftp://127.0.0.1/'] },
  {
    number: 37,
    title: 'an extension',
    addresses: ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/x.html'],
  },
];

/** Pages that lead out of the web. */
export const schemePages: readonly HostilePage[] = SCHEMES.flatMap((scheme) => [
  typedPage(scheme),
  linkPage(scheme),
  ...(scheme.number === 28 || scheme.number === 29 ? [redirectPage(scheme)] : []),
]);

function typedPage({ number, title, addresses }: Scheme): HostilePage {
  return {
    ...{ number, variant: 'typed', group: 'C', outcomes: ['ADDRESS_SCHEME'], states: ['none'] },
    title: `is an address of ${title}`,
    rule: 'blocked before anything is requested, logged',
    open: () => addresses[0] ?? '',
    onRecord({ events, log }) {
      expect(log).toEqual([]);
      expect(events).toContainEqual(
        expect.objectContaining({ kind: 'visit-refused', code: 'ADDRESS_SCHEME' }),
      );
    },
  };
}

function linkPage({ number, title, addresses, engineBlocks, fast }: Scheme): HostilePage {
  const open = `/c/links-${number}`;
  const frames = addresses.map((address) => `<iframe src="${address}"></iframe>`);
  return {
    ...{ number, variant: 'linked', group: 'C', open, ...(fast ? { fast } : {}) },
    // On the host a way that is refused before the page has loaded may end its loading as well.
    ...{ outcomes: ['shown', 'PAGE_NEVER_LOADED'], states: ['complete', 'partial'], stayMs: 1_500 },
    title: `leads to ${title} by links, frames, scripts and windows`,
    rule:
      engineBlocks === true
        ? 'blocked before anything is requested, by the engine itself; the page stays'
        : 'blocked before anything is requested, logged, no handler of the operating system',
    routes: {
      [open]: page(
        `${START}${addresses.map((address, i) => `<a id="l${i}" href="${address}">x</a>`).join('')}${frames.join('')}<script>
const all = ${JSON.stringify(addresses)};
let n = 0;
setInterval(() => { const i = n++ % all.length; document.getElementById('l' + i).click(); try { location.href = all[i]; } catch {} open(all[i]); }, 200);
</script>`,
      ),
    },
    // What the engine ends in the page's own process is told to nobody outside it.
    refused: engineBlocks === true ? [] : ['scheme'],
    seen({ site, visit, visits, log }) {
      expect(visit.finalAddress).toBe(`${site.origin}${open}`);
      expect(visits).toHaveLength(1);
      expect(log.map(({ path }) => path).filter((path) => path !== '/favicon.ico')).toEqual([open]);
    },
    onRecord({ events, text }) {
      // An error in the page's place would have its address, and none of its text.
      expect(text).toContain(HOSTILE_CANARY);
      if (engineBlocks === true) return;
      const tried = events.flatMap((event) =>
        event.kind === 'page-refused' ? [`${event.what} ${event.address ?? ''}`] : [],
      );
      for (const address of addresses) expect(tried.join('\n')).toContain(address.split(':')[0]);
    },
  };
}

function redirectPage({ number, title, addresses }: Scheme): HostilePage {
  const open = `/c/redirect-${number}`;
  return {
    ...{ number, variant: 'redirected', group: 'C', open, states: ['none'] },
    outcomes: ['PAGE_FAILED', 'ADDRESS_SCHEME', 'PAGE_UNREACHABLE'],
    title: `redirects to ${title}`,
    rule: 'blocked before anything is requested, logged',
    routes: {
      [open]: (_request, response) => {
        response.writeHead(302, { location: addresses[0] ?? '' }).end();
      },
    },
  };
}
