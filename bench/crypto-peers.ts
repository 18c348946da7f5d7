import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, fsyncSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findTool, runTool } from './tools.ts';

/** The age tool with a key of its own; Debian's (1.1) knows classic recipients only. */
export interface AgeTool {
  readonly file: string;
  readonly recipient: string;
  /** File that holds the identity. */
  readonly keys: string;
}

/** What there is to compare with; null where it is not installed. */
export interface Peers {
  readonly sha256sum: string | null;
  readonly age: AgeTool | null;
}

/** Find the tools and make a key for age. @param folder - where the key is kept */
export function peersIn(folder: string): Peers {
  const [age, keygen] = [findTool('age'), findTool('age-keygen')];
  const sha256sum = findTool('sha256sum');
  if (age === null || keygen === null) return { sha256sum, age: null };
  const keys = path.join(folder, 'age-keys.txt');
  runTool(keygen, ['-o', keys]);
  return { sha256sum, age: { file: age, keys, recipient: runTool(keygen, ['-y', keys]).trim() } };
}

/** Take a file in as one does by hand: digest, copy, on the disk. */
export function takeInByTools(sha256sum: string, source: string, out: string): void {
  runTool(sha256sum, [source]);
  rmSync(out, { force: true });
  copyFileSync(source, out);
  sync(out);
}

/** Encrypt a file by age to a classic recipient, on the disk when this returns. */
export function encryptByAge(age: AgeTool, source: string, out: string): void {
  rmSync(out, { force: true });
  runTool(age.file, ['-r', age.recipient, '-o', out, source]);
  sync(out);
}

/** `age -d FILE | sha256sum`: both at once, nothing of the plaintext on the disk. */
export async function readByTools(age: AgeTool, sha256sum: string, file: string): Promise<void> {
  const opened = spawn(age.file, ['-d', '-i', age.keys, file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const hashed = spawn(sha256sum, [], { stdio: [opened.stdout, 'ignore', 'ignore'] });
  const ended = [opened, hashed].map(
    (child) => new Promise<number | null>((resolve) => child.once('exit', resolve)),
  );
  const codes = await Promise.all(ended);
  if (codes.some((code) => code !== 0)) throw new Error('age could not open its own file');
}

function sync(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
