import type { FileSystem, OpenFile, OpenFileSync } from '#src/store/file-system.ts';

/** One call that changes the disk, with absolute paths. */
export type Operation =
  | { readonly kind: 'create' | 'sync' | 'remove' | 'folder' | 'syncFolder'; readonly path: string }
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly position: number;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string };

/** A file system that passes every call on and records those that change the disk. */
export function recordingFileSystem(
  real: FileSystem,
  record: (operation: Operation) => void,
): FileSystem {
  return {
    ...real,
    async open(path, mode) {
      const file = await real.open(path, mode);
      if (mode === 'create') record({ kind: 'create', path });
      return recordingFile(file, path, record);
    },
    async rename(path, to) {
      await real.rename(path, to);
      record({ kind: 'rename', path, to });
    },
    async remove(path) {
      await real.remove(path);
      record({ kind: 'remove', path });
    },
    async syncFolder(path) {
      await real.syncFolder(path);
      record({ kind: 'syncFolder', path });
    },
    openSync(path, mode) {
      const file = real.openSync(path, mode);
      if (mode === 'create') record({ kind: 'create', path });
      return recordingFileSync(file, path, record);
    },
    renameSync(path, to) {
      real.renameSync(path, to);
      record({ kind: 'rename', path, to });
    },
    removeSync(path) {
      real.removeSync(path);
      record({ kind: 'remove', path });
    },
    syncFolderSync(path) {
      real.syncFolderSync(path);
      record({ kind: 'syncFolder', path });
    },
    makeFolderSync(path) {
      real.makeFolderSync(path);
      record({ kind: 'folder', path });
    },
  };
}

function recordingFile(
  file: OpenFile,
  path: string,
  record: (operation: Operation) => void,
): OpenFile {
  let position = 0;
  return {
    ...file,
    async write(bytes) {
      await file.write(bytes);
      record({ kind: 'write', path, position, bytes: bytes.slice() });
      position += bytes.length;
    },
    async sync() {
      await file.sync();
      record({ kind: 'sync', path });
    },
  };
}

function recordingFileSync(
  file: OpenFileSync,
  path: string,
  record: (operation: Operation) => void,
): OpenFileSync {
  return {
    ...file,
    write(bytes, position) {
      file.write(bytes, position);
      record({ kind: 'write', path, position, bytes: bytes.slice() });
    },
    sync() {
      file.sync();
      record({ kind: 'sync', path });
    },
  };
}
