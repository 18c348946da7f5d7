import { expect } from 'vitest';
import { bytes, html, page } from '#scripts/demo-site/server.ts';
import { LAZY_PICTURES, layoutRoutes } from '../layout.ts';
import { START, type HostilePage } from './page.ts';

const SHOWN = { outcomes: ['shown'], states: ['complete', 'partial'] } as const;
const FILLER =
  '<p>Another line about the pond, so that the page has something below the view.</p>'.repeat(60);

/** Pages whose size or layout other tools lose parts of; those of a given height (65 to 70) are the ruler's. */
export const layoutPages: readonly HostilePage[] = [
  {
    ...{ number: 71, group: 'E', ...SHOWN },
    title: 'grows without end when scrolled',
    rule: 'a stated cap',
    open: '/feed',
    routes: layoutRoutes,
    doubts: ['CAP_REACHED'],
    onRecord({ record }) {
      expect(record?.picture?.scroll.capReached).not.toBeNull();
    },
  },
  {
    ...{ number: 72, group: 'E', ...SHOWN, pictures: true },
    title: `has ${LAZY_PICTURES} lazy pictures`,
    rule: 'all of them',
    open: '/lazy',
    routes: layoutRoutes,
    onRecord({ record }) {
      const pictures = record?.network.exchanges.filter(
        ({ kind, state, hops }) =>
          kind === 'Image' &&
          state === 'finished' &&
          (hops[0]?.address ?? '').includes('/picture/'),
      );
      expect(pictures).toHaveLength(LAZY_PICTURES);
      expect(record?.doubts.map(({ code }) => code)).not.toContain('PICTURES_MISSING');
    },
  },
  {
    ...{ number: 73, group: 'E', ...SHOWN, fast: true },
    title: 'has parts that stick and are fixed',
    rule: 'not repeated in every tile; a note says where they appear',
    open: '/sticky',
    routes: layoutRoutes,
    onRecord({ record }) {
      expect(record?.picture?.notes.join(' ')).toMatch(/fixed to the view appear once/u);
      expect(record?.picture?.notes.join(' ')).toMatch(/stick while one scrolls/u);
    },
  },
  {
    ...{ number: 74, group: 'E', ...SHOWN },
    title: 'fills the view with its first part, whatever its height',
    rule: 'the page is as tall as a person saw it',
    open: '/e/hero',
    routes: {
      '/e/hero': page(`${START}<div style="height:100vh;background:#cde">Hero</div>${FILLER}`),
    },
    onRecord({ record }) {
      const { picture } = record ?? {};
      expect(picture?.heightCss).toBeLessThan((picture?.viewport.heightCss ?? 0) + 4_000);
    },
  },
  {
    ...{ number: 75, group: 'E', ...SHOWN },
    title: 'holds only the rows in view of a list of 2,000',
    rule: 'rows that were never made are in no part of the record',
    open: '/e/virtual',
    routes: {
      '/e/virtual':
        page(`${START}<div id="list" style="position:relative;height:60000px"></div><script>
const draw = () => { const from = Math.floor(scrollY / 30); list.innerHTML = Array.from({ length: 40 }, (_, i) => '<div style="position:absolute;top:' + (from + i) * 30 + 'px">Row ' + (from + i) + '</div>').join(''); };
addEventListener('scroll', draw); draw();
</script>`),
    },
    // Its text changes as one scrolls: that is what tells the readers.
    doubts: ['CHANGED'],
  },
  {
    ...{ number: 76, group: 'E', ...SHOWN, fast: true },
    title: 'scrolls inside itself',
    rule: 'each part is pictured whole, or said',
    open: '/inner',
    routes: layoutRoutes,
    onRecord({ record }) {
      const parts = record?.picture?.inner ?? [];
      expect(parts.length).toBeGreaterThan(0);
      const said = record?.doubts.some(({ code }) => code === 'INNER_SCROLL') ?? false;
      expect(said || parts.every(({ state }) => state === 'whole')).toBe(true);
    },
  },
  {
    ...{ number: 77, group: 'E', ...SHOWN, fast: true, pictures: true },
    title: 'has a frame of another site',
    rule: 'its text and its requests are recorded; as text first it is said that it isn’t shown',
    open: '/e/frame',
    routes: {
      '/e/frame': (_request, response, site) => {
        html(
          response,
          `${START}<iframe src="${site.otherOrigin}/e/framed" width="600" height="200"></iframe>`,
        );
      },
      '/e/framed': page('<!doctype html><p>Words in a frame of another site</p>'),
    },
    stayMs: 1_500,
    onRecord({ record, text }) {
      expect(text).toContain('Words in a frame of another site');
      const addresses = record?.network.exchanges.map(({ hops }) => hops[0]?.address ?? '') ?? [];
      expect(addresses.some((address) => address.endsWith('/e/framed'))).toBe(true);
    },
  },
  {
    ...{ number: 78, group: 'E', ...SHOWN, fast: true },
    title: 'has text in closed shadow trees',
    rule: 'in the text',
    open: '/shadow',
    routes: layoutRoutes,
    onRecord({ text }) {
      expect(text).toContain('text-in-open-shadow');
      expect(text).toContain('text-in-closed-shadow');
      expect(text).not.toContain('hidden-by-display');
    },
  },
  {
    ...{ number: 79, group: 'E', ...SHOWN },
    title: 'is styled by sheets that a script made',
    rule: 'pictured as styled',
    open: '/e/adopted',
    routes: {
      '/e/adopted': page(
        `${START}<div id="box">Styled by a script</div><script>const s = new CSSStyleSheet(); s.replaceSync('#box { height: 700px; background: rgb(10, 200, 30) } p { display: none }'); document.adoptedStyleSheets = [s];</script>`,
      ),
    },
    onRecord({ text, record }) {
      expect(text).toContain('Styled by a script');
      expect(text).not.toContain('Another paragraph');
      expect(record?.picture?.tiles.length).toBeGreaterThan(0);
    },
  },
  {
    ...{ number: 80, group: 'E', ...SHOWN, pictures: true },
    title: 'draws on a canvas',
    rule: 'in the picture; its text is in no text',
    open: '/e/canvas',
    routes: {
      '/e/canvas': page(
        `${START}<canvas id="c" width="600" height="300"></canvas><script>const p = c.getContext('2d'); p.fillStyle = 'rgb(10, 20, 200)'; p.fillRect(0, 0, 600, 300); p.fillStyle = '#fff'; p.font = '40px sans-serif'; p.fillText('Only drawn', 20, 80);</script>`,
      ),
    },
    onRecord({ text }) {
      expect(text).not.toContain('Only drawn');
    },
  },
  {
    ...{ number: 81, group: 'E', ...SHOWN, pictures: true },
    title: 'draws with WebGL without end',
    rule: 'captured as it stood, or said to change',
    open: '/e/webgl',
    routes: {
      '/e/webgl': page(
        `${START}<canvas id="c" width="600" height="300"></canvas><script>const g = c.getContext('webgl') ?? c.getContext('experimental-webgl'); let n = 0; const draw = () => { g?.clearColor((n++ % 100) / 100, 0.5, 0.2, 1); g?.clear(16384); requestAnimationFrame(draw); }; draw();</script>`,
      ),
    },
  },
  {
    ...{ number: 82, group: 'E', ...SHOWN, pictures: true },
    title: 'plays video and asks for protected media',
    rule: 'nothing plays by itself, no key system is given',
    open: '/e/video',
    routes: {
      '/e/video': page(
        `${START}<video id="v" autoplay controls src="/e/film.mp4"></video><audio autoplay src="/e/sound.mp3"></audio><pre id="out"></pre><script>v.play().then(() => { out.textContent += 'PLAYS' }, () => { out.textContent += 'does not play ' }); navigator.requestMediaKeySystemAccess?.('com.widevine.alpha', [{ initDataTypes: ['cenc'], videoCapabilities: [{ contentType: 'video/mp4;codecs="avc1.42E01E"' }] }]).then(() => { out.textContent += 'GIVEN' }, () => { out.textContent += 'no keys' });</script>`,
      ),
      '/e/film.mp4': bytes('video/mp4', 'no film'),
      '/e/sound.mp3': bytes('audio/mpeg', 'no sound'),
    },
    stayMs: 1_500,
    onRecord({ text }) {
      expect(text).toContain('does not play');
      expect(text).not.toMatch(/PLAYS|GIVEN/u);
    },
  },
  {
    ...{ number: 83, group: 'E', stayMs: 3_000 },
    ...{ outcomes: ['shown', 'PAGE_CRASHED'], states: ['complete', 'partial', 'failed'] },
    title: 'has 300,000 nodes',
    rule: 'within the memory of a page, or ended; what is missing is stated',
    open: '/e/nodes',
    routes: {
      '/e/nodes': page(
        `${START}<div id="box"></div><script>box.innerHTML = '<i>x</i>'.repeat(300000);</script>`,
      ),
    },
  },
  {
    ...{ number: 84, group: 'E' },
    ...{ outcomes: ['shown', 'PAGE_NEVER_LOADED', 'PAGE_CRASHED'] },
    states: ['complete', 'partial', 'failed'],
    title: 'is nested 100,000 deep',
    rule: 'within the memory of a page, or ended; what is missing is stated',
    open: '/e/deep',
    routes: { '/e/deep': page(`${START}${'<div>'.repeat(100_000)}deep`) },
  },
  {
    ...{ number: 85, group: 'E', ...SHOWN, fast: true },
    title: 'shows another page to whoever changes its size',
    rule: 'the plain view comes first; the difference is flagged',
    open: '/e/cloak',
    routes: {
      '/e/cloak': page(
        `${START}<h2 id="h">What a person sees</h2>${FILLER}<script>addEventListener('resize', () => { h.textContent = 'What a capture sees'; document.body.style.background = '#000'; })</script>`,
      ),
    },
    doubts: ['CHANGED'],
    onRecord({ record }) {
      expect(record?.objects.map(({ role }) => role)).toContain('viewport');
    },
  },
];
