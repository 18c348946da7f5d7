import { createServer, request as ask, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** What a proxy of a school wants, and lets through. */
export interface SchoolProxyOptions {
  /** Name and password that it takes; null lets everything through. */
  readonly login: { readonly name: string; readonly password: string } | null;
  /** Hosts that it asks for; all where absent. */
  readonly asksFor?: (host: string) => boolean;
  readonly realm?: string;
}

/** A proxy on loopback: plain requests and tunnels, whatever their host led to it on this computer. */
export interface SchoolProxy {
  readonly port: number;
  /** `127.0.0.1:port`. */
  readonly name: string;
  /** Sends every request of the browser to it, those to loopback too. */
  readonly flags: readonly string[];
  /** Hosts with their ports that were let through, in order. */
  readonly passed: readonly string[];
  /** How often a request was turned away for its name and password, with a wrong one and with none. */
  readonly turnedAway: { wrong: number; none: number };
  close(): Promise<void>;
}

/** Start the proxy on a free port. */
export async function startSchoolProxy(options: SchoolProxyOptions): Promise<SchoolProxy> {
  const { login, realm = 'school' } = options;
  const passed: string[] = [];
  const turnedAway = { wrong: 0, none: 0 };
  const expected =
    login === null
      ? null
      : `Basic ${Buffer.from(`${login.name}:${login.password}`).toString('base64')}`;
  const isTaken = (request: IncomingMessage, host: string): boolean => {
    if (expected === null || options.asksFor?.(host) === false) return true;
    const given = request.headers['proxy-authorization'];
    if (given === expected) return true;
    turnedAway[given === undefined ? 'none' : 'wrong'] += 1;
    return false;
  };
  const sockets = new Set<Duplex>();
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '');
    if (url === null) {
      response.writeHead(400).end();
      return;
    }
    if (!isTaken(request, url.hostname)) {
      response
        .writeHead(407, {
          'proxy-authenticate': `Basic realm="${realm}"`,
          'content-type': 'text/html',
        })
        .end('<!doctype html><title>407</title><h1>The proxy’s own page</h1>');
      return;
    }
    passed.push(url.host);
    const { 'proxy-authorization': _secret, ...headers } = request.headers;
    const onward = ask(
      {
        ...{ host: '127.0.0.1', port: url.port, method: request.method },
        ...{ path: `${url.pathname}${url.search}`, headers },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    const [host = '', port = '443'] = (request.url ?? '').split(':');
    socket.on('error', () => undefined);
    if (!isTaken(request, host)) {
      socket.end(
        `HTTP/1.1 407 Asked\r\nProxy-Authenticate: Basic realm="${realm}"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    passed.push(`${host}:${port}`);
    const onward = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    sockets.add(onward);
    onward.on('error', () => socket.destroy()).on('close', () => sockets.delete(onward));
  });
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...{ port, name: `127.0.0.1:${port}`, passed, turnedAway },
    flags: [`--proxy-server=http://127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>'],
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}
