import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SafeStorageKeyStore } from '#electron/os-key-store.ts';
import { safeStorage } from './fake-electron.ts';

vi.mock('electron', () => import('./fake-electron.ts'));

const secret = Uint8Array.of(1, 2, 3);

beforeEach(() => {
  safeStorage.available = true;
  safeStorage.backend = 'gnome_libsecret';
});

describe('SafeStorageKeyStore', () => {
  it.each([
    ['win32', '', 'dpapi', true],
    ['darwin', '', 'keychain', true],
    ['linux', 'gnome_libsecret', 'gnome_libsecret', true],
    ['linux', 'kwallet6', 'kwallet6', true],
    ['linux', 'basic_text', 'basic_text', false],
    ['linux', 'unknown', 'unknown', false],
  ] as const)('on %s with %j it is %s, real protection: %s', (platform, backend, name, real) => {
    safeStorage.backend = backend;
    const store = new SafeStorageKeyStore(platform, false);
    expect([store.backend, store.realProtection]).toEqual([name, real]);
  });

  it('protects nothing where there is no key store, or on the host', () => {
    safeStorage.available = false;
    expect(new SafeStorageKeyStore('win32', false)).toMatchObject({
      backend: 'none',
      realProtection: false,
    });
    safeStorage.available = true;
    expect(new SafeStorageKeyStore('linux', true)).toMatchObject({
      backend: 'none',
      realProtection: false,
    });
  });

  it('gives back what it protected, wrapped or not', async () => {
    for (const backend of ['gnome_libsecret', 'basic_text']) {
      safeStorage.backend = backend;
      const store = new SafeStorageKeyStore('linux', false);
      expect(await store.unprotect(await store.protect(secret))).toEqual(secret);
    }
  });

  it('throws VAULT_OTHER_COMPUTER for bytes wrapped elsewhere, unknown or empty', async () => {
    const store = new SafeStorageKeyStore('linux', false);
    const wrapped = await store.protect(secret);
    const expected = {
      code: 'VAULT_OTHER_COMPUTER',
      message: 'key expected to be wrapped by this computer, got another',
    };
    await expect(store.unprotect(Uint8Array.of(1, 9, 9))).rejects.toMatchObject(expected);
    await expect(store.unprotect(Uint8Array.of(7))).rejects.toMatchObject(expected);
    await expect(store.unprotect(new Uint8Array())).rejects.toMatchObject(expected);
    const bare = new SafeStorageKeyStore('linux', true);
    await expect(bare.unprotect(wrapped)).rejects.toMatchObject(expected);
  });
});
