import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Session } from 'electron';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerOwnFile,
  CONTENT_SECURITY_POLICY,
  readOwnFiles,
  serveOwnFiles,
  type OwnFiles,
} from '#electron/app-protocol.ts';
import { FakeSession } from './fake-electron.ts';

let folder: string;
let files: OwnFiles;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-files-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(folder, 'assets', 'index-Ab1.js'), 'export {};');
  writeFileSync(path.join(folder, 'assets', 'notes.txt'), 'not served');
  files = readOwnFiles(folder);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const get = (url: string, method = 'GET'): Response => answerOwnFile(files, { url, method });

describe('answerOwnFile', () => {
  it('serves the built files by their exact names with their types', async () => {
    const page = get('app://countersign/index.html');
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!doctype html>',
    ]);
    expect(get('app://countersign/').status).toBe(200);
    expect(get('app://countersign/assets/index-Ab1.js').headers.get('content-type')).toBe(
      'text/javascript; charset=utf-8',
    );
  });

  it('checklist 7: sends the content security policy with every answer, refusals included', () => {
    for (const answer of [get('app://countersign/'), get('app://countersign/nothing')]) {
      expect(answer.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
    for (const part of [
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
    ]) {
      expect(CONTENT_SECURITY_POLICY.split('; ')).toContain(part);
    }
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/u);
  });

  it.each([
    'app://countersign/../index.html/../../package.json',
    'app://countersign/%2e%2e/package.json',
    'app://countersign/assets/..%2f..%2fpackage.json',
    'app://countersign/assets\\index-Ab1.js',
    'app://countersign//index.html',
    'app://countersign/index.html/',
    'app://countersign/INDEX.HTML',
    'app://countersign/index.html%00',
    'app://countersign/index.html?x',
    'app://countersign/assets/notes.txt',
    'app://countersign/assets/',
    'app://countersign/__proto__',
    'app://countersign/constructor',
    'app://countersign/C:/Windows/win.ini',
    'app://other/index.html',
    'app://print/index.html',
    'https://countersign/index.html',
    'file:///index.html',
    'not a url',
    '',
  ])('checklist 18: does not serve %j', (url) => {
    expect(get(url).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'HEAD'])('checklist 18: answers GET only, not %s', (method) => {
    expect(get('app://countersign/index.html', method).status).toBe(404);
  });
});

describe('serveOwnFiles', () => {
  it('checklist 18: handles the scheme in the screens’ own session, and what was added later is not served', async () => {
    const session = new FakeSession('screens');
    serveOwnFiles(session as unknown as Session, files);
    writeFileSync(path.join(folder, 'late.html'), 'late');
    const handler = session.handlers.get('protocol:app');
    const answer = handler?.({ url: 'app://countersign/late.html', method: 'GET' }) as Response;
    expect(answer.status).toBe(404);
  });
});
