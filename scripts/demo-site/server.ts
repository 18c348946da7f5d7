import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';

/** One request as the server saw it. */
export interface SiteRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly host: string;
  readonly headers: IncomingMessage['headers'];
}

/** Answers one request; whatever it leaves open stays open until the site closes. */
export type SiteHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
) => void | Promise<void>;

/** Handlers by path; a key that ends with `*` takes every path it begins. */
export type SiteRoutes = Readonly<Record<string, SiteHandler>>;

/** A fixture site on loopback. */
export interface Site {
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  /** The same server under another host name, so another site to the browser: `http://localhost:port`. */
  readonly otherOrigin: string;
  readonly port: number;
  /** Every request, in the order it came. */
  readonly log: readonly SiteRequest[];
  clearLog(): void;
  close(): Promise<void>;
}

/** How a site is started. */
export interface SiteOptions {
  /** Key and certificate as PEM; plain http where absent. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Takes connections that ask for another protocol, such as web sockets. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex) => void;
}

/** Start a site on 127.0.0.1, on a free port. */
export async function startSite(routes: SiteRoutes, options: SiteOptions = {}): Promise<Site> {
  const log: SiteRequest[] = [];
  const sockets = new Set<Duplex>();
  const note = (request: IncomingMessage): void => {
    log.push({
      method: request.method ?? '',
      path: request.url ?? '',
      host: request.headers.host ?? '',
      headers: request.headers,
    });
  };
  const listener: RequestListener = (request, response) => {
    note(request);
    const handler = find(routes, request.url ?? '/');
    const answered = async (): Promise<void> => {
      await handler(request, response, site);
    };
    void answered().catch(() => {
      response.destroy();
    });
  };
  const server: Server =
    options.tls === undefined ? createServer(listener) : createSecureServer(options.tls, listener);
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    note(request);
    if (options.upgrade === undefined) socket.destroy();
    else options.upgrade(request, socket);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const scheme = options.tls === undefined ? 'http' : 'https';
  const site: Site = {
    origin: `${scheme}://127.0.0.1:${port}`,
    otherOrigin: `${scheme}://localhost:${port}`,
    port,
    log,
    clearLog() {
      log.length = 0;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
  return site;
}

function find(routes: SiteRoutes, url: string): SiteHandler {
  const path = url.split('?')[0] ?? '/';
  const exact = routes[path];
  if (exact !== undefined) return exact;
  for (const [key, handler] of Object.entries(routes)) {
    if (key.endsWith('*') && path.startsWith(key.slice(0, -1))) return handler;
  }
  if (path === '/favicon.ico') {
    return (_request, response) => {
      response.writeHead(204).end();
    };
  }
  return (_request, response) => {
    html(response, '<!doctype html><title>404 Not Found</title><h1>Not found</h1>', 404);
  };
}

/** Answer with a page. */
export function html(
  response: ServerResponse,
  page: string,
  status = 200,
  headers: Readonly<Record<string, string | string[]>> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(page);
}

/** A handler that always gives the same page. */
export function page(body: string, status = 200): SiteHandler {
  return (_request, response) => {
    html(response, body, status);
  };
}

/** A handler that gives bytes of a media type. */
export function bytes(mediaType: string, body: Uint8Array | string): SiteHandler {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': mediaType }).end(body);
  };
}
