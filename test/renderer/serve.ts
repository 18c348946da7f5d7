import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** The policy of the window, as `electron/` sends it with every file of the `app:` scheme. */
export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * Serve built screens on loopback under the window's policy.
 * @param folder - the build's output folder
 * @returns the server and the address of its start page
 */
export async function serveScreens(
  folder: string,
): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://local').pathname;
    const file = path.join(folder, name === '/' ? 'index.html' : path.normalize(name));
    readFile(file).then(
      (bytes) => {
        response.writeHead(200, {
          'content-type': types[path.extname(file)] ?? 'application/octet-stream',
          'content-security-policy': policy,
        });
        response.end(bytes);
      },
      () => {
        response.writeHead(404).end();
      },
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // A TCP server that listens has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return { server, address: `http://127.0.0.1:${port}/` };
}
