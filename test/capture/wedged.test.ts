import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html, startSite, type Site } from '#scripts/demo-site/server.ts';
import {
  PICTURE_AND_FACTS,
  STEP_NAMES,
  withArchive,
  withOverlaysHidden,
  type CapturePlan,
} from '#src/capture/plan.ts';
import { encodeCaptureRecord } from '#src/capture/record-codec.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { capturePage } from '#test/support/captured.ts';
import { memorySink } from '#test/support/memory-sink.ts';
import { startRawBrowser, type RawBrowser } from '#test/support/raw-devtools.ts';
import { hostileNetworkRoutes } from '#test/support/site/hostile-network.ts';
import { hostileProcessRoutes } from '#test/support/site/hostile-process.ts';
import { hostileWindowRoutes } from '#test/support/site/hostile-windows.ts';
import { innerRoutes } from '#test/support/site/inner.ts';
import { layoutRoutes } from '#test/support/site/layout.ts';

const SLOW = process.env['SLOW'] === '1';

const CONSENT = {
  agreementId: 'a'.repeat(26),
  attestedBy: ['b'.repeat(26), 'c'.repeat(26)],
} as const;

// The same ladder with shorter rungs.
const QUICK: CapturePlan = {
  ...PICTURE_AND_FACTS,
  wholeMs: 25_000,
  caps: { ...PICTURE_AND_FACTS.caps, screens: 10, scrollMs: 5_000 },
  steps: PICTURE_AND_FACTS.steps.map((step) => ({ ...step, callMs: 1_500 })),
};

let browser: RawBrowser;
let site: Site;

beforeAll(async () => {
  browser = await startRawBrowser();
  site = await startSite({
    ...hostileProcessRoutes,
    ...hostileWindowRoutes,
    ...hostileNetworkRoutes,
    ...layoutRoutes,
    ...innerRoutes,
    '/frame-elsewhere': (_request, response, { otherOrigin }) => {
      html(
        response,
        `<!doctype html><h1>Round the pond</h1><iframe src="${otherOrigin}/plain"></iframe>`,
      );
    },
  });
});

afterAll(async () => {
  await browser.quit();
  await site.close();
});

async function expectNextWorks(): Promise<void> {
  const next = await capturePage(browser, `${site.origin}/plain`);
  expect(next.outcome.doubts).toEqual([]);
  expect(next.outcome.state).toBe('complete');
}

describe('runCapture on a page that wedges', () => {
  const pages = SLOW
    ? [
        'endless-loop',
        'frame-blocks',
        'push-state-flood',
        'hash-flood',
        'alert-loop',
        'many-nodes',
        'console-flood',
        'message-flood',
        'worker-spin',
        'reload-loop',
        'deep-nesting',
        'gzip-bomb',
      ]
    : ['endless-loop', 'push-state-flood', 'alert-loop'];
  it.each(pages)(
    'ends in its deadline on %s, never complete where a step is missing, and the next capture works',
    { timeout: 90_000 },
    async (name) => {
      const captured = await capturePage(browser, `${site.origin}/hostile/${name}`, {
        plan: QUICK,
        loadMs: 5_000,
        lookMs: 900,
      });
      expect(captured.tookMs).toBeLessThan(QUICK.wholeMs + 10_000);
      const { record } = captured.outcome;
      expect(['partial', 'failed', 'complete']).toContain(record.state);
      if (record.steps.some((step) => step.required && step.state !== 'done')) {
        expect(record.state).not.toBe('complete');
        expect(record.missing.length).toBeGreaterThan(0);
      }
      encodeCaptureRecord(record);
      await expectNextWorks();
    },
  );

  it('says that the process of a frame of another site had ended, and keeps the rest', async () => {
    const captured = await capturePage(browser, `${site.origin}/frame-elsewhere`, {
      async opened(page, network) {
        const frame = network.children.find(({ kind }) => kind === 'iframe');
        expect(frame).toBeDefined();
        page.devtools
          .send('Page.crash', {}, { sessionId: frame?.sessionId ?? '', deadlineMs: 2_000 })
          .catch(() => undefined);
        await expect.poll(() => frame?.crashed, { timeout: 5_000 }).toBe(true);
      },
    });
    const { record, doubts } = captured.outcome;
    expect(captured.tookMs).toBeLessThan(10_000);
    expect(record.state).toBe('partial');
    expect(record.missing.map(({ code }) => code)).toContain('FRAME_TEXT');
    expect(doubts).toContainEqual(
      expect.objectContaining({
        code: 'PART_MISSING',
        fact: 'Frames whose process had ended: 1.',
      }),
    );
    expect(record.objects.some(({ role }) => role === 'tile')).toBe(true);
    await expectNextWorks();
  });

  it('gets a page back that loops, and says that its script was ended', async () => {
    const captured = await capturePage(browser, `${site.origin}/hostile/endless-loop`, {
      plan: QUICK,
      lookMs: 900,
    });
    const first = captured.outcome.record.steps.find(
      (step) => step.state === 'done' && step.reason !== null,
    );
    expect(first?.reason).toContain('running script was ended');
    expect(captured.outcome.record.objects.some((object) => object.role === 'tile')).toBe(true);
  });

  it.each(['scroll-through', 'tiles', 'text'] as const)(
    'keeps what it had when the page’s process goes during %s',
    async (step) => {
      let crash: (() => void) | undefined;
      const captured = await capturePage(browser, `${site.origin}/plain`, {
        opened: (page) => {
          crash = () => {
            page.devtools.crash();
          };
        },
        onProgress: (progress) => {
          if (progress.step === step) crash?.();
        },
      });
      expect(captured.outcome.state).toBe('partial');
      expect(captured.outcome.record.objects.some((object) => object.role === 'viewport')).toBe(
        true,
      );
      expect(
        captured.outcome.record.steps.some((one) => one.reason === 'the page’s process has gone'),
      ).toBe(true);
    },
  );

  const stalls = SLOW ? STEP_NAMES : (['viewport-shot', 'tiles', 'text'] as const);
  it.each(stalls)(
    'never says complete when nothing is answered any more during %s',
    { timeout: 90_000 },
    async (name) => {
      let step = '';
      let asked = 0;
      const page = name === 'without-overlays' ? '/overlay/modal' : '/plain';
      const plan = withArchive(withOverlaysHidden(QUICK));
      const captured = await capturePage(browser, `${site.origin}${page}`, {
        plan,
        context: { archive: CONSENT },
        onProgress: (progress) => {
          ({ step } = progress);
        },
        through: (devtools) => ({
          onEvent: (listener) => devtools.onEvent(listener),
          crash: () => {
            devtools.crash();
          },
          async send(method, params, options) {
            if (step !== name) return await devtools.send(method, params, options);
            asked += 1;
            await new Promise((resolve) => setTimeout(resolve, options?.deadlineMs ?? 1_000));
            throw new EvidenceError('CAPTURE_STEP_TIMEOUT', 'an answer expected, got none in time');
          },
        }),
      });
      const { record } = captured.outcome;
      expect(captured.tookMs).toBeLessThan(plan.wholeMs + 10_000);
      encodeCaptureRecord(record);
      const stalled = record.steps.find((one) => one.name === name);
      if (asked === 0) {
        // It asks the browser for nothing, so there is nothing to wait for.
        expect(stalled?.state).toBe('done');
        return;
      }
      expect(record.state).not.toBe('complete');
      expect(record.missing).toContainEqual(expect.objectContaining({ step: name }));
      if (stalled?.required === true && stalled.state !== 'done')
        expect(captured.outcome.doubts.map(({ code }) => code)).toContain('STEP_MISSING');
    },
  );

  it.runIf(SLOW)(
    'leaves time for the text and the facts where the picture takes all there is',
    async () => {
      const whole = { ...QUICK, wholeMs: 24_000, caps: { ...QUICK.caps, scrollMs: 500 } };
      const sink = memorySink();
      const put = sink.put.bind(sink);
      const captured = await capturePage(browser, `${site.origin}/very-wide`, {
        plan: whole,
        sink: {
          ...sink,
          async put(name, mediaType, bytes) {
            if (name.startsWith('tile-'))
              await new Promise((resolve) => setTimeout(resolve, 1_800));
            return await put(name, mediaType, bytes);
          },
        },
      });
      const states = new Map(captured.outcome.record.steps.map((step) => [step.name, step]));
      expect(states.get('tiles')).toMatchObject({
        state: 'timed-out',
        reason: 'the time of the step is used up',
      });
      expect(states.get('text')?.state).toBe('done');
      expect(captured.outcome.state).toBe('partial');
      expect(captured.outcome.missing.join(' ')).toMatch(
        /Parts of the picture are missing. \d+ of 13/u,
      );
    },
  );

  it('is failed when no picture could be taken at all', async () => {
    const captured = await capturePage(browser, `${site.origin}/plain`, {
      plan: QUICK,
      opened: async (page) => {
        page.devtools.crash();
        await new Promise((resolve) => setTimeout(resolve, 300));
      },
    });
    expect(captured.outcome.state).toBe('failed');
    expect(captured.sink.objects.size).toBe(0);
  });
});

describe('runCapture when it is stopped', () => {
  it.each(STEP_NAMES)('puts nothing after a stop in %s and says stopped', async (name) => {
    const stop = new AbortController();
    let puts = 0;
    const sink = memorySink(() => {
      if (stop.signal.aborted) puts += 1;
    });
    const captured = await capturePage(browser, `${site.origin}/plain`, {
      plan: withArchive(withOverlaysHidden(PICTURE_AND_FACTS)),
      context: { archive: CONSENT },
      sink,
      signal: stop.signal,
      onProgress: (progress) => {
        if (progress.step === name) stop.abort();
      },
    });
    expect(captured.outcome.state).toBe('stopped');
    expect(puts).toBe(0);
    expect(captured.outcome.preview).toBeNull();
    expect(captured.outcome.record.objects.length).toBe(sink.objects.size);
    encodeCaptureRecord(captured.outcome.record);
  });

  it('answers a stop at once even while the page loops', async () => {
    const stop = new AbortController();
    let stoppedMs = 0;
    const captured = await capturePage(browser, `${site.origin}/hostile/endless-loop`, {
      signal: stop.signal,
      lookMs: 900,
      opened: () => {
        setTimeout(() => {
          stoppedMs = performance.now();
          stop.abort();
        }, 500);
      },
    });
    expect(captured.outcome.state).toBe('stopped');
    expect(performance.now() - stoppedMs).toBeLessThan(6_000);
  });

  it('throws what the sink throws, so that a full disk is never a doubtful page', async () => {
    const sink = memorySink(() => {
      throw new EvidenceError('STORE_DISK_FULL', 'disk expected room, got none');
    });
    await expect(capturePage(browser, `${site.origin}/plain`, { sink })).rejects.toMatchObject({
      code: 'STORE_DISK_FULL',
    });
  });
});
