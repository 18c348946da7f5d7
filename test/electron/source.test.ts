import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDER = 'electron';

const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({
    name: name.split(path.sep).join('/'),
    text: readFileSync(path.join(FOLDER, name), 'utf8').replaceAll(
      /\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/gu,
      '',
    ),
  }));

/** Files whose text, comments left out, holds a pattern. */
function filesWith(pattern: RegExp): string[] {
  return sources
    .filter(({ text }) => pattern.test(text))
    .map(({ name }) => name)
    .sort();
}

describe('the sources of the shell', () => {
  it('are all looked at', () => {
    expect(sources.length).toBeGreaterThan(25);
    expect(filesWith(/WebContentsView/u)).toContain('windows.ts');
  });

  it('checklist 15: open nothing outside: no shell, no protocol client', () => {
    expect(filesWith(/\bshell\b|openExternal\(|openPath|setAsDefaultProtocolClient/u)).toEqual([]);
  });

  it('checklist 20: use ipcRenderer in the preload only, and give the page two functions', () => {
    expect(filesWith(/ipcRenderer|contextBridge/u)).toEqual(['preload.ts']);
    const preload = sources.find(({ name }) => name === 'preload.ts')?.text ?? '';
    expect(preload.match(/exposeInMainWorld\('api', \{ call, onView \}\)/gu)).toHaveLength(1);
    expect(preload.match(/exposeInMainWorld/gu)).toHaveLength(1);
    expect(preload).not.toMatch(/sendSync|sendToHost|postMessage|webFrame|process\b/u);
  });

  it('checklist 17: use ipcMain in one file only', () => {
    expect(filesWith(/\bipcMain\b/u)).toEqual(['ipc/register.ts']);
  });

  it('open no developer tools and no debugging port', () => {
    expect(filesWith(/openDevTools|toggleDevTools|appendSwitch|setDevToolsWebContents/u)).toEqual(
      [],
    );
  });

  it('checklist 1: load nothing over http and start no updater', () => {
    expect(filesWith(/loadURL\(\s*['"`]http|autoUpdater|loadFile\(/u)).toEqual([]);
  });

  it('checklist 2 to 11: never turn a protection off', () => {
    expect(
      filesWith(
        /sandbox: false|contextIsolation: false|webSecurity: false|nodeIntegration\w*: true|webviewTag: true|allowRunningInsecureContent: true|experimentalFeatures: true|enableBlinkFeatures|bypassCSP: true|nodeIntegrationInWorker: true/u,
      ),
    ).toEqual([]);
  });

  it('checklist 13: call loadURL only where the address was decided', () => {
    expect(filesWith(/\.loadURL\(/u)).toEqual([
      'pdf-printer.ts',
      'review/review-view.ts',
      'windows.ts',
    ]);
  });

  it('make views only from the hardened preferences', () => {
    const made = sources.flatMap(({ text }) => text.match(/new WebContentsView\([^)]*/gu) ?? []);
    expect(made).toHaveLength(3);
    for (const call of made)
      expect(call).toMatch(/webPreferences: (?:screens|review|print)Preferences\(/u);
    expect(filesWith(/new BrowserWindow|new BrowserView|createWindow/u)).toEqual([]);
  });

  it('run no script in pages but the declared shims', () => {
    expect(filesWith(/executeJavaScript|Runtime\.evaluate/u)).toEqual([]);
    expect(filesWith(/addScriptToEvaluateOnNewDocument/u)).toEqual(['review/page-domain.ts']);
  });

  it('keep one owner of each session’s requests', () => {
    expect(filesWith(/webRequest/u)).toEqual(['guard/guard-screens.ts', 'review/web-request.ts']);
  });

  it('touch files only where the app’s own are read and a pack is saved', () => {
    expect(filesWith(/node:fs/u)).toEqual(['app-protocol.ts', 'file-saver.ts']);
  });

  it('checklist 16: stand on Electron 45.4.1 or later', () => {
    const manifest = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')) as {
      version: string;
    };
    const [major = 0, minor = 0, patch = 0] = manifest.version.split('.').map(Number);
    expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(45_004_001);
  });
});
