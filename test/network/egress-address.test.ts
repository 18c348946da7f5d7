import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askEgressAddress } from '#src/network/egress-address.ts';

describe('askEgressAddress', () => {
  let server: Server | null = null;
  const requests: { readonly url: string; readonly headers: Readonly<Record<string, unknown>> }[] =
    [];

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = null;
    requests.length = 0;
  });

  async function serve(answer: RequestListener): Promise<string> {
    const started = createServer((request, response) => {
      requests.push({ url: request.url ?? '', headers: request.headers });
      answer(request, response);
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}/ip`;
  }

  async function asked(answer: RequestListener): Promise<string> {
    const source = await serve(answer);
    return await askEgressAddress(source, { allowLoopback: true, deadlineMs: 400 });
  }

  const text =
    (body: string, type = 'text/plain; charset=utf-8', status = 200): RequestListener =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };

  it('reads one address in plain text, and writes it one way', async () => {
    expect(await asked(text('203.0.113.7\r\n'))).toBe('203.0.113.7');
    server?.close();
    expect(await asked(text('2001:DB8:0::7'))).toBe('2001:db8::7');
  });

  it('sends one question and nothing that tells who asks', async () => {
    await asked(text('203.0.113.7'));
    expect(requests).toHaveLength(1);
    expect(requests[0]?.url).toBe('/ip');
    expect(Object.keys(requests[0]?.headers ?? {}).toSorted()).toEqual([
      ...['accept', 'accept-encoding', 'connection', 'host'],
    ]);
  });

  it.each([
    ['words', text('your address is 203.0.113.7'), 'an IP address'],
    ['nothing', text(''), 'an IP address'],
    ['a page', text('203.0.113.7', 'text/html'), 'plain text'],
    ['something long', text(`203.0.113.7${' '.repeat(1_100)}`), 'at most 1024 bytes'],
    ['an error', text('203.0.113.7', 'text/plain', 503), 'status 200, got 503'],
    ['nothing in time', () => undefined, 'within 400 ms'],
    [
      'an answer without an end',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' }).write('203.0.113.7');
      },
      'within 400 ms',
    ],
    ['a broken connection', (request) => request.socket.destroy(), 'got a refusal'],
  ] satisfies [string, RequestListener, string][])(
    'throws EGRESS_UNKNOWN when it gets %s',
    async (_what, answer, words) => {
      await expect(asked(answer)).rejects.toMatchObject({
        code: 'EGRESS_UNKNOWN',
        message: expect.stringContaining(words) as string,
      });
    },
  );

  it('follows no redirect', async () => {
    const elsewhere: RequestListener = (_request, response) => {
      response.writeHead(302, { location: '/other' }).end();
    };
    await expect(asked(elsewhere)).rejects.toMatchObject({ code: 'EGRESS_UNKNOWN' });
    expect(requests.map(({ url }) => url)).toEqual(['/ip']);
  });

  it('does not ask this computer itself unless it may, by whatever name', async () => {
    const source = await serve(text('203.0.113.7'));
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:7f00:1]']) {
      const named = source.replace('127.0.0.1', host);
      await expect(askEgressAddress(named, { allowLoopback: false })).rejects.toMatchObject({
        code: 'EGRESS_UNKNOWN',
        message: 'egress server expected an address that can be asked, got none',
      });
    }
    expect(requests).toEqual([]);
  });

  it('says so when nobody listens', async () => {
    const source = await serve(text(''));
    await new Promise((resolve) => server?.close(resolve));
    await expect(askEgressAddress(source, { allowLoopback: true })).rejects.toMatchObject({
      code: 'EGRESS_UNKNOWN',
      message: 'egress server expected an answer, got a refusal',
    });
  });
});
