/** A file being written or read in order, off the main thread, so that STOP always answers. */
export interface OpenFile {
  /** Write all bytes after those already written. */
  write(bytes: Uint8Array): Promise<void>;
  /** The next bytes, at most `lengthBytes`; empty at the end. */
  read(lengthBytes: number): Promise<Uint8Array>;
  /** Make what was written durable. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A file read or written at once on the main thread. */
export interface OpenFileSync {
  /** Write all bytes from a position on. */
  write(bytes: Uint8Array, position: number): void;
  /** At most `lengthBytes` from a position on; empty at the end. */
  read(lengthBytes: number, position: number): Uint8Array;
  sync(): void;
  close(): void;
}

/** `create` fails where there is a file; `overwrite` and `read` fail where there is none. */
export type OpenMode = 'create' | 'read' | 'overwrite';

/** What a folder holds. */
export interface FolderItem {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

/**
 * The file-system calls that objects, slots and the holder file use; `node-file-system.ts` is the
 * real one, the fault tests put failing and recording ones in its place. Calls throw as `node:fs` does.
 */
export interface FileSystem {
  open(path: string, mode: 'create' | 'read'): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Make the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  openSync(path: string, mode: OpenMode): OpenFileSync;
  renameSync(from: string, to: string): void;
  removeSync(path: string): void;
  syncFolderSync(path: string): void;
  /** Make one folder for this user only; nothing happens where there is one. */
  makeFolderSync(path: string): void;
  /** Sorted by name; null where there is no such folder. */
  listSync(path: string): readonly FolderItem[] | null;
  /** Size of a file; null where there is none. */
  sizeSync(path: string): number | null;
}
