import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How a process is run and killed. */
export interface KillOptions {
  /** Script for Node with its arguments. */
  readonly command: readonly string[];
  /** Milliseconds after that line at which it is killed (SIGKILL, no chance to tidy up). */
  readonly killAfterMs: number;
  /** Which of its lines starts the countdown, from 1; the first by default. */
  readonly killAtLine?: number;
  /** Further environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A process that has printed nothing by then counts as failed; 60,000 by default. */
  readonly firstLineMs?: number;
}

/** What a killed process had acknowledged. */
export interface Killed {
  /** Complete lines of its standard output, in order: each is a promise that must hold afterwards. */
  readonly acknowledged: readonly string[];
  /** False when it had ended by itself before the kill. */
  readonly wasKilled: boolean;
  /** Exit code of one that had ended by itself. */
  readonly exitCode: number | null;
}

/**
 * Run a Node process that prints a line for everything it has made durable, and kill it at a moment of
 * the caller's choice. What it printed is read to the last complete line.
 * @throws {Error} when it ends before its first line, or does not print one in time
 */
export async function runAndKill(options: KillOptions): Promise<Killed> {
  const child = spawn(process.execPath, [...options.command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...options.environment },
  });
  const acknowledged: string[] = [];
  let timer = setTimeout(() => child.kill('SIGKILL'), options.firstLineMs ?? 60_000);
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    acknowledged.push(line);
    if (acknowledged.length === 1) clearTimeout(timer);
    if (acknowledged.length !== (options.killAtLine ?? 1)) return;
    timer = setTimeout(() => child.kill('SIGKILL'), options.killAfterMs);
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => {
    child.once('exit', (code, signal) => {
      done({ code, signal });
    });
  });
  const read = new Promise<void>((done) => lines.once('close', done));
  const [{ code, signal }] = await Promise.all([ended, read]);
  clearTimeout(timer);
  if (acknowledged.length === 0)
    throw new Error(`process expected to print a line, ended with ${code ?? signal}`);
  return { acknowledged, wasKilled: signal === 'SIGKILL', exitCode: code };
}
