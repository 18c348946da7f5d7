import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Session } from 'electron';
import { SCREENS_HOST, SCREENS_SCHEME } from './guard/decide-sender.ts';

/** What the screens may do (checklist item 7); the last three lines are what pdf.js and fonts need. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "worker-src 'self'",
  "font-src 'self'",
].join('; ');

/** Headers of every answer, refusals included. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

interface OwnFile {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The app's own files by exact path, e.g. `/index.html`: the allow-list and the content in one. */
export type OwnFiles = ReadonlyMap<string, OwnFile>;

/**
 * Read a folder of built files once. What isn't in it now is never served (checklist item 18).
 * @param folder - absolute; files of unknown types are left out
 * @throws {Error} the folder can't be read: the screens weren't built
 */
export function readOwnFiles(folder: string): OwnFiles {
  const files = new Map<string, OwnFile>();
  const walk = (at: string, name: string): void => {
    for (const item of readdirSync(at, { withFileTypes: true })) {
      const file = path.join(at, item.name);
      if (item.isDirectory()) walk(file, `${name}${item.name}/`);
      const mediaType = MEDIA_TYPES[path.extname(item.name)];
      if (!item.isFile() || mediaType === undefined) continue;
      files.set(`${name}${item.name}`, { mediaType, bytes: new Uint8Array(readFileSync(file)) });
    }
  };
  walk(folder, '/');
  return files;
}

/**
 * Answer one request for the app's own files: exact names, GET only, no path is ever joined.
 * @param files - the allow-list
 * @param request - attacker-controlled where a page could reach the scheme, which none can
 */
export function answerOwnFile(
  files: OwnFiles,
  request: { readonly url: string; readonly method: string },
): Response {
  const file = request.method === 'GET' ? files.get(nameOf(request.url)) : undefined;
  if (file === undefined) return new Response(null, { status: 404, headers: HEADERS });
  const headers = { ...HEADERS, 'content-type': file.mediaType };
  return new Response(file.bytes, { status: 200, headers });
}

/** Serve the screens to one session; no other session knows the scheme. */
export function serveOwnFiles(session: Session, files: OwnFiles): void {
  session.protocol.handle(SCREENS_SCHEME, (request) => answerOwnFile(files, request));
}

function nameOf(address: string): string {
  try {
    const url = new URL(address);
    if (url.protocol !== `${SCREENS_SCHEME}:` || url.host !== SCREENS_HOST || url.search !== '')
      return '';
    return url.pathname === '/' ? '/index.html' : url.pathname;
  } catch {
    return '';
  }
}
