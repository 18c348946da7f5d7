import type { AppPorts } from '#src/app/ports.ts';
import { startKeyWorker, type KeyWorker } from '#src/crypto/key-worker.ts';
import { openStore, type OpenStore } from '#src/store/store.ts';
import type { FileSystem } from '#src/store/file-system.ts';
import { memoryPorts } from '#test/app/memory-ports.ts';
import { TestApp } from '#test/app/test-app.ts';
import { noKeyStore } from '#test/support/e2e-vault.ts';
import { TEST_LOG_N, testClock } from '#test/support/vault.ts';

/** An application over a vault folder, and the store it holds. */
export interface AtFolder {
  readonly app: TestApp;
  /** The store as the application opened it. */
  readonly store: () => OpenStore;
}

/** What {@link atFolder} can be told. */
export interface AtFolderOptions {
  /** One that is running already; its owner closes it. */
  readonly keyWorker?: KeyWorker;
  /** Goes between the store and the disk. */
  readonly fileSystem?: FileSystem;
  /** Runs inside every transaction of the database before it commits. */
  readonly beforeCommit?: () => void;
}

/** A vault that is set up, for tests to copy: what keeps keys for the computer keeps them for every process. */
export async function setUpVault(): Promise<TestApp> {
  const app = new TestApp({ ...memoryPorts(), osKeyStore: noKeyStore });
  await app.setUp();
  await app.countersign.close();
  return app;
}

/** Start the application over a vault folder: real store, vault and cryptography, no browser. */
export async function atFolder(
  vaultPath: string,
  ids: ReadonlyMap<string, string>,
  options: AtFolderOptions = {},
): Promise<AtFolder> {
  const realWorker = options.keyWorker ?? startKeyWorker({ logN: TEST_LOG_N });
  const from = { vaultPath, clock: testClock(), realWorker, osKeyStore: noKeyStore };
  const { fileSystem, beforeCommit } = options;
  let held: OpenStore | null = null;
  const open: AppPorts['openStore'] = (path, { holder }) => {
    const store = openStore(path, fileSystem === undefined ? { holder } : { holder, fileSystem });
    held = beforeCommit === undefined ? store : beforeEveryCommit(store, beforeCommit);
    return held;
  };
  const app = new TestApp({ ...memoryPorts({ from }), openStore: open });
  for (const [initials, id] of ids) app.ids.set(initials, id);
  await app.countersign.start();
  return {
    app,
    store() {
      if (held === null) throw new Error('the application holds no store');
      return held;
    },
  };
}

function beforeEveryCommit(store: OpenStore, run: () => void): OpenStore {
  const write: OpenStore['write'] = (fn) =>
    store.write((db) => {
      const result = fn(db);
      run();
      return result;
    });
  return Object.defineProperties(
    { ...store },
    {
      ...Object.getOwnPropertyDescriptors(store),
      write: { value: write },
    },
  );
}

/** People's ids by initials, as an argument of a process. */
export function idsAsText(ids: ReadonlyMap<string, string>): string {
  return JSON.stringify([...ids]);
}

/** Back from {@link idsAsText}. */
export function idsOf(text: string): ReadonlyMap<string, string> {
  return new Map(JSON.parse(text) as [string, string][]);
}
