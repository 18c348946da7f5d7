import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fields, list, text } from './values.ts';

type OnSecond = (argv: readonly string[], folder: string, data: unknown) => void;

const LOCK = 'host-instance.lock';
const NOTE = /^host-instance\.second\..+\.json$/;
const LOOK_EVERY_MS = 100;

/**
 * One process a data folder. A lock file names its holder; a second start leaves a note beside it,
 * written before it ends, and the holder looks for notes.
 */
export class SingleInstance {
  readonly held: boolean;
  readonly #folder: string;
  #timer: NodeJS.Timeout | null = null;

  private constructor(held: boolean, folder: string) {
    this.held = held;
    this.#folder = folder;
  }

  /** @param onSecond - called in the process that holds the lock */
  static take(folder: string, data: object, onSecond: OnSecond): SingleInstance {
    mkdirSync(folder, { recursive: true });
    const instance = new SingleInstance(claim(path.join(folder, LOCK)), folder);
    if (instance.held) instance.#watch(onSecond);
    else leaveNote(folder, data);
    return instance;
  }

  release(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    if (this.held) rmSync(path.join(this.#folder, LOCK), { force: true });
  }

  #watch(onSecond: OnSecond): void {
    this.#timer = setInterval(() => {
      for (const note of takeNotes(this.#folder)) {
        onSecond(list(note, 'argv').map(String), text(note, 'folder'), fields(note)['data']);
      }
    }, LOOK_EVERY_MS).unref();
  }
}

function claim(file: string): boolean {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      const pid = holderOf(file);
      if (pid !== process.pid && isAlive(pid)) return false;
      rmSync(file, { force: true });
    }
  }
  return false;
}

function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return -1;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function leaveNote(folder: string, data: object): void {
  const note = JSON.stringify({ argv: process.argv, folder: process.cwd(), data });
  writeFileSync(path.join(folder, `host-instance.second.${String(process.pid)}.json`), note);
}

function takeNotes(folder: string): unknown[] {
  const out: unknown[] = [];
  try {
    for (const name of readdirSync(folder).filter((one) => NOTE.test(one))) {
      const file = path.join(folder, name);
      out.push(JSON.parse(readFileSync(file, 'utf8')));
      rmSync(file, { force: true });
    }
  } catch {
    // The folder has gone, or a note is still being written: looked at again next time.
  }
  return out;
}
