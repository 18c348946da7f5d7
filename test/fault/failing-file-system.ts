import type { FileSystem, OpenFile, OpenFileSync } from '#src/store/file-system.ts';

/** A file system whose n-th call fails; a failing write leaves half of its bytes. */
export interface FailingFileSystem extends FileSystem {
  /** Calls so far. */
  calls(): number;
  /** Name of the call that failed; null while none has. */
  failed(): string | null;
}

/**
 * @param real - what every other call goes to
 * @param failAt - 0-based number of the call that fails; none with `Infinity`; a function is asked at every call
 * @param code - as `node:fs` names it, e.g. `ENOSPC`
 * @param persistent - whether every later call that writes fails too
 */
export function failingFileSystem(
  real: FileSystem,
  failAt: number | (() => number),
  code: string,
  persistent: boolean,
): FailingFileSystem {
  let count = 0;
  let failed: string | null = null;
  const fails = (name: string): boolean => {
    const at = count++;
    const first = typeof failAt === 'number' ? failAt : failAt();
    if (at === first) failed = name;
    return at === first || (persistent && at > first && /write|create|sync/i.test(name));
  };
  const error = (name: string): Error => Object.assign(new Error(`${code}: ${name}`), { code });
  const step = (name: string): void => {
    if (fails(name)) throw error(name);
  };
  const file = (open: OpenFile): OpenFile => ({
    async write(bytes) {
      if (!fails('write')) return open.write(bytes);
      await open.write(bytes.subarray(0, bytes.length / 2));
      throw error('write');
    },
    async read(lengthBytes) {
      step('read');
      return open.read(lengthBytes);
    },
    async sync() {
      step('sync');
      await open.sync();
    },
    async close() {
      await open.close();
      step('close');
    },
  });
  const fileSync = (open: OpenFileSync): OpenFileSync => ({
    write(bytes, position) {
      if (!fails('writeSync')) {
        open.write(bytes, position);
        return;
      }
      open.write(bytes.subarray(0, bytes.length / 2), position);
      throw error('writeSync');
    },
    read(lengthBytes, position) {
      step('readSync');
      return open.read(lengthBytes, position);
    },
    sync() {
      step('fsyncSync');
      open.sync();
    },
    close() {
      open.close();
      step('closeSync');
    },
  });
  const wrapped =
    <A extends unknown[], R>(name: string, call: (...values: A) => R): ((...values: A) => R) =>
    (...values) => {
      step(name);
      return call(...values);
    };
  const rejecting =
    <A extends unknown[], R>(
      name: string,
      call: (...values: A) => Promise<R>,
    ): ((...values: A) => Promise<R>) =>
    async (...values) => {
      step(name);
      return call(...values);
    };
  return {
    calls: () => count,
    failed: () => failed,
    open: rejecting('create', async (path, mode) => file(await real.open(path, mode))),
    rename: rejecting('rename', (from, to) => real.rename(from, to)),
    remove: rejecting('remove', (path) => real.remove(path)),
    syncFolder: rejecting('syncFolder', (path) => real.syncFolder(path)),
    openSync: wrapped('createSync', (path, mode) => fileSync(real.openSync(path, mode))),
    renameSync: wrapped('renameSync', (from, to) => {
      real.renameSync(from, to);
    }),
    removeSync: wrapped('removeSync', (path) => {
      real.removeSync(path);
    }),
    syncFolderSync: wrapped('syncFolderSync', (path) => {
      real.syncFolderSync(path);
    }),
    makeFolderSync: wrapped('makeFolderSync', (path) => {
      real.makeFolderSync(path);
    }),
    listSync: wrapped('listSync', (path) => real.listSync(path)),
    sizeSync: wrapped('sizeSync', (path) => real.sizeSync(path)),
  };
}
