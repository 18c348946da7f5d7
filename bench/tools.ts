import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Absolute path of a program on PATH, or null. */
export function findTool(name: string): string | null {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    if (folder !== '' && existsSync(path.join(folder, file))) return path.join(folder, file);
  }
  return null;
}

/**
 * Run a program to its end.
 * @returns what it printed
 * @throws {Error} it did not end with 0; the message holds what it said
 */
export function runTool(file: string, args: readonly string[], input?: string): string {
  const done = spawnSync(file, args, {
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  });
  if (done.status === 0) return done.stdout;
  throw new Error(`${path.basename(file)} ended with ${String(done.status)}: ${done.stderr}`);
}

/** The first line a program says about its version; null when it is not there or says nothing. */
export function versionOf(file: string | null, flag = '--version'): string | null {
  if (file === null) return null;
  const { stdout } = spawnSync(file, [flag], { encoding: 'utf8', timeout: 20_000 });
  const [line = ''] = stdout.split('\n');
  return line === '' ? null : line.trim();
}
