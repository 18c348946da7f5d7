import { createHash, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { askInPreview } from './preview.ts';

/** Electron's `powerMonitor`; tests emit `lock-screen`, `suspend`, `resume` and `shutdown` on it. */
export const powerMonitor = Object.assign(new EventEmitter(), {
  getSystemIdleState: () => 'active',
  getSystemIdleTime: () => 0,
  isOnBatteryPower: () => false,
});

/** Electron's `Menu`: the host draws none, and only remembers what was set. */
export const Menu = {
  current: undefined as unknown,
  setApplicationMenu(menu: unknown): void {
    Menu.current = menu;
  },
  getApplicationMenu(): unknown {
    return Menu.current ?? null;
  },
  buildFromTemplate(template: readonly unknown[]): object {
    return { items: template };
  },
};

interface SaveAnswer {
  readonly canceled: boolean;
  readonly filePath: string;
}
type SaveChooser = (suggestedPath: string) => string | null;

let chooser: SaveChooser | null = null;
const errors: { title: string; content: string }[] = [];

/** Let a test or the demo answer the next "save as" questions. @returns null cancels */
export function chooseSavePath(choose: SaveChooser): void {
  chooser = choose;
}

/** @returns the error boxes the program has shown */
export function shownErrors(): readonly { title: string; content: string }[] {
  return errors;
}

/** Electron's `dialog`: answered by `chooseSavePath`, cancelled otherwise. */
export const dialog = {
  async showSaveDialog(...given: unknown[]): Promise<SaveAnswer> {
    const options = given.at(-1) as { readonly defaultPath?: string } | undefined;
    const suggested = options?.defaultPath ?? '';
    const filePath =
      chooser === null
        ? await askInPreview('Save as', path.resolve(os.homedir(), suggested))
        : chooser(suggested);
    return { canceled: filePath === null, filePath: filePath ?? '' };
  },
  showErrorBox(title: string, content: string): void {
    errors.push({ title, content });
    process.stderr.write(`${title}: ${content}\n`);
  },
  async showMessageBox(): Promise<{ response: number; checkboxChecked: boolean }> {
    await Promise.resolve();
    return { response: 0, checkboxChecked: false };
  },
};

// The same protection as Electron's `basic_text` on Linux: none. A fixed key only keeps it from being read by accident.
const KEY = createHash('sha256').update('countersign-host-plain').digest();
const PREFIX = Buffer.from('host-plain:');

function encryptString(plainText: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', KEY, iv);
  const body = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
  return Buffer.concat([PREFIX, iv, cipher.getAuthTag(), body]);
}

function decryptString(encrypted: Buffer): string {
  const bytes = Buffer.from(encrypted);
  if (!bytes.subarray(0, PREFIX.length).equals(PREFIX))
    throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
  const rest = bytes.subarray(PREFIX.length);
  const decipher = createDecipheriv('aes-256-gcm', KEY, rest.subarray(0, 12));
  decipher.setAuthTag(rest.subarray(12, 28));
  return Buffer.concat([decipher.update(rest.subarray(28)), decipher.final()]).toString('utf8');
}

/** Electron's `safeStorage` with the backend that protects nothing, and says so. */
export const safeStorage = {
  isEncryptionAvailable: () => true,
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  getSelectedStorageBackend: () => 'basic_text',
  setUsePlainTextEncryption: () => undefined,
  encryptString,
  decryptString,
  encryptStringAsync: (plainText: string) => Promise.resolve(encryptString(plainText)),
  decryptStringAsync: (encrypted: Buffer) =>
    Promise.resolve({ result: decryptString(encrypted), shouldReEncrypt: false }),
};

/** Electron's `nativeTheme`, as far as a program may ask it. */
export const nativeTheme = Object.assign(new EventEmitter(), {
  themeSource: 'system',
  shouldUseDarkColors: false,
});

/** Electron's `screen`, one display. */
export const screen = {
  getPrimaryDisplay: () => ({
    id: 1,
    scaleFactor: 1,
    bounds: { x: 0, y: 0, width: 1920, height: 1080 },
    workArea: { x: 0, y: 0, width: 1920, height: 1040 },
    workAreaSize: { width: 1920, height: 1040 },
    size: { width: 1920, height: 1080 },
  }),
};

/** Electron's `shell`: the host opens nothing outside itself. */
export const shell = {
  openExternal: () => Promise.reject(new Error('the host opens nothing outside itself')),
  openPath: () => Promise.resolve('the host opens nothing outside itself'),
  showItemInFolder: () => undefined,
};
