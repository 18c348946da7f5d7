import { existsSync } from 'node:fs';
import path from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
  'microsoft-edge',
];

/**
 * Find a Chromium to drive: `CHROMIUM_PATH`, then PATH, then the usual install folders, then the
 * `@sparticuz/chromium` package (Linux only), which unpacks itself into the temporary folder.
 * @returns absolute path of an executable, or null when there is none
 */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const given = env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') return given;
  return onPath(env) ?? installed(env) ?? (await unpackedBrowser());
}

/**
 * @returns path of the browser in the `@sparticuz/chromium` package, unpacked with its own NSS
 * libraries, or null where the package or the platform lacks it
 */
export async function unpackedBrowser(): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  // Read at import: without them the package leaves its NSS libraries packed.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return await chromium.executablePath();
  } catch {
    return null;
  }
}

function onPath(env: NodeJS.ProcessEnv): string | null {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter(Boolean);
  for (const name of NAMES) {
    for (const folder of folders) {
      const file = path.join(folder, name + suffix);
      if (existsSync(file)) return file;
    }
  }
  return null;
}

function installed(env: NodeJS.ProcessEnv): string | null {
  const files: string[] = [];
  if (process.platform === 'win32') {
    const roots = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    for (const root of roots) {
      if (root === undefined) continue;
      files.push(
        path.join(root, 'Chromium', 'Application', 'chrome.exe'),
        path.join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        path.join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      );
    }
  } else if (process.platform === 'darwin') {
    for (const name of ['Chromium', 'Google Chrome', 'Microsoft Edge']) {
      files.push(`/Applications/${name}.app/Contents/MacOS/${name}`);
    }
  }
  return files.find((file) => existsSync(file)) ?? null;
}
