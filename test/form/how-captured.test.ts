import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CaptureAccount, HowCapturedInput } from '#src/form/how-captured-input.ts';
import { howCapturedHtml } from '#src/form/how-captured.ts';
import { EGRESS_NOT_CONFIGURED, egressWords } from '#src/core/egress.ts';
import { recordInput } from '#test/support/form-input.ts';
import { printHtml } from '#test/support/print-html.ts';
import { itWithTool } from '#test/support/tools.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-how-captured-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const PICTURE = {
  ...{ widthPx: 1280, heightPx: 13_000, devicePixelRatio: 1, tiles: 4 },
  overlaps: { compared: 3, different: 0 },
};

function capture(change: Partial<CaptureAccount> = {}): CaptureAccount {
  const { first, second, computer, caFingerprint } = recordInput();
  return {
    ...{ exhibitRef: 'RJT/1', state: 'complete', digest: caFingerprint, first, second, computer },
    requestedAddress: 'https://chatterly.example/4471',
    address: 'https://chatterly.example/post/4471',
    title: 'Chatterly: post 4471',
    startedAt: '2026-11-17T10:52:07.000Z',
    endedAt: '2026-11-17T10:52:11.000Z',
    ...{ status: 200, redirects: 1, serverAddress: '192.0.2.7:443' },
    way: { kind: 'direct', proxy: null, serverIsProxy: null },
    tls: { protocol: 'TLS 1.3', issuer: 'Example Authority', filtered: false },
    software: 'Countersign 0.1.0, Chromium 156',
    others: { withoutOverlays: null, samples: 0, inner: 0, innerNotWhole: 0, passingLines: 0 },
    secondRequest: null,
    picturesLoaded: true,
    picture: PICTURE,
    textCharacters: 4812,
    requests: { recorded: 61, missed: 0, witnessed: true },
    clock: { timeZone: 'Europe/London', offsetMs: 420, servers: 2, steppedMs: 0, timeServers: [] },
    egress: egressWords(EGRESS_NOT_CONFIGURED),
    exceptions: [],
    shims: [{ name: 'print', purpose: 'keeps the page from opening the print window' }],
    ...{ missing: [], doubts: [] },
    ...change,
  };
}

function input(...captures: readonly CaptureAccount[]): HowCapturedInput {
  const { schoolName, reference, demonstration, preview } = recordInput();
  return { schoolName, reference, demonstration, preview, captures };
}

/** As long as everything in it can be. */
function longest(): CaptureAccount {
  const address = `https://chatterly.example/${'long-'.repeat(400)}`;
  const doubt = {
    question: 'Parts that the page asked for did not arrive whole. Do they matter to your concern?',
    fact: '17 of 61 parts are cut or absent: pictures, style sheets and scripts of three sites.',
    answer: 'No: what concerns us is the post itself, and the post stands there whole. '.repeat(9),
  };
  return capture({
    ...{ requestedAddress: address, address, title: 'A title that goes on and on '.repeat(60) },
    way: { kind: 'proxy', proxy: `${'proxy-'.repeat(30)}.example:3128`, serverIsProxy: true },
    tls: {
      protocol: 'TLS 1.3',
      issuer: 'CN=Quillbrook school filter, O=Quillbrook',
      filtered: true,
    },
    others: {
      withoutOverlays: { tiles: 999 },
      ...{ samples: 3, inner: 20, innerNotWhole: 20, passingLines: 99_999 },
    },
    secondRequest: 'Gave something else: 9999 lines only at first, 9999 only then, status 503',
    ...{ state: 'partial', missing: Array<string>(6).fill(`${doubt.fact} ${doubt.fact}`) },
    doubts: Array.from({ length: 6 }, () => doubt),
    exceptions: Array.from({ length: 4 }, () => ({
      ...{ account: null, phase: null },
      ...{ exception: 'script-posts' as const, site: `https://${'long.'.repeat(10)}example` },
      ...{ begunAt: '2026-11-17T10:51:00.000Z', endedAt: '2026-11-17T10:52:00.000Z', requests: 12 },
    })),
    clock: {
      ...{ timeZone: 'Europe/London', offsetMs: 420, servers: 50, steppedMs: -3_600_000 },
      timeServers: [
        `By the time server ${'long.'.repeat(50)}example this computer’s clock was 3.2 s behind, within 0.1 s`,
      ],
    },
    egress: `The school’s network goes out with the address 2001:db8::7, as https://${'long.'.repeat(50)}example said`,
    shims: Array.from({ length: 6 }, (_, i) => ({
      name: `shim-${i}`,
      purpose: 'keeps the page from opening a window of its own over the reviewers’ screen',
    })),
  });
}

describe('howCapturedHtml', () => {
  it('says what there is besides, and that the second picture is of a state that we made', () => {
    expect(howCapturedHtml(input(capture()))).not.toContain('second picture');
    const text = howCapturedHtml(
      input(
        capture({
          others: {
            withoutOverlays: { tiles: 2 },
            ...{ samples: 3, inner: 1, innerNotWhole: 1, passingLines: 12 },
          },
          secondRequest: 'Gave the same',
        }),
      ),
    );
    expect(text).toContain('A second picture (2 pieces) of a state that Countersign made');
    expect(text).toContain('in the picture of the page as it stood');
    expect(text).toContain('3 places drawn by lot');
    expect(text).toContain('1 such part not pictured to the end');
    expect(text).toContain('12 lines of text that came and went');
    expect(text).toContain('in a fresh session: Gave the same.');
  });

  it('tells who, where, when, with what, and how to check it', () => {
    const text = howCapturedHtml(input(capture()));
    for (const said of [
      'How RJT/1 was captured',
      'Rowan Testwell',
      'Imogen Sampleford',
      'EHS-LT-0417',
      'Countersign 0.1.0, Chromium 156',
      'from 17 November 2026, 10:52:07 GMT to 17 November 2026, 10:52:11 GMT',
      'https://chatterly.example/post/4471',
      'after 1 redirect',
      'The site answered 200, which means: here it is.',
      'TLS 1.3',
      '1,280 × 13,000 px',
      'alike in all 3 places',
      '4,812 characters',
      'Every request that is known of has a record.',
      'differed by about 0.4 s',
      '0123 4567 89ab cdef',
    ])
      expect(text).toContain(said);
  });

  it('says of a whole capture that nothing was doubtful, and of a partial one what was', () => {
    expect(howCapturedHtml(input(capture()))).toContain('nothing was found doubtful');
    const partial = capture({
      ...{ state: 'partial', status: 404, missing: ['One tile of 4.'] },
      picture: { ...PICTURE, overlaps: { compared: 2, different: 1 } },
      requests: { recorded: 9, missed: 2, witnessed: false },
      doubts: [{ question: 'Is it whole?', fact: '1 of 4.', answer: 'What matters is.' }],
    });
    const text = howCapturedHtml(input(partial));
    for (const said of [
      'It is partial',
      '404, which means: not found',
      'Missing: One tile of 4.',
      '1 place of 2 differ',
      '2 requests known of has no record',
      'There was no second list to compare it with.',
      'Is it whole?',
      '“What matters is.”',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain('nothing was found doubtful');
  });

  it('says what both let the site do, and how often it was used', () => {
    const text = howCapturedHtml(
      input(
        capture({
          exceptions: [
            {
              ...{ exception: 'script-posts', site: 'https://pond.example' },
              ...{ account: null, phase: null },
              ...{ begunAt: '2026-11-17T10:51:00.000Z', endedAt: null, requests: 3 },
            },
          ],
        }),
      ),
    );
    expect(text).toContain('the site’s own scripts may send by POST to it');
    expect(text).toContain('3 requests, marked in the record');
    expect(howCapturedHtml(input(capture()))).not.toContain('by POST');
  });

  it('says of a filter’s certificate that it is not the site’s own', () => {
    const tls = { protocol: 'TLS 1.3', issuer: 'CN=School filter', filtered: true };
    const text = howCapturedHtml(input(capture({ tls })));
    expect(text).toContain('the certificate was issued by CN=School filter');
    expect(text).toContain('the site’s own chain was not seen');
    expect(text).not.toContain('the site’s certificate was issued');
    const protocol = null;
    const unread = howCapturedHtml(input(capture({ tls: { ...tls, protocol } })));
    expect(unread).toContain('The connection was encrypted; but not all the way');
  });

  it('says which way the page came, and whose the recorded addresses then are', () => {
    const way = { kind: 'proxy', proxy: 'proxy.example:3128', serverIsProxy: true } as const;
    const told = (change: Partial<CaptureAccount['way']>) =>
      howCapturedHtml(input(capture({ way: { ...way, ...change } })));
    expect(told({})).toContain(
      'The page came through the school’s proxy at proxy.example:3128; the addresses recorded are the proxy’s, and where the site’s name led for it could not be seen.',
    );
    expect(told({})).not.toContain('by the server at');
    expect(told({ serverIsProxy: null })).toContain(
      'It was asked for through the school’s proxy at proxy.example:3128;',
    );
    expect(told({ serverIsProxy: false })).toContain('the answer came from another address');
    const alone = { proxy: null, serverIsProxy: null };
    expect(told({ kind: 'direct', ...alone })).toContain('settings name no proxy for it');
    expect(told({ kind: 'unknown', ...alone })).toContain(
      'Whether a proxy lay between is not known',
    );
  });

  it('says plainly what is not known', () => {
    const unknown = capture({
      ...{ status: null, serverAddress: null, tls: null, textCharacters: null, title: '' },
      clock: {
        ...{ timeZone: 'Europe/London', offsetMs: null, servers: 0, steppedMs: -3_600_000 },
        timeServers: [],
      },
      ...{ shims: [], picturesLoaded: false, picture: { ...PICTURE, tiles: 1 } },
    });
    const text = howCapturedHtml(input(unknown));
    for (const said of [
      'The site’s answer has no status.',
      'not known to have been encrypted',
      'Its text could not be read.',
      'No server said what time it had.',
      'The clock was moved by 3,600 s',
      'The site’s pictures were not loaded',
      'in one piece',
      'goes out is not known: that is not configured',
      'Nothing. Countersign read the page from outside its scripts.',
    ])
      expect(text).toContain(said);
  });

  it('says what the time server said, and that it is one witness', () => {
    const said =
      'By the time server ntp.school.example this computer’s clock was 0.3 s behind, within 0.1 s';
    const { clock } = capture();
    const text = howCapturedHtml(input(capture({ clock: { ...clock, timeServers: [said] } })));
    expect(text).toContain(`${said}. Whoever controls the network could forge that`);
    expect(howCapturedHtml(input(capture()))).not.toContain('time server');
  });

  it('says with which address the network went out, and who says so', () => {
    const egress = egressWords({
      ...{ how: 'asked', source: 'http://10.0.0.9/ip', address: '203.0.113.7' },
      ...{ askedAt: '2026-11-17T10:40:00.000Z', error: null },
    });
    expect(howCapturedHtml(input(capture({ egress })))).toContain(
      'goes out with the address 203.0.113.7, as http://10.0.0.9/ip said.',
    );
  });

  it('says that nothing could be pictured where that is so', () => {
    const text = howCapturedHtml(input(capture({ state: 'failed', picture: null })));
    expect(text).toContain('It is failed');
    expect(text).toContain('No picture of the page could be made.');
  });

  it('inserts nothing from a page as markup', () => {
    const text = howCapturedHtml(input(capture({ title: '<script>alert(1)</script>' })));
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
  });

  itWithTool(
    'pdftotext',
    'fits one page for each exhibit, however much there is to say',
    async (tool) => {
      const file = path.join(folder, 'how.pdf');
      writeFileSync(file, await printHtml(howCapturedHtml(input(capture(), longest()))));
      const pages = execFileSync(tool, ['-layout', file, '-'], { encoding: 'utf8' }).split('\f');
      expect(pages.filter((one) => one.trim() !== '')).toHaveLength(2);
      expect(pages[1]).toContain('and 8 more in the capture record and the ledger.');
      expect(pages[1]).toContain('0123 4567 89ab cdef');
    },
  );
});
