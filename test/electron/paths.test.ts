import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { locateFiles } from '#electron/paths.ts';

describe('locateFiles', () => {
  it('finds the built files from the built main file', () => {
    const build = path.resolve('/app.asar/.vite/build');
    expect(locateFiles(build)).toEqual({
      screens: path.resolve('/app.asar/.vite/renderer/main_window'),
      preload: path.join(build, 'preload.cjs'),
      keyWorker: path.join(build, 'key-worker.cjs'),
    });
  });

  it('finds the same files from the sources, whose key worker has its own', () => {
    expect(locateFiles(path.resolve('/project/electron'))).toEqual({
      screens: path.resolve('/project/.vite/renderer/main_window'),
      preload: path.resolve('/project/.vite/build/preload.cjs'),
      keyWorker: null,
    });
  });
});
