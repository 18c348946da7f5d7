import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from '#scripts/demo-site/server.ts';
import { channels, type Channel } from '#src/contract/channels.ts';
import { RunningApp } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { entriesOf, installationEntries, withVault } from '#test/support/e2e-vault.ts';
import { layoutRoutes } from '#test/support/site/layout.ts';

const slow = process.env['SLOW'] === '1';
const TEST_MS = 240_000;
const CHANNELS = Object.keys(channels) as Channel[];

/** Expressions in the screens' page: what a script that took them over might send. */
const JUNK: readonly string[] = [
  ...['undefined', 'null', 'true', '0', '-1', 'NaN', 'Infinity', '1e308', '""', '"x"', '[]'],
  ...['[[]]', '[{}]', '1n', 'new Date(0)', 'new Date(NaN)', 'new Map([[1, 2]])', 'new Set([1])'],
  ...['new Uint8Array(8)', 'new ArrayBuffer(8)', 'new Error("x")', 'new Float64Array(3)'],
  '"\\ud800"',
  '"\\u0000\\u202e"',
  'Array(50)',
  '(() => { let deep = {}; for (let i = 0; i < 500; i++) deep = { deep }; return deep; })()',
  '(() => { let deep = []; for (let i = 0; i < 500; i++) deep = [deep]; return deep; })()',
  '(() => { const round = {}; round.round = round; return round; })()',
  'JSON.parse(\'{"__proto__": {"polluted": true}}\')',
  '({ constructor: { prototype: { polluted: true } }, toString: 1, valueOf: null })',
  '({ investigationId: "../../etc/passwd", credentials: [{}, {}] })',
  '({ half: "third", passphrase: "x", sittingCode: "0000", personId: "x" })',
  '({ half: ["first"], personId: { $ne: null }, passphrase: { length: 1e9 }, sittingCode: 1234 })',
  '({ to: "__proto__" })',
  '({ address: ["http://127.0.0.1/"] })',
  '({ x: -1, y: NaN, width: 1e99, height: "1" })',
  '({ captureId: "a".repeat(27), answers: { length: 1 } })',
  '({ what: "capture\\u0000" })',
  '({ key: "F13" })',
  '({ personIds: Array(1e4).fill("a") })',
  '({ words: Array(26).fill("") })',
  '({ rows: [] })',
  '({ investigationId: 5, extra: 1 })',
];

/** Megabytes of it: to some channels only, for the time it takes. */
const MUCH: readonly string[] = ['"x".repeat(1 << 20)', 'Array(1e5).fill(0)'];

/** What no sandboxed page of another origin may hold. */
const NOTHING_OF_OURS = `({
  api: typeof window.api, require: typeof require, process: typeof process, module: typeof module,
  electron: typeof electron, ipcRenderer: typeof ipcRenderer, send: typeof __hostSend,
  names: Object.getOwnPropertyNames(window).filter((name) => /countersign|electron|ipc|preload|host[-_A-Z]|bridge/u.test(name)),
})`;
const NOTHING = {
  ...{ api: 'undefined', require: 'undefined', process: 'undefined', module: 'undefined' },
  ...{ electron: 'undefined', ipcRenderer: 'undefined', send: 'undefined', names: [] },
};

let made: Templates;
let site: Site;
let app: RunningApp;

beforeAll(async () => {
  made = await templates();
  site = await startSite(layoutRoutes);
  app = await RunningApp.start(made.exhibit);
}, TEMPLATE_MS);
afterAll(async () => {
  await app.remove();
  await site.close();
});

interface Answer {
  readonly channel: string;
  readonly junk: string;
  /** What the call gave; `rejected` where the page itself couldn't send it. */
  readonly answer:
    { readonly ok?: boolean; readonly error?: { readonly code: string } } | 'rejected';
}

/** Call channels with junk from the screens' own page, all at once. */
async function callWith(pairs: readonly (readonly [string, string])[]): Promise<readonly Answer[]> {
  const list = pairs.map(([channel, junk]) => `[${JSON.stringify(channel)}, () => ${junk}]`);
  const answers = await app.driver
    .evaluate(`Promise.all([${list.join(',')}].map(async ([channel, make]) => {
    try { return { channel, answer: await window.api.call(channel, make()) }; } catch { return { channel, answer: 'rejected' }; }
  }))`);
  return (answers as Answer[]).map((one, index) => ({
    ...one,
    junk: pairs[index]?.[1].slice(0, 80) ?? '',
  }));
}

/** Every answer is a coded refusal of the arguments; a value that can't cross is stopped on the page's side. */
function expectRefused(answers: readonly Answer[]): void {
  for (const { channel, junk, answer } of answers) {
    if (answer === 'rejected') continue;
    expect(answer, `${channel} with ${junk}`).toMatchObject({ ok: false });
    expect(['IPC_ARGUMENTS_INVALID', 'IPC_CHANNEL_UNKNOWN'], channel).toContain(answer.error?.code);
  }
}

/** Junk that a channel would take is no junk. */
function isTaken(channel: Channel, value: unknown): boolean {
  return channels[channel].input.safeParse(value).success;
}

async function expectAlive(kind: 'sign-in' | 'review'): Promise<void> {
  const view = await app.hands.view();
  expect(view.screen.kind).toBe(kind);
  expect(view.stopped).toBe(false);
  expect(await app.driver.evaluate('({}).polluted === undefined')).toBe(true);
}

/** The fixed corpus on every channel, and what fast-check makes up. */
async function throwEverything(): Promise<number> {
  let refused = 0;
  for (const [index, channel] of CHANNELS.entries()) {
    const sent = [...JUNK, ...(slow || index % 12 === 0 ? MUCH : [])].filter(
      (junk) => !isTaken(channel, runInThisContext(`(${junk})`)),
    );
    const answers = await callWith(sent.map((junk) => [channel, junk] as const));
    expectRefused(answers);
    refused += answers.filter(({ answer }) => answer !== 'rejected').length;
  }
  const values = fc.sample(fc.jsonValue({ maxDepth: 4 }), { numRuns: slow ? 100 : 10, seed: 3 });
  const objects = fc.sample(
    fc.dictionary(
      fc.constantFrom(...['half', 'personId', 'passphrase', 'investigationId', 'address', 'to']),
      fc.jsonValue({ maxDepth: 3 }),
    ),
    { numRuns: slow ? 100 : 10, seed: 4 },
  );
  for (const channel of CHANNELS) {
    const junk = [...values, ...objects].filter((value) => !isTaken(channel, value));
    expectRefused(
      await callWith(junk.map((value) => [channel, `(${JSON.stringify(value)})`] as const)),
    );
  }
  return refused;
}

describe('a screen that somebody took over', () => {
  it(
    'is refused on every channel while nobody is signed in, which is on record, and the app goes on',
    async () => {
      await app.hands.on('sign-in');
      expect(await throwEverything()).toBeGreaterThan(CHANNELS.length * 25);
      for (const channel of [
        'nope',
        '__proto__',
        'constructor',
        'toString',
        '',
        'view.pushed',
        '../app.view',
      ]) {
        const [answer] = await callWith([[channel, '({})']]);
        if (answer?.answer !== 'rejected') expect(answer?.answer).toMatchObject({ ok: false });
      }
      await expectAlive('sign-in');
    },
    TEST_MS,
  );

  it(
    'is refused while both are signed in and a page is open, and the review goes on',
    async () => {
      await app.toReview();
      await app.visit(`${site.origin}/plain`);
      await throwEverything();
      await expectAlive('review');
      // Real work goes on as if nothing had been.
      expect(await app.visit(`${site.origin}/shadow`)).toMatchObject({
        outcome: 'shown',
        status: 200,
      });
      await app.concern();
    },
    TEST_MS,
  );

  it(
    'has one function in each direction and plain data, and its frames have none',
    async () => {
      expect(await app.driver.evaluate('Object.keys(window.api).sort()')).toEqual([
        'call',
        'onView',
      ]);
      const ours = ['api', 'require', 'process', 'module', 'electron', 'ipcRenderer', '__hostSend'];
      const asked = `((frame) => { document.body.append(frame); const inside = frame.contentWindow; const found = ${JSON.stringify(ours)}.filter((name) => name in inside); frame.remove(); return found; })(document.createElement('iframe'))`;
      expect(await app.driver.evaluate(asked)).toEqual([]);
      // No page can be put into the screens either, nor a script into a frame of theirs.
      const written = `((frame) => { document.body.append(frame); try { frame.contentDocument.write('<script>parent.got = 1</script>'); } catch (error) { return error.name; } finally { frame.remove(); } return typeof window.got; })(document.createElement('iframe'))`;
      expect(['TypeError', 'undefined']).toContain(await app.driver.evaluate(written));
      const other = `((frame) => { frame.src = ${JSON.stringify(`${site.origin}/plain`)}; document.body.append(frame); return new Promise((resolve) => setTimeout(() => { const n = frame.contentWindow.length; frame.remove(); resolve(n); }, 1000)); })(document.createElement('iframe'))`;
      site.clearLog();
      await app.driver.evaluate(other);
      expect(site.log).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'finds nothing of ours in the page under review and its frames',
    async () => {
      expect(await app.driver.evaluateReview(NOTHING_OF_OURS)).toEqual(NOTHING);
      const inFrame = `((frame) => { document.body.append(frame); const found = frame.contentWindow.eval(${JSON.stringify(NOTHING_OF_OURS)}); frame.remove(); return found; })(document.createElement('iframe'))`;
      expect(await app.driver.evaluateReview(inFrame)).toEqual(NOTHING);
      const reach = `fetch('app://countersign/index.html').then(() => 'reached', () => 'refused')`;
      expect(await app.driver.evaluateReview(reach)).toBe('refused');
      expect(await app.driver.evaluateReview('String(window.opener)')).toBe('null');
    },
    TEST_MS,
  );

  it(
    'has left its refusals in both ledgers, counted',
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await app.do('sitting.pause', { reason: 'pause' });
      await app.kill();
      await withVault(app.home, async (opened) => {
        const inInstallation = (await installationEntries(opened)).filter(
          ({ kind }) => kind === 'call-refused',
        );
        expect(inInstallation.length).toBeGreaterThan(0);
        const counts = inInstallation.map(({ payload }) => (payload as { count: number }).count);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(CHANNELS.length * 25);
        const id = made.exhibit.investigationId ?? '';
        const inInvestigation = (await entriesOf(opened, id)).filter(
          ({ kind }) => kind === 'call-refused',
        );
        expect(inInvestigation.length).toBeGreaterThan(0);
        // One entry of a kind a second at most: thousands of calls don't flood the ledger.
        expect(inInstallation.length + inInvestigation.length).toBeLessThan(400);
      });
    },
    TEST_MS,
  );
});
