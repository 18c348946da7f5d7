import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One Vite build: its configuration, what it makes, and what it is made from. */
interface Part {
  readonly config: string;
  readonly output: string;
  readonly sources: readonly string[];
}

const PARTS: readonly Part[] = [
  {
    config: 'vite.renderer.config.ts',
    output: '.vite/renderer/main_window/index.html',
    sources: ['renderer', 'src/contract', 'src/core', 'vite.renderer.config.ts'],
  },
  {
    config: 'vite.preload.config.ts',
    output: '.vite/build/preload.cjs',
    sources: ['electron/preload.ts', 'src/contract', 'vite.preload.config.ts'],
  },
];

/** Newest modification time below a file or folder, milliseconds since 1970. */
function newest(file: string): number {
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(file).map((name) => newest(path.join(file, name))));
}

function isFresh(part: Part): boolean {
  const output = path.join(root, part.output);
  if (!existsSync(output)) return false;
  const builtMs = statSync(output).mtimeMs;
  return part.sources.every((source) => newest(path.join(root, source)) < builtMs);
}

/** Build the screens and the preload where their sources are newer than what was built. */
export async function buildApp(): Promise<void> {
  for (const part of PARTS) {
    if (isFresh(part)) continue;
    await build({ configFile: path.join(root, part.config), logLevel: 'warn' });
  }
}
