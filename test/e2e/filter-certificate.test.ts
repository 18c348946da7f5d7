import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { page, startSite, type Site } from '#scripts/demo-site/server.ts';
import { RunningApp, STEP_MS } from '#test/support/e2e.ts';
import { TEMPLATE_MS, templates, type Templates } from '#test/support/e2e-template.ts';
import { accepted } from '#test/support/site/hostile/d-tls.ts';

const TEST_MS = 240_000;
/** So many that the page is not nearly blank. */
const WORDS = 'Enough to read, said by nobody who exists. '.repeat(40);
let made: Templates;
let site: Site | null = null;
let app: RunningApp | null = null;

beforeAll(async () => {
  made = await templates();
}, TEMPLATE_MS);
afterEach(async () => {
  await app?.remove();
  await site?.close();
});

describe('a certificate of something on the way', () => {
  it(
    'is said when a page is captured that came with a root of this computer',
    async () => {
      // The browser is told to trust it, as a computer is told to trust a school's filter.
      const { certificate, flag } = await accepted();
      site = await startSite(
        { '/': page(`<!doctype html><title>Words</title><h1>Words</h1><p>${WORDS}</p>`) },
        { tls: certificate },
      );
      app = await RunningApp.start(made.exhibit, { browserFlags: [flag] });
      await app.toReview();
      expect(await app.visit(`${site.origin}/`)).toMatchObject({ outcome: 'shown', status: 200 });
      await app.concern();
      await app.agree('capture');
      const { check } = await app.hands.until(
        'the capture',
        ({ screen }) => screen.kind === 'review' && screen.check !== null && screen,
        STEP_MS,
      );
      // A fact of the network is said, not asked about: the page itself is all there.
      expect(check).toMatchObject({ state: 'complete', doubts: [] });
      const said = check?.facts.find(({ name }) => name === 'Certificate')?.value;
      expect(said).toMatch(
        /^Not the site’s own: issued by CN=Countersign test .+, which only this computer trusts\./u,
      );
      expect(said).toContain('The site’s own chain was not seen.');
    },
    TEST_MS,
  );
});
