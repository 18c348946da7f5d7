import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { equalBytes } from '#src/core/bytes.ts';
import { nodeFileSystem } from '#src/store/node-file-system.ts';
import { createStore, openStore } from '#src/store/store.ts';
import { DiskModel, tear, type DiskState } from './disk-model.ts';
import { recordingFileSystem, type Operation } from './recording-file-system.ts';
import {
  brokenPromises,
  newSetting,
  nothingPromised,
  STAGE,
  steps,
  type Promised,
} from './workload.ts';

const SLOW = process.env['SLOW'] === '1';
const ROUNDS = SLOW ? 4 : 2;
const LEAST_STATES = SLOW ? 100_000 : 2_000;
// How many ways one commit's part of the WAL, or one move of it into the database, is torn.
const TEARS = SLOW ? 5_200 : 180;
const DATABASE = 'vault.sqlite';
const WAL = 'vault.sqlite-wal';

/** A generator of numbers that repeats itself from run to run (mulberry32). */
function chooser(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** All files below a folder, by path relative to it. */
function filesIn(root: string, folder = root): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory())
      for (const [key, bytes] of filesIn(root, path)) files.set(key, bytes);
    else files.set(relative(root, path), new Uint8Array(readFileSync(path)));
  }
  return files;
}

/** What a crash during one change of the database may leave of its two files. */
function* databaseStates(
  before: DiskState,
  after: DiskState,
  choose: (below: number) => number,
): Iterable<DiskState> {
  const [oldDatabase, newDatabase] = [part(before, DATABASE), part(after, DATABASE)];
  const [oldWal, newWal] = [part(before, WAL), part(after, WAL)];
  if (equalBytes(oldDatabase, newDatabase)) {
    yield* walStates(oldDatabase, oldWal, newWal, choose);
    return;
  }
  // A checkpoint: the WAL is durable first, then the database, then the WAL is cut.
  for (let i = 0; i < TEARS; i++) {
    const torn = tear(oldDatabase, { position: 0, bytes: newDatabase }, choose);
    yield pair(torn, oldWal);
  }
  for (const wal of [oldWal, newWal]) yield pair(newDatabase, wal);
}

function* walStates(
  database: Uint8Array,
  oldWal: Uint8Array,
  newWal: Uint8Array,
  choose: (below: number) => number,
): Iterable<DiskState> {
  let from = 0;
  while (from < oldWal.length && oldWal[from] === newWal[from]) from++;
  const added = newWal.subarray(from);
  // Cut short at any byte, and with any of its sectors missing.
  const cuts = SLOW ? TEARS : Math.min(TEARS, added.length);
  for (let i = 0; i <= cuts; i++) {
    const wal = newWal.slice(0, from + Math.floor((added.length * i) / cuts));
    yield pair(database, wal.length < oldWal.length ? oldWal : wal);
  }
  for (let i = 0; i < TEARS; i++)
    yield pair(database, tear(oldWal, { position: from, bytes: added }, choose));
}

function pair(database: Uint8Array, wal: Uint8Array): DiskState {
  return new Map([
    [DATABASE, database],
    [WAL, wal],
  ]);
}

function part(state: DiskState, name: string): Uint8Array {
  return state.get(name) ?? new Uint8Array();
}

describe('a crash at any moment', () => {
  const base = mkdtempSync(join(STAGE, 'countersign-crash-'));
  let number = 0;
  let states = 0;
  const seen = new Set<string>();
  const broken: string[] = [];
  let setting: Awaited<ReturnType<typeof newSetting>>;

  beforeAll(async () => {
    setting = await newSetting();
  });
  afterAll(() => {
    rmSync(base, { recursive: true, force: true });
  });

  async function check(files: DiskState, promised: Promised, where: string): Promise<void> {
    states++;
    const path = join(base, `state-${number++}`);
    for (const folder of ['objects', 'slots']) mkdirSync(join(path, folder), { recursive: true });
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), bytes);
    }
    try {
      for (const line of await brokenPromises(path, setting, promised))
        broken.push(`${where}: ${line}`);
    } catch (error) {
      broken.push(`${where}: ${String(error)}`);
    } finally {
      rmSync(path, { recursive: true });
    }
  }

  it(`loses nothing acknowledged and leaves nothing for fsck, in at least ${LEAST_STATES} states`, async () => {
    const choose = chooser(20_261_117);
    const path = join(base, 'vault');
    createStore(path, { holder: 'crash' }).close();
    const operations: Operation[] = [];
    const fileSystem = recordingFileSystem(nodeFileSystem(), (operation) =>
      operations.push(operation),
    );
    const store = openStore(path, { holder: 'crash', fileSystem });
    const promised = nothingPromised();
    const model = new DiskModel(absolute(path, filesIn(path)));
    operations.length = 0;
    let before = filesIn(path);
    for (const [at, step] of steps(store, setting, promised, ROUNDS).entries()) {
      const earlier = structuredClone(promised);
      await step();
      const after = filesIn(path);
      const others = (state: DiskState): DiskState =>
        new Map([...state].filter(([name]) => !name.startsWith(DATABASE)));
      for (const operation of operations.splice(0)) {
        for (const disk of [...model.states(choose)]) {
          const files = new Map([
            ...others(relativeTo(path, disk)),
            ...pair(part(before, DATABASE), part(before, WAL)),
          ]);
          await check(files, earlier, `step ${at}, before ${operation.kind}`);
        }
        model.apply(operation);
        seen.add(operation.kind);
      }
      if (
        !equalBytes(part(before, WAL), part(after, WAL)) ||
        !equalBytes(part(before, DATABASE), part(after, DATABASE))
      ) {
        for (const files of databaseStates(before, after, choose)) {
          await check(new Map([...others(before), ...files]), earlier, `step ${at}, database`);
        }
      }
      for (const disk of [...model.states(choose)]) {
        const files = new Map([
          ...others(relativeTo(path, disk)),
          ...pair(part(after, DATABASE), part(after, WAL)),
        ]);
        await check(files, promised, `after step ${at}`);
      }
      before = after;
    }
    store.close();
    expect(broken.slice(0, 10)).toEqual([]);
    expect([...seen].toSorted()).toEqual([
      'create',
      'folder',
      'rename',
      'sync',
      'syncFolder',
      'write',
    ]);
    expect(states).toBeGreaterThanOrEqual(LEAST_STATES);
    console.info(`crash states checked: ${states}`);
  }, 3_600_000);

  it('would notice an entry that was acknowledged before it was durable', async () => {
    const path = join(base, 'careless');
    const store = createStore(path, { holder: 'crash' });
    const promised = nothingPromised();
    const [create, put, second, append] = steps(store, setting, promised, 1);
    for (const step of [create, put, second]) await step?.();
    const early = filesIn(path);
    await append?.();
    store.close();
    broken.length = 0;
    await check(early, promised, 'careless');
    expect(broken).toEqual(['careless: entries: 1, got 0']);
  });
});

function absolute(root: string, files: DiskState): DiskState {
  return new Map([...files].map(([name, bytes]) => [join(root, name), bytes]));
}

function relativeTo(root: string, files: DiskState): DiskState {
  return new Map([...files].map(([name, bytes]) => [relative(root, name), bytes]));
}
