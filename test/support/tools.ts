import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { it } from 'vitest';

/** Outside programs that tests compare our work with; none is needed to run the application. */
export type ToolName =
  | 'openssl'
  | 'age'
  | 'age-keygen'
  | '7z'
  | 'pdfsig'
  | 'pdftoppm'
  | 'pdftotext'
  | 'pdfinfo'
  | 'sha256sum'
  | 'unzip'
  | 'script'
  | 'chromium'
  | 'google-chrome'
  | 'pwsh'
  | 'Xvfb';

const noticed = new Set<ToolName>();

/** Whether a path is an executable file. */
function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Find an outside program on PATH.
 * @param name - the program's file name, without an ending
 * @returns its absolute path, or null (with one notice a process) where it isn't installed
 * @throws {Error} when it is missing and `REQUIRE_TOOLS=1`, so that no test is lost unnoticed
 */
export function requireTool(name: ToolName): string | null {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    for (const ending of endings) {
      const path = join(folder, name + ending);
      if (isExecutable(path)) return path;
    }
  }
  if (process.env['REQUIRE_TOOLS'] === '1') {
    throw new Error(`"${name}" expected on PATH because REQUIRE_TOOLS=1, got nothing`);
  }
  if (!noticed.has(name)) {
    noticed.add(name);
    console.warn(`notice: "${name}" is not installed; the tests that need it are skipped`);
  }
  return null;
}

/**
 * A test that needs an outside program: runs with its path, is skipped (and shown as skipped)
 * where it is missing, and fails there under `REQUIRE_TOOLS=1`.
 * @param name - the program
 * @param title - a fact in the present tense
 * @param run - the test; gets the program's absolute path
 */
export function itWithTool(
  name: ToolName,
  title: string,
  run: (path: string) => Promise<void> | void,
): void {
  if (process.env['REQUIRE_TOOLS'] === '1') {
    it(title, async () => {
      const required = requireTool(name);
      if (required !== null) await run(required);
    });
    return;
  }
  const path = requireTool(name);
  if (path === null) {
    it.skip(`${title} (needs ${name})`, () => undefined);
    return;
  }
  it(title, async () => {
    await run(path);
  });
}

/** As {@link itWithTool}, for a test that needs several programs: skipped where one of them is missing. */
export function itWithTools(
  names: readonly [ToolName, ...ToolName[]],
  title: string,
  run: () => Promise<void> | void,
): void {
  const missing = names.find((name) => !isInstalled(name)) ?? names[0];
  itWithTool(missing, title, run);
}

function isInstalled(name: ToolName): boolean {
  try {
    return requireTool(name) !== null;
  } catch {
    return false;
  }
}
