import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { list, text, fields } from './values.ts';

type OnSecond = (argv: readonly string[], folder: string, data: unknown) => void;

/** One process a data folder: a lock file decides, a socket tells the holder of a second start. */
export class SingleInstance {
  readonly held: boolean;
  readonly #file: string;
  #server: Server | null = null;

  private constructor(held: boolean, file: string) {
    this.held = held;
    this.#file = file;
  }

  /** @param onSecond - called in the process that holds the lock */
  static take(userDataDir: string, data: object, onSecond: OnSecond): SingleInstance {
    mkdirSync(userDataDir, { recursive: true });
    const file = path.join(userDataDir, 'host-instance.lock');
    const instance = new SingleInstance(claim(file), file);
    if (instance.held) instance.#serve(socketName(userDataDir), onSecond);
    else tell(socketName(userDataDir), data);
    return instance;
  }

  release(): void {
    this.#server?.close();
    this.#server = null;
    if (this.held) rmSync(this.#file, { force: true });
  }

  #serve(name: string, onSecond: OnSecond): void {
    if (process.platform !== 'win32') rmSync(name, { force: true });
    this.#server = createServer((socket) => {
      let source = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        source += chunk;
      });
      socket.on('end', () => {
        const message: unknown = JSON.parse(source);
        onSecond(list(message, 'argv').map(String), text(message, 'folder'), fields(message)['data']);
      });
    });
    this.#server.on('error', () => undefined).listen(name).unref();
  }
}

function claim(file: string): boolean {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      const pid = Number(readFileSync(file, 'utf8'));
      if (pid !== process.pid && isAlive(pid)) return false;
      rmSync(file, { force: true });
    }
  }
  return false;
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

function tell(name: string, data: object): void {
  const socket = connect(name, () => {
    socket.end(JSON.stringify({ argv: process.argv, folder: process.cwd(), data }));
  });
  socket.on('error', () => undefined);
}

function socketName(userDataDir: string): string {
  const key = createHash('sha256').update(path.resolve(userDataDir)).digest('hex').slice(0, 16);
  const name = `countersign-host-${key}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), `${name}.sock`);
}
