import { dirname } from 'node:path';
import type { Operation } from './recording-file-system.ts';

/** What a disk may hold after a crash: files by path. */
export type DiskState = ReadonlyMap<string, Uint8Array>;

/** Content of one file: what is durable, and writes that may or may not have reached the disk. */
interface Inode {
  durable: Uint8Array;
  pending: { readonly position: number; readonly bytes: Uint8Array }[];
}

/** A change of names that may or may not have reached the disk. */
type NameChange =
  | { readonly kind: 'link'; readonly path: string; readonly inode: Inode }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'move'; readonly path: string; readonly to: string; readonly inode: Inode };

const SECTOR = 512;
const MAX_SUBSETS = 16;

/**
 * A disk as POSIX promises it, no more: content is durable after fsync of the file, names after fsync
 * of the folder; until then any part of it may be there, writes torn at any sector. Folders are taken
 * to be there as soon as a file in them is.
 */
export class DiskModel {
  readonly #names = new Map<string, Inode>();
  readonly #durableNames = new Map<string, Inode>();
  #changes: NameChange[] = [];

  /** @param files - what is durable at the start */
  constructor(files: DiskState) {
    for (const [path, bytes] of files) {
      const inode = { durable: bytes, pending: [] };
      this.#names.set(path, inode);
      this.#durableNames.set(path, inode);
    }
  }

  /** Take note of one call. */
  apply(operation: Operation): void {
    const { kind, path } = operation;
    if (kind === 'create') {
      const inode: Inode = { durable: new Uint8Array(), pending: [] };
      this.#names.set(path, inode);
      this.#changes.push({ kind: 'link', path, inode });
    } else if (kind === 'write') {
      this.#inode(path).pending.push({ position: operation.position, bytes: operation.bytes });
    } else if (kind === 'sync') {
      const inode = this.#inode(path);
      for (const write of inode.pending)
        inode.durable = written(inode.durable, write.position, write.bytes);
      inode.pending = [];
    } else if (kind === 'rename') {
      const inode = this.#inode(path);
      this.#names.delete(path);
      this.#names.set(operation.to, inode);
      this.#changes.push({ kind: 'move', path, to: operation.to, inode });
    } else if (kind === 'remove') {
      this.#names.delete(path);
      this.#changes.push({ kind: 'unlink', path });
    } else if (kind === 'syncFolder') {
      const settled = this.#changes.filter((change) => dirname(change.path) === path);
      for (const change of settled) applyName(this.#durableNames, change);
      this.#changes = this.#changes.filter((change) => !settled.includes(change));
    }
  }

  /** States that a crash at this moment may leave. @param choose - a number from 0 to below its argument */
  *states(choose: (below: number) => number): Iterable<DiskState> {
    const subsets = 2 ** Math.min(this.#changes.length, 30);
    const inodes = [...new Set([...this.#names.values(), ...this.#durableNames.values()])];
    const dirty = inodes.filter(({ pending }) => pending.length > 0);
    for (const names of picks(subsets, choose)) {
      const linked = new Map(this.#durableNames);
      for (const [i, change] of this.#changes.entries()) {
        if (Math.floor(names / 2 ** i) % 2 === 1) applyName(linked, change);
      }
      yield contentOf(linked, () => 'none');
      if (dirty.length === 0) continue;
      yield contentOf(linked, () => 'all');
      for (let torn = 0; torn < 4; torn++) yield contentOf(linked, () => choose);
    }
  }

  #inode(path: string): Inode {
    const inode = this.#names.get(path);
    if (inode === undefined) throw new Error(`model expected a file at ${path}`);
    return inode;
  }
}

function applyName(names: Map<string, Inode>, change: NameChange): void {
  if (change.kind === 'link') names.set(change.path, change.inode);
  else if (change.kind === 'unlink') names.delete(change.path);
  else {
    // A rename is atomic: the old name, or the new one.
    names.delete(change.path);
    names.set(change.to, change.inode);
  }
}

/** All subsets where they are few, else none, all, and a choice. */
function picks(subsets: number, choose: (below: number) => number): number[] {
  if (subsets <= MAX_SUBSETS) return Array.from({ length: subsets }, (_, i) => i);
  return [0, subsets - 1, ...Array.from({ length: MAX_SUBSETS - 2 }, () => choose(subsets))];
}

function contentOf(
  names: ReadonlyMap<string, Inode>,
  reached: () => 'none' | 'all' | ((below: number) => number),
): DiskState {
  const files = new Map<string, Uint8Array>();
  for (const [path, inode] of names) {
    let bytes = inode.durable;
    for (const write of inode.pending) {
      const how = reached();
      if (how === 'none') continue;
      bytes = how === 'all' ? written(bytes, write.position, write.bytes) : tear(bytes, write, how);
    }
    files.set(path, bytes);
  }
  return files;
}

/** Lay some sectors of the new bytes over the old; the file's length may have grown or not. */
export function tear(
  old: Uint8Array,
  write: { readonly position: number; readonly bytes: Uint8Array },
  choose: (below: number) => number,
): Uint8Array {
  const length =
    choose(2) === 0
      ? old.length
      : Math.max(old.length, write.position + choose(write.bytes.length + 1));
  const whole = written(old, write.position, write.bytes);
  const torn = new Uint8Array(length);
  torn.set(old.subarray(0, length));
  for (let at = 0; at < length; at += SECTOR) {
    if (choose(2) === 1) torn.set(whole.subarray(at, Math.min(at + SECTOR, length)), at);
  }
  return torn;
}

function written(old: Uint8Array, position: number, bytes: Uint8Array): Uint8Array {
  const next = new Uint8Array(Math.max(old.length, position + bytes.length));
  next.set(old);
  next.set(bytes, position);
  return next;
}
