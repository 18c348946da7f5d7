import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { WriteDb } from '#src/ledger/store-port.ts';
import { fsck } from '#src/ledger/fsck.ts';
import { LATEST_VERSION } from '#src/store/migrate.ts';
import { createStore, isVault, openForFsck, openStore } from '#src/store/store.ts';
import { TestSchool } from '../ledger/school.ts';
import {
  ageLike,
  closedAtEnd,
  HOLDER,
  id,
  newStore,
  temporaryFolder,
  thrownBy,
} from './support.ts';

const options = { holder: HOLDER };

function changeClosed(path: string, change: (database: Database.Database) => void): void {
  const database = new Database(join(path, 'vault.sqlite'));
  try {
    change(database);
  } finally {
    database.close();
  }
}

describe('createStore', () => {
  it('makes a folder with a database, objects and slots, and says who holds it', () => {
    const store = newStore();
    const names = readdirSync(store.path);
    expect(names.filter((name) => !name.endsWith('-wal'))).toEqual([
      'lock',
      'objects',
      'slots',
      'vault.sqlite',
    ]);
    expect(readFileSync(join(store.path, 'lock'), 'utf8')).toBe(HOLDER);
    expect(names).not.toContain('vault.sqlite-shm');
  });

  it('refuses a folder that holds a vault', () => {
    const store = newStore();
    store.close();
    expect(thrownBy(() => createStore(store.path, options))).toMatchObject({
      code: 'VAULT_ALREADY_SET_UP',
      message: 'folder expected no vault, got one',
    });
  });

  it('refuses a folder that holds anything else, and leaves it alone', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(thrownBy(() => createStore(folder, options))).toMatchObject({
      code: 'STORE_FOLDER_NOT_EMPTY',
      message: 'folder expected to be empty',
    });
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });

  it('takes a folder in which an earlier creation did not finish', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'objects'));
    writeFileSync(join(folder, 'vault.sqlite.new'), 'half');
    writeFileSync(join(folder, 'vault.sqlite.new-wal'), 'half');
    expect(isVault(folder)).toBe(false);
    const store = closedAtEnd(createStore(folder, options));
    expect(store.origins()).toEqual([]);
    expect(isVault(folder)).toBe(true);
  });
});

describe('openStore', () => {
  it('gives back what was written', () => {
    const first = newStore();
    first.write((db) => {
      first.tables.kv.put(db, 'a', Uint8Array.of(1, 2));
    });
    first.close();
    const second = closedAtEnd(openStore(first.path, options));
    expect(second.tables.kv.get(second.read, 'a')).toEqual(Uint8Array.of(1, 2));
  });

  it('throws STORE_NOT_A_VAULT for a folder without a database, and for the database of another program', () => {
    expect(thrownBy(() => openStore(temporaryFolder(), options))).toMatchObject({
      code: 'STORE_NOT_A_VAULT',
      message: 'folder expected "vault.sqlite", got none',
    });
    const other = temporaryFolder();
    changeClosed(other, (database) => database.exec('CREATE TABLE t (a)'));
    expect(thrownBy(() => openStore(other, options))).toMatchObject({
      code: 'STORE_NOT_A_VAULT',
      message: '"application_id" expected that of a vault, got another',
    });
  });

  it('throws STORE_NEWER_VERSION for a vault of a newer program', () => {
    const store = newStore();
    store.close();
    changeClosed(store.path, (database) => database.pragma(`user_version = ${LATEST_VERSION + 1}`));
    expect(thrownBy(() => openStore(store.path, options))).toMatchObject({
      code: 'STORE_NEWER_VERSION',
      details: { expected: LATEST_VERSION, got: LATEST_VERSION + 1 },
    });
  });

  it('throws STORE_DAMAGED for every damaged page', () => {
    const store = newStore();
    store.write((db) => {
      for (let i = 0; i < 40; i++)
        store.tables.kv.put(db, `key ${i}`, new Uint8Array(900).fill(i + 1));
    });
    store.close();
    const file = join(store.path, 'vault.sqlite');
    const whole = readFileSync(file);
    for (let page = 0; page < 3; page++) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xee, page * 4096, page * 4096 + 40);
      writeFileSync(file, damaged);
      expect(thrownBy(() => openStore(store.path, options))).toMatchObject({
        code: 'STORE_DAMAGED',
      });
    }
    writeFileSync(file, whole);
    closedAtEnd(openStore(store.path, options));
  });

  it('throws STORE_DAMAGED for a planted trigger, because it would change what statements do', () => {
    const store = newStore();
    store.close();
    changeClosed(store.path, (database) =>
      database.exec('CREATE TRIGGER planted AFTER INSERT ON kv BEGIN DELETE FROM people; END'),
    );
    expect(thrownBy(() => openStore(store.path, options))).toMatchObject({
      code: 'STORE_DAMAGED',
      message: 'database schema expected that of its version, got another',
    });
  });

  it('tells the second in this process who holds the vault, from before the first write on', () => {
    const store = newStore();
    store.close();
    const holder = closedAtEnd(openStore(store.path, { holder: 'Countersign, process 4242' }));
    expect(thrownBy(() => openStore(store.path, options))).toMatchObject({
      code: 'STORE_BUSY',
      message: 'vault expected free, got one that another process holds',
      details: { holder: 'Countersign, process 4242' },
    });
    holder.close();
    closedAtEnd(openStore(store.path, options));
  });

  it('tells a second process who holds the vault, and lets it in once the first was killed', async () => {
    const store = newStore();
    store.close();
    const script = join(import.meta.dirname, '../fault/hold.ts');
    const child = spawn(process.execPath, [script, store.path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((done) => child.stdout.once('data', done));
    expect(thrownBy(() => openStore(store.path, options))).toMatchObject({
      code: 'STORE_BUSY',
      details: { holder: `holder script, process ${child.pid ?? 0}` },
    });
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
    expect(existsSync(join(store.path, 'lock'))).toBe(true);
    closedAtEnd(openStore(store.path, options));
    expect(readFileSync(join(store.path, 'lock'), 'utf8')).toBe(HOLDER);
  });

  it('removes half-written files and records whole ones that nobody claimed as abandoned', async () => {
    const store = newStore();
    const { objectId, fileBytes, fileDigest } = await store.objects.put(ageLike('unclaimed'));
    const slotId = id();
    store.slots.create(slotId, new Uint8Array(32).fill(1));
    store.close();
    const half = join(store.path, 'objects', 'zz');
    mkdirSync(half);
    writeFileSync(join(half, `zz${'a'.repeat(24)}.tmp`), 'half');
    writeFileSync(join(store.path, 'slots', `${id()}.tmp`), 'half');
    const again = closedAtEnd(openStore(store.path, options));
    expect(readdirSync(half)).toEqual([]);
    expect(readdirSync(join(store.path, 'slots'))).toEqual([slotId]);
    expect(again.tables.objects.list(again.read)).toEqual([
      { objectId, origin: null, index: null, fileDigest, fileBytes },
    ]);
    expect(await fsck(again.fsckReader(), { verifier: new TestSchool().verifier() })).toEqual([]);
  });

  it('leaves a file that is no age file to fsck, which calls it stray', async () => {
    const store = newStore();
    store.close();
    mkdirSync(join(store.path, 'objects', 'aa'));
    writeFileSync(join(store.path, 'objects', 'aa', `${'a'.repeat(26)}.age`), 'not an age file');
    const again = closedAtEnd(openStore(store.path, options));
    const findings = await fsck(again.fsckReader(), { verifier: new TestSchool().verifier() });
    expect(findings.map(({ code }) => code)).toEqual(['OBJECT_STRAY']);
  });
});

describe('openForFsck', () => {
  it('opens a vault with a damaged page and lists it', async () => {
    const store = newStore();
    store.write((db) => {
      for (let i = 0; i < 40; i++)
        store.tables.kv.put(db, `key ${i}`, new Uint8Array(900).fill(i + 1));
    });
    store.close();
    const file = join(store.path, 'vault.sqlite');
    const last = readFileSync(file).length / 4096 - 1;
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(64, 0xee), 0, 64, last * 4096);
    closeSync(descriptor);
    expect(thrownBy(() => openStore(store.path, options))).toMatchObject({ code: 'STORE_DAMAGED' });
    const reader = closedAtEnd(openForFsck(store.path, options));
    const findings = await fsck(reader, { verifier: new TestSchool().verifier() });
    expect(findings.length).toBeGreaterThan(0);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['STORE_DAMAGED']));
  });
});

describe('OpenStore.write', () => {
  it('undoes everything when the function throws, newest first, and passes the error on', () => {
    const store = newStore();
    const undone: string[] = [];
    const wrong = new Error('changed my mind');
    expect(
      thrownBy(() =>
        store.write((db) => {
          store.tables.kv.put(db, 'a', Uint8Array.of(1));
          db.onRollback(() => undone.push('first'));
          db.onRollback(() => undone.push('second'));
          throw wrong;
        }),
      ),
    ).toBe(wrong);
    expect(undone).toEqual(['second', 'first']);
    expect(store.tables.kv.get(store.read, 'a')).toBeNull();
    expect(store.suspect).toBe(false);
  });

  it('refuses a write inside a write, a promise, and a handle of an earlier transaction', () => {
    const store = newStore();
    const kept: WriteDb[] = [];
    expect(
      thrownBy(() =>
        store.write(() => {
          store.write(() => 0);
        }),
      ),
    ).toBeInstanceOf(TypeError);
    expect(
      thrownBy(() =>
        store.write((db) => {
          store.tables.kv.put(db, 'a', Uint8Array.of(1));
          return Promise.resolve();
        }),
      ),
    ).toBeInstanceOf(TypeError);
    expect(store.tables.kv.get(store.read, 'a')).toBeNull();
    store.write((db) => {
      kept.push(db);
    });
    const [db] = kept;
    if (db === undefined) throw new Error('handle expected');
    expect(
      thrownBy(() => {
        store.tables.kv.put(db, 'a', Uint8Array.of(1));
      }),
    ).toMatchObject({
      message: '"db" expected the running transaction',
    });
    expect(store.suspect).toBe(false);
  });

  it('refuses everything after close', () => {
    const store = newStore();
    store.close();
    store.close();
    expect(thrownBy(() => store.origins())).toBeInstanceOf(TypeError);
    expect(thrownBy(() => store.write(() => 0))).toBeInstanceOf(TypeError);
  });

  it('lets a caller write while it walks over rows', () => {
    const store = newStore();
    store.write((db) => {
      for (let i = 0; i < 100; i++) store.tables.kv.put(db, `k${i}`, Uint8Array.of(i));
    });
    for (const key of store.tables.kv.keys(store.read, 'k')) {
      store.write((db) => {
        store.tables.kv.remove(db, key);
      });
    }
    expect(store.tables.kv.keys(store.read, 'k')).toEqual([]);
  });
});

describe('OpenStore.checkpointTruncate', () => {
  it('moves the WAL into the database and leaves no byte of it', () => {
    const store = newStore();
    store.write((db) => {
      store.tables.kv.put(db, 'a', Uint8Array.of(1));
    });
    expect(readFileSync(join(store.path, 'vault.sqlite-wal')).length).toBeGreaterThan(0);
    store.checkpointTruncate();
    expect(readFileSync(join(store.path, 'vault.sqlite-wal'))).toHaveLength(0);
  });
});
