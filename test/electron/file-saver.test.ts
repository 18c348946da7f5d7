import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BaseWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DialogFileSaver, writeAndCompare } from '#electron/file-saver.ts';
import { dialog } from './fake-electron.ts';

vi.mock('electron', () => import('./fake-electron.ts'));

const bytes = new TextEncoder().encode('a pack');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-save-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('DialogFileSaver', () => {
  const saver = new DialogFileSaver(() => ({}) as BaseWindow);

  it('writes where the person chose and leaves nothing else behind', async () => {
    dialog.answer = { canceled: false, filePath: path.join(folder, 'pack.zip') };
    expect(await saver.save('pack.zip', bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['pack.zip']);
    expect(new Uint8Array(readFileSync(path.join(folder, 'pack.zip')))).toEqual(bytes);
    expect(dialog.asked.at(-1)).toMatchObject({ defaultPath: 'pack.zip' });
  });

  it('writes nothing when the person chose not to', async () => {
    dialog.answer = { canceled: true, filePath: '' };
    expect(await saver.save('pack.zip', bytes)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('writeAndCompare', () => {
  it('throws PACK_WRITE_FAILED where it can’t write', () => {
    expect(() => {
      writeAndCompare(path.join(folder, 'missing', 'pack.zip'), bytes);
    }).toThrow(
      expect.objectContaining({ code: 'PACK_WRITE_FAILED', message: 'file could not be written' }),
    );
  });

  it('replaces a file that is there, whole', () => {
    const file = path.join(folder, 'pack.zip');
    writeAndCompare(file, new Uint8Array(1000));
    writeAndCompare(file, bytes);
    expect(new Uint8Array(readFileSync(file))).toEqual(bytes);
  });
});
