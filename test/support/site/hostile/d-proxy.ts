import { createServer, request as ask } from 'node:http';
import { START, type HostilePage } from './page.ts';

/** A proxy on loopback that wants a log-in for one host and passes everything else on. */
export interface Proxy {
  /** Sends every request of the browser to it, those to loopback too. */
  readonly flags: readonly string[];
  close(): Promise<void>;
}

const LOCKED = 'locked.pond.example';

/** Start the proxy. */
export async function startProxy(): Promise<Proxy> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://unknown.invalid');
    if (url.hostname === LOCKED) {
      response
        .writeHead(407, {
          'proxy-authenticate': 'Basic realm="school"',
          'content-type': 'text/html',
        })
        .end(START);
      return;
    }
    const onward = ask(
      {
        ...{ host: '127.0.0.1', port: url.port, method: request.method },
        ...{ path: `${url.pathname}${url.search}`, headers: request.headers },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    flags: [`--proxy-server=http://127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>'],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Pages behind that proxy, run in an app of their own. */
export const proxyPages: readonly HostilePage[] = [
  {
    ...{ number: 55, group: 'D', outcomes: ['shown', 'PAGE_FAILED'], states: ['partial', 'none'] },
    title: 'lies behind a proxy that asks for a name and password',
    rule: 'no prompt, on record',
    open: () => `http://${LOCKED}/d/407`,
    refused: ['log-in'],
  },
];
