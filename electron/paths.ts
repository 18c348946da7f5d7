import path from 'node:path';

/** Where the app's own built files are. */
export interface AppFiles {
  /** Folder of the built screens. */
  readonly screens: string;
  /** The preload, one CommonJS file. */
  readonly preload: string;
  /** The key worker's built file; null when the sources run unbuilt, which have their own. */
  readonly keyWorker: string | null;
}

/**
 * Find the app's own files, built (`.vite/build/main.cjs`, in the ASAR) or unbuilt (`electron/main.ts`).
 * @param mainFolder - folder of the running main file, absolute
 */
export function locateFiles(mainFolder: string): AppFiles {
  const isBuilt = path.basename(mainFolder) === 'build';
  const vite = isBuilt ? path.dirname(mainFolder) : path.join(path.dirname(mainFolder), '.vite');
  return {
    screens: path.join(vite, 'renderer', 'main_window'),
    preload: path.join(vite, 'build', 'preload.cjs'),
    keyWorker: isBuilt ? path.join(mainFolder, 'key-worker.cjs') : null,
  };
}
