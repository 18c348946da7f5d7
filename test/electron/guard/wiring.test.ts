import type { App, Certificate, Session, WebContents } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  copyChain,
  CertificateChains,
  type JudgedChain,
  guardCertificates,
} from '#electron/guard/guard-certificates.ts';
import { guardCredentials } from '#electron/guard/guard-credentials.ts';
import { guardKeys, guardLeaving } from '#electron/guard/guard-keys.ts';
import { guardNavigation } from '#electron/guard/guard-navigation.ts';
import { guardOwnFilesOnly } from '#electron/guard/guard-screens.ts';
import { guardBluetooth, guardSession } from '#electron/guard/guard-session.ts';
import { guardEveryWebContents } from '#electron/guard/guard-web-contents.ts';
import { guardWindows } from '#electron/guard/guard-windows.ts';
import { badCertificate } from '#test/support/site/certificates.ts';
import { ProxyChallenges } from '#electron/guard/proxy-challenges.ts';
import { Refusals } from '#electron/guard/refusals.ts';
import { FakeSession, FakeWebContents, app, fakeEvent } from '../fake-electron.ts';

let refused: unknown[] = [];
let session: FakeSession;
let contents: FakeWebContents;
const refusals = new Refusals((what, address) => refused.push([what, address]));
const asSession = (): Session => session as unknown as Session;
const asContents = (): WebContents => contents as unknown as WebContents;
const asApp = app as unknown as App;

beforeEach(() => {
  refused = [];
  session = new FakeSession('test');
  contents = new FakeWebContents(session);
  app.removeAllListeners();
});

describe('guardSession', () => {
  it('checklist 5: denies every permission that is asked for and reports it', async () => {
    guardSession(asSession(), refusals);
    const answered = new Promise((resolve) => {
      session.handlers.get('permission-request')?.(contents, 'geolocation', resolve, {
        requestingUrl: 'https://a.example/',
      });
    });
    expect(await answered).toBe(false);
    expect(refused).toEqual([['permission', 'https://a.example/']]);
  });

  it('checklist 5: denies every check, for frames without web contents too', () => {
    guardSession(asSession(), refusals);
    expect(session.handlers.get('permission-check')?.(null, 'notifications')).toBe(false);
    expect(session.handlers.get('device-permission')?.({})).toBe(false);
  });

  it('checklist 5: denies screen capture, pairing and every device', async () => {
    guardSession(asSession(), refusals);
    expect(await session.ask('display-media', { securityOrigin: 'https://a.example' })).toEqual({});
    expect(await session.ask('bluetooth-pairing', {})).toEqual({ confirmed: false });
    expect(session.handlers.get('usb-classes')?.({ protectedClasses: ['hid'] })).toEqual(['hid']);
    for (const name of ['select-hid-device', 'select-usb-device', 'select-webauthn-account']) {
      const event = fakeEvent();
      const answers: unknown[] = [];
      session.emit(name, event, {}, (...given: unknown[]) => answers.push(given[0]));
      expect(event.prevented).toBe(true);
      expect(answers.map((answer) => answer ?? null)).toEqual([null]);
    }
    const answers: unknown[] = [];
    session.emit('select-serial-port', fakeEvent(), [], contents, (port: unknown) =>
      answers.push(port),
    );
    session.emit('file-system-access-restricted', fakeEvent(), {}, (what: unknown) =>
      answers.push(what),
    );
    expect(answers).toEqual(['', 'deny']);
    expect(refused.every((one) => Array.isArray(one) && one[0] === 'permission')).toBe(true);
  });

  it('refuses every download and reports its address', () => {
    guardSession(asSession(), refusals);
    const event = fakeEvent();
    session.emit('will-download', event, { getURL: () => 'https://a.example/x.exe' }, contents);
    expect(event.prevented).toBe(true);
    expect(refused).toEqual([['download', 'https://a.example/x.exe']]);
  });

  it('chooses no Bluetooth device', () => {
    guardBluetooth(asContents(), refusals);
    const event = fakeEvent();
    const answers: unknown[] = [];
    contents.emit('select-bluetooth-device', event, [{ deviceId: '1' }], (id: unknown) =>
      answers.push(id),
    );
    expect([event.prevented, answers]).toEqual([true, ['']]);
  });
});

describe('guardOwnFilesOnly', () => {
  it.each([
    ['https://example.org/', true],
    ['http://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['ws://example.org/', true],
    ['app://countersign/index.html', false],
  ])('checklist 1: cancels %s: %s', async (url, cancel) => {
    guardOwnFilesOnly(asSession());
    expect(await session.ask('onBeforeRequest', { url })).toEqual({ cancel });
  });
});

describe('guardWindows', () => {
  it('checklist 14: denies every new window and reports its address', () => {
    guardWindows(asContents(), refusals);
    expect(contents.windowOpen?.({ url: 'https://pop.example/' })).toEqual({ action: 'deny' });
    expect(refused).toEqual([['pop-up', 'https://pop.example/']]);
  });

  it('checklist 12: attaches no webview', () => {
    guardWindows(asContents(), refusals);
    const event = fakeEvent();
    contents.emit('will-attach-webview', event, {}, {});
    expect(event.prevented).toBe(true);
  });
});

describe('guardNavigation', () => {
  it('checklist 13: prevents what is not allowed, in every frame, and reports it once', () => {
    guardNavigation(asContents(), { view: 'review', rules: { allowLoopback: false }, refusals });
    const top = fakeEvent({ url: 'file:///etc/passwd', isMainFrame: true });
    contents.emit('will-frame-navigate', top);
    contents.emit('will-navigate', top);
    const frame = fakeEvent({ url: 'http://192.168.0.1/', isMainFrame: false });
    contents.emit('will-frame-navigate', frame);
    expect([top.prevented, frame.prevented]).toEqual([true, true]);
    expect(refused).toEqual([
      ['scheme', 'file:///etc/passwd'],
      ['private-address', 'http://192.168.0.1/'],
    ]);
  });

  it('checklist 13: lets a page go on to the open web', () => {
    guardNavigation(asContents(), { view: 'review', rules: { allowLoopback: false }, refusals });
    const event = fakeEvent({ url: 'https://example.org/', isMainFrame: true });
    for (const name of ['will-frame-navigate', 'will-navigate', 'will-redirect'])
      contents.emit(name, event);
    expect(event.prevented).toBe(false);
  });

  it('checklist 13: the screens go nowhere, their own address included', () => {
    guardNavigation(asContents(), { view: 'screens', rules: { allowLoopback: false }, refusals });
    const event = fakeEvent({ url: 'app://countersign/index.html', isMainFrame: true });
    contents.emit('will-navigate', event);
    expect(event.prevented).toBe(true);
  });

  it('tells of a refused redirect of the page itself', () => {
    const told: unknown[] = [];
    guardNavigation(asContents(), {
      view: 'review',
      rules: { allowLoopback: false },
      refusals,
      onRedirectRefused: (address, code) => told.push([address, code]),
    });
    contents.emit('will-redirect', fakeEvent({ url: 'http://10.0.0.1/', isMainFrame: true }));
    contents.emit('will-redirect', fakeEvent({ url: 'http://10.0.0.2/', isMainFrame: false }));
    expect(told).toEqual([['http://10.0.0.1/', 'ADDRESS_PRIVATE']]);
  });

  it('leaves a page that asks not to be left', () => {
    guardNavigation(asContents(), { view: 'review', rules: { allowLoopback: false }, refusals });
    const event = fakeEvent();
    contents.emit('will-prevent-unload', event);
    expect(event.prevented).toBe(true);
  });
});

describe('guardCredentials', () => {
  it('answers log-ins and client certificates with nothing, and reports them', () => {
    guardCredentials(asApp, refusals, new ProxyChallenges());
    const answers: unknown[][] = [];
    const answer = (...given: unknown[]): void => {
      answers.push(given);
    };
    const login = fakeEvent();
    app.emit('login', login, null, { url: 'https://a.example/' }, {}, answer);
    const certificate = fakeEvent();
    app.emit(
      'select-client-certificate',
      certificate,
      contents,
      'https://b.example/',
      [{}],
      answer,
    );
    expect([login.prevented, certificate.prevented]).toEqual([true, true]);
    expect(answers).toEqual([[], []]);
    expect(refused).toEqual([
      ['log-in', 'https://a.example/'],
      ['client-certificate', 'https://b.example/'],
    ]);
  });
});

describe('guardCertificates', () => {
  it('accepts no certificate that Chromium refuses', () => {
    guardCertificates(asApp);
    const answers: unknown[] = [];
    const event = fakeEvent();
    app.emit(
      'certificate-error',
      event,
      contents,
      'https://a.example/',
      'net::ERR',
      {},
      (ok: unknown) => answers.push(ok),
    );
    expect([event.prevented, answers]).toEqual([true, [false]]);
  });

  it('leaves the verdict to Chromium and keeps the chain', async () => {
    const { cert } = await badCertificate('untrusted-root');
    const [leafPem = '', middlePem = '', rootPem = ''] = cert.split(
      /(?<=-----END CERTIFICATE-----)\s*/u,
    );
    const root = link('root', rootPem);
    root.issuerCert = root;
    const leaf = {
      ...link('leaf', leafPem),
      issuerCert: { ...link('middle', middlePem), issuerCert: root },
    };
    const judged: JudgedChain[] = [];
    const chains = new CertificateChains(asSession(), (chain) => judged.push(chain));
    const verdict = await session.ask('certificate-verify', {
      hostname: 'a.example',
      certificate: leaf,
      errorCode: -202,
      verificationResult: 'net::ERR_CERT_AUTHORITY_INVALID',
      isIssuedByKnownRoot: false,
    });
    expect(verdict).toBe(-3);
    expect(judged).toEqual([
      {
        ...{ host: 'a.example', verdict: 'refused', knownRoot: false },
        error: 'net::ERR_CERT_AUTHORITY_INVALID',
        certificates: chains.of('a.example'),
      },
    ]);
    expect(chains.of('a.example').map(({ facts }) => facts?.subject)).toEqual([
      'CN=Countersign test leaf',
      'CN=Countersign test intermediate',
      'CN=Countersign test root',
    ]);
    expect(chains.of('a.example')[0]?.facts?.names).toEqual(['IP:127.0.0.1', 'DNS:localhost']);
    expect(chains.of('b.example')).toEqual([]);
  });

  it('copies a chain that goes in circles only so far', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    const other = link('b', pem);
    const circle = { ...link('a', pem), issuerCert: other };
    other.issuerCert = circle;
    const copied = copyChain(circle);
    expect(copied).toHaveLength(10);
    expect(copied.every(({ facts, der }) => facts === null && der === 'AAAA')).toBe(true);
  });

  it('copies nothing where there is nothing', () => {
    expect(copyChain(null)).toEqual([]);
    expect(copyChain(link('a', 'no certificate'))).toEqual([]);
  });
});

describe('guardKeys', () => {
  it('stops before any page hears of the key, from every view, held down only once', () => {
    const done: string[] = [];
    const targets = {
      stopKey: () => ({ key: 'F12', inSetUp: false }),
      stop: () => done.push('stop'),
      tried: () => done.push('tried'),
      activity: () => done.push('activity'),
    };
    guardEveryWebContents(asApp, refusals, targets);
    const other = new FakeWebContents(session);
    app.emit('web-contents-created', {}, contents);
    app.emit('web-contents-created', {}, other);
    for (const view of [contents, other]) {
      const events = [false, true].map((isAutoRepeat) => {
        const event = fakeEvent();
        view.emit('before-input-event', event, { type: 'keyDown', key: 'F12', isAutoRepeat });
        return event.prevented;
      });
      expect(events).toEqual([true, true]);
    }
    expect(done.filter((what) => what === 'stop')).toHaveLength(2);
    expect(contents.calls).toContain('webrtc:disable_non_proxied_udp');
  });

  it('notes the key at set-up and counts input as activity, at most once a second', () => {
    const done: string[] = [];
    guardKeys(asContents(), {
      stopKey: () => ({ key: 'F12', inSetUp: true }),
      stop: () => done.push('stop'),
      tried: (key) => done.push(key),
      activity: () => done.push('activity'),
    });
    contents.emit('before-input-event', fakeEvent(), {
      type: 'keyDown',
      key: 'Pause',
      isAutoRepeat: false,
    });
    for (let count = 0; count < 100; count++)
      contents.emit('input-event', {}, { type: 'mouseMove' });
    expect(done).toEqual(['Pause', 'activity']);
  });
});

describe('guardLeaving', () => {
  it('takes F6 from the page, leaves once for a press, and lets every other key through', () => {
    let left = 0;
    guardLeaving(asContents(), () => {
      left += 1;
    });
    const pressed = [
      { type: 'keyDown', key: 'F6', isAutoRepeat: false },
      { type: 'keyDown', key: 'F6', isAutoRepeat: true },
      { type: 'keyUp', key: 'F6', isAutoRepeat: false },
      { type: 'keyDown', key: 'Tab', isAutoRepeat: false },
    ].map((input) => {
      const event = fakeEvent();
      contents.emit('before-input-event', event, { control: false, alt: false, ...input });
      return event.prevented;
    });
    expect(pressed).toEqual([true, true, true, false]);
    expect(left).toBe(1);
  });
});

describe('Refusals', () => {
  it('tells the view’s own listener while it listens, and the fallback otherwise', () => {
    const own: unknown[] = [];
    const end = refusals.listen(5, (what) => own.push(what));
    refusals.report(5, 'print', null);
    refusals.report(6, 'post', 'x');
    refusals.report(null, 'log-in', null);
    end();
    refusals.report(5, 'media', null);
    expect(own).toEqual(['print']);
    expect(refused).toEqual([
      ['post', 'x'],
      ['log-in', null],
      ['media', null],
    ]);
  });
});

function link(fingerprint: string, data: string): Certificate {
  return { fingerprint, data } as unknown as Certificate;
}
