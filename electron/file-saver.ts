import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dialog, type BaseWindow } from 'electron';
import type { FileSaver } from '#src/app/ports.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { digestOf } from '#src/crypto/hash.ts';

/** Asks where to save with the operating system's own dialogue, which belongs to the window. */
export class DialogFileSaver implements FileSaver {
  readonly #window: () => BaseWindow;

  /** @param window - the window the dialogue belongs to */
  constructor(window: () => BaseWindow) {
    this.#window = window;
  }

  async save(suggestedName: string, bytes: Uint8Array): Promise<boolean> {
    const answer = await dialog.showSaveDialog(this.#window(), {
      defaultPath: suggestedName,
      properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
    });
    if (answer.canceled || answer.filePath === '') return false;
    writeAndCompare(answer.filePath, bytes);
    return true;
  }
}

/**
 * Write a file so that a crash leaves the old one or the new one, then read it back and compare digests.
 * @param file - absolute path; an existing file is replaced
 * @throws {EvidenceError} PACK_WRITE_FAILED - not written, or what was read back is something else
 */
export function writeAndCompare(file: string, bytes: Uint8Array): void {
  const part = `${file}.part`;
  try {
    const handle = openSync(part, 'w');
    try {
      writeFileSync(handle, bytes);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(part, file);
  } catch (cause) {
    rmSync(part, { force: true });
    throw new EvidenceError('PACK_WRITE_FAILED', 'file could not be written', { cause });
  }
  if (readBack(file) !== digestOf(bytes)) {
    throw new EvidenceError(
      'PACK_WRITE_FAILED',
      'file expected what was written, got something else',
    );
  }
}

function readBack(file: string): string {
  try {
    return digestOf(readFileSync(file));
  } catch (cause) {
    throw new EvidenceError('PACK_WRITE_FAILED', 'file could not be read back', { cause });
  }
}
