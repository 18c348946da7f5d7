import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Dirent,
} from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { FileSystem, FolderItem, OpenFile, OpenFileSync, OpenMode } from './file-system.ts';

const FLAGS = { create: 'wx', read: 'r', overwrite: 'r+' } as const;
const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
// Windows has no fsync of folders: NTFS journals names itself, and opening one to flush it fails.
const SYNCS_FOLDERS = process.platform !== 'win32';

/** The real file system. On macOS libuv turns every fsync into F_FULLFSYNC. */
export function nodeFileSystem(): FileSystem {
  return {
    async open(path, mode) {
      return openFile(await open(path, FLAGS[mode], OWNER_ONLY_FILE));
    },
    rename,
    async remove(path) {
      await rm(path);
    },
    async syncFolder(path) {
      if (!SYNCS_FOLDERS) return;
      const handle = await open(path, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    openSync: (path, mode) => openFileSync(path, mode),
    renameSync,
    removeSync: (path) => {
      rmSync(path);
    },
    syncFolderSync,
    makeFolderSync: (path) => {
      mkdirSync(path, { recursive: true, mode: OWNER_ONLY_FOLDER });
    },
    listSync,
    sizeSync: (path) => {
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat?.isFile() === true ? stat.size : null;
    },
  };
}

function openFile(handle: FileHandle): OpenFile {
  return {
    async write(bytes) {
      let done = 0;
      while (done < bytes.length) {
        done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
      }
    },
    async read(lengthBytes) {
      const bytes = new Uint8Array(lengthBytes);
      const { bytesRead } = await handle.read(bytes, 0, lengthBytes);
      return bytes.subarray(0, bytesRead);
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

function openFileSync(path: string, mode: OpenMode): OpenFileSync {
  const descriptor = openSync(path, FLAGS[mode], OWNER_ONLY_FILE);
  return {
    write(bytes, position) {
      let done = 0;
      while (done < bytes.length) {
        done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
      }
    },
    read(lengthBytes, position) {
      const bytes = new Uint8Array(lengthBytes);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, lengthBytes, position));
    },
    sync: () => {
      fsyncSync(descriptor);
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}

function syncFolderSync(path: string): void {
  if (!SYNCS_FOLDERS) return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function listSync(path: string): readonly FolderItem[] | null {
  let items: Dirent[];
  try {
    items = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return items
    .map((item) => ({ name: item.name, kind: kindOf(item) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function kindOf(item: Dirent): FolderItem['kind'] {
  if (item.isFile()) return 'file';
  return item.isDirectory() ? 'folder' : 'other';
}
