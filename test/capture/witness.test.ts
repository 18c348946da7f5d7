import { describe, expect, it } from 'vitest';
import type { OpenExchange } from '#src/capture/exchange-log.ts';
import { ExchangeLog } from '#src/capture/exchange-log.ts';
import { ExceptionMarks, reconcile, type WitnessedRequest } from '#src/capture/witness.ts';
import { realClock } from '#test/support/test-clock.ts';

function recorded(...addresses: readonly string[]): readonly OpenExchange[] {
  const log = new ExchangeLog(realClock());
  for (const [index, url] of addresses.entries()) {
    log.take(
      'Network.requestWillBeSent',
      { requestId: `r${index}`, type: 'Fetch', request: { url, method: 'GET' } },
      null,
      'page',
    );
  }
  return log.exchanges;
}

function seen(address: string, more: Partial<WitnessedRequest> = {}): WitnessedRequest {
  return { address, method: 'GET', kind: 'xhr', seenAt: '2026-11-17T10:00:00.000Z', ...more };
}

const FROM = '2026-11-17T09:59:00.000Z';

describe('reconcile', () => {
  it('matches one to one: the same request twice needs two records', () => {
    const result = reconcile(
      [seen('http://a/1'), seen('http://a/1')],
      recorded('http://a/1'),
      FROM,
    );
    expect(result).toMatchObject({ seen: 2, matched: 1, onlyInDevTools: 0 });
    expect(result.missed).toEqual([
      {
        address: 'http://a/1',
        method: 'GET',
        kind: 'xhr',
        reason: 'not-in-devtools',
        seenAt: '2026-11-17T10:00:00.000Z',
      },
    ]);
  });

  it('counts what only DevTools saw and leaves out what was never on the network', () => {
    const result = reconcile(
      [seen('http://a/1#part'), seen('data:,x')],
      recorded('http://a/1', 'http://a/2', 'data:,y'),
      FROM,
    );
    expect(result).toEqual({ seen: 2, matched: 1, onlyInDevTools: 1, missed: [] });
  });

  it('tells methods apart and writes no credential', () => {
    const result = reconcile(
      [seen('http://u:p@a/1?token=x', { method: 'POST' })],
      recorded('http://a/1?token=x'),
      FROM,
    );
    expect(result.missed.map((one) => one.address)).toEqual([
      'http://[removed]@a/1?token=[removed]',
    ]);
  });

  it('leaves what was seen before this page to the page before', () => {
    expect(reconcile([seen('http://a/1')], [], '2026-11-17T10:00:01.000Z').missed).toEqual([]);
  });
});

describe('ExchangeLog', () => {
  it('takes headers of the network stack that come before the request they belong to', () => {
    const log = new ExchangeLog(realClock());
    log.take(
      'Network.requestWillBeSentExtraInfo',
      { requestId: 'r', headers: { a: '1' } },
      null,
      'page',
    );
    log.take(
      'Network.requestWillBeSent',
      { requestId: 'r', request: { url: 'http://a/', method: 'GET' } },
      's1',
      'worker',
    );
    expect(log.exchanges[0]?.requestExtras).toEqual([{ requestId: 'r', headers: { a: '1' } }]);
  });

  it('joins what two sessions tell of one request', () => {
    const log = new ExchangeLog(realClock());
    const sent = { requestId: 'r', request: { url: 'http://a/', method: 'GET' } };
    log.take('Network.requestWillBeSent', sent, null, 'page');
    log.take('Network.requestWillBeSent', sent, 's1', 'frame');
    log.take('Network.loadingFinished', { requestId: 'r' }, 's1', 'frame');
    expect(log.exchanges).toHaveLength(1);
    expect(log.exchanges[0]).toMatchObject({ state: 'finished', target: 'page' });
  });

  it('survives events that make no sense', () => {
    const log = new ExchangeLog(realClock());
    for (const method of [
      'Network.requestWillBeSent',
      'Network.responseReceived',
      'Network.loadingFailed',
      'Network.webSocketCreated',
      'Network.x',
    ]) {
      for (const params of [
        {},
        { requestId: 7 },
        { requestId: 'q', request: 'no', response: [] },
        { requestId: 'q', type: {} },
      ]) {
        log.take(method, params, null, 'page');
      }
    }
    expect(log.exchanges.length).toBeGreaterThan(0);
  });
});

describe('ExchangeLog after a failure', () => {
  it('keeps a failed request failed though the browser’s error page ends well under its id', () => {
    const log = new ExchangeLog(realClock());
    const sent = { requestId: 'r', request: { url: 'http://a/', method: 'GET' } };
    log.take('Network.requestWillBeSent', sent, null, 'page');
    log.take('Network.loadingFailed', { requestId: 'r', errorText: 'net::ERR_X' }, null, 'page');
    log.take('Network.loadingFinished', { requestId: 'r' }, null, 'page');
    expect(log.exchanges[0]).toMatchObject({ state: 'failed', reason: 'net::ERR_X' });
  });
});

describe('ExceptionMarks', () => {
  it('marks the exchange that an agreement let through, not one before it that was refused', () => {
    const marks = new ExceptionMarks([
      seen('http://a/read'),
      seen('http://a/read', { exception: 'agreement' }),
      seen('http://a/other', { exception: null }),
    ]);
    const [refused, allowed, other] = recorded('http://a/read', 'http://a/read', 'http://a/other');
    expect(
      [refused, allowed, other].map((one) => (one === undefined ? null : marks.of(one))),
    ).toEqual([null, 'agreement', null]);
  });

  it('marks nothing that the host never told of', () => {
    const [one] = recorded('http://a/read');
    expect(one === undefined ? '' : new ExceptionMarks([]).of(one)).toBeNull();
  });
});
