import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#src/core/ids.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { encryptAge, decryptAge } from '#src/crypto/age-file.ts';
import { utf8 } from '#src/core/bytes.ts';
import { fsckReport } from '#src/ledger/fsck.ts';
import { newCaptureKey } from '#src/vault/capture-key.ts';
import {
  openContent,
  openExhibitKey,
  type InvestigationFacts,
} from '#src/vault/investigation-keys.ts';
import { commitLock, finishLocks, lastOpenHere, overwriteSlot } from '#src/vault/lock.ts';
import { startSitting } from '#src/vault/sitting.ts';
import { openVault } from '#src/vault/open-vault.ts';
import { openStore } from '#src/store/store.ts';
import { makeVault, type TestVault } from '#test/support/vault.ts';

const codes = ['4821', '1094'] as const;
const HOUR_MS = 3600 * 1000;
let made: TestVault;
let facts: InvestigationFacts;

beforeEach(async () => {
  made = await makeVault();
  facts = await made.investigation();
});
afterEach(async () => {
  await made.close();
});

/** Every file below the vault folder. */
function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });
}

/** The boxes of all content shares, as they stand on disk. */
function shareBoxes(): Uint8Array[] {
  const { tables, read } = made.store;
  const { investigationId } = facts;
  return tables.envelopes
    .list(read, { kind: 'content-share', investigationId })
    .map(({ box }) => box);
}

/** How many of the boxes any file still holds a part of: three windows of 64 bytes of each are looked for. */
function boxesOnDisk(boxes: readonly Uint8Array[], folder = made.path): number {
  const files = filesOf(folder).map((path) => readFileSync(path));
  return boxes.filter((box) =>
    [0, box.length >> 1, box.length - 64].some((at) =>
      files.some((bytes) => bytes.includes(Buffer.from(box.subarray(at, at + 64)))),
    ),
  ).length;
}

/** Accept one capture. @returns its id and an object encrypted to it */
async function acceptCapture(): Promise<{ captureId: string; file: Uint8Array }> {
  const captureId = newId(randomBytes);
  const { investigationId } = facts;
  const key = await newCaptureKey(made.vault, investigationId, captureId);
  const file = await encryptAge(utf8('a picture'), [key.recipient]);
  const box = await key.wrap();
  made.store.write((db) =>
    made.store.tables.exhibitKeys.put(db, { investigationId, captureId, box }),
  );
  key.drop();
  return { captureId, file };
}

async function lockWholly(): Promise<void> {
  const writer = await made.vault.computerWriter(facts.origin);
  overwriteSlot(made.vault, facts.investigationId);
  commitLock(made.vault, facts.investigationId, writer, { v: 1, level: 'L2' });
}

async function expectLocked(): Promise<void> {
  const { vault, store } = made;
  const { investigationId, origin } = facts;
  expect(vault.investigation(investigationId).state).toBe('locked');
  expect(store.slots.read(facts.slotId)).toBe('empty');
  expect(shareBoxes()).toEqual([]);
  expect([...vault.ledger(origin).readEntries()].map(({ kind }) => kind)).toEqual([
    'test-opened',
    'locked',
  ]);
  await expect(openContent(vault, investigationId, await made.pair())).rejects.toMatchObject({
    code: 'VAULT_LOCKED',
    message: 'investigation expected to be open, got a locked one',
  });
  await expect(
    openContent(vault, investigationId, await made.pair('DAP', 'HE')),
  ).rejects.toMatchObject({
    code: 'VAULT_LOCKED',
  });
  await expect(
    startSitting(vault, await made.pair(), { investigationId, codes }),
  ).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
  await expect(newCaptureKey(vault, investigationId, 'a'.repeat(26))).rejects.toMatchObject({
    code: 'VAULT_LOCKED',
  });
  const report = await fsckReport(store.fsckReader(), { verifier: vault.verifier });
  expect(report.findings).toEqual([]);
}

describe('openContent', () => {
  it('opens exhibits for any two authorised people, and for nobody alone', async () => {
    const { captureId, file } = await acceptCapture();
    const { investigationId } = facts;
    for (const [first, second] of [
      ['RJT', 'IMS'],
      ['HE', 'RJT'],
      ['DAP', 'HE'],
    ] as const) {
      const content = await openContent(
        made.vault,
        investigationId,
        await made.pair(first, second),
      );
      const identity = await openExhibitKey(made.vault, investigationId, captureId, content);
      expect(await decryptAge(file, identity)).toEqual(utf8('a picture'));
    }
    const rowan = await made.unlock('RJT');
    await expect(openContent(made.vault, investigationId, [rowan, rowan])).rejects.toMatchObject({
      code: 'VAULT_SAME_PERSON',
    });
    await expect(
      openContent(made.vault, investigationId, [rowan, await made.unlock('CS')]),
    ).rejects.toMatchObject({ code: 'VAULT_NOT_AUTHORISED' });
  });
});

describe('newCaptureKey', () => {
  it('lets nobody open what was never accepted, once dropped', async () => {
    const { investigationId } = facts;
    const key = await newCaptureKey(made.vault, investigationId, 'a'.repeat(26));
    const file = await encryptAge(utf8('a picture'), [key.recipient]);
    const wrapping = key.wrap();
    key.drop();
    await expect(wrapping).rejects.toMatchObject({ code: 'CAPTURE_STOPPED' });
    await expect(key.wrap()).rejects.toMatchObject({
      code: 'CAPTURE_STOPPED',
      message: 'capture expected its key, got one that was dropped',
    });
    const content = await openContent(made.vault, investigationId, await made.pair());
    await expect(decryptAge(file, content)).rejects.toMatchObject({ code: 'AGE_NO_MATCH' });
    await expect(
      openExhibitKey(made.vault, investigationId, 'a'.repeat(26), content),
    ).rejects.toMatchObject({ code: 'CAPTURE_UNKNOWN' });
  });

  it('wraps nothing once the investigation is stopped', async () => {
    const key = await newCaptureKey(made.vault, facts.investigationId, 'a'.repeat(26));
    const wrapping = key.wrap();
    overwriteSlot(made.vault, facts.investigationId);
    await expect(wrapping).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
    await expect(key.wrap()).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
  });
});

describe('commitLock', () => {
  it('leaves the content shares in no byte of database, WAL or any file', async () => {
    await acceptCapture();
    const boxes = shareBoxes();
    expect(boxes).toHaveLength(4);
    expect(boxesOnDisk(boxes)).toBe(4);
    await lockWholly();
    expect(boxesOnDisk(boxes)).toBe(0);
    expect(statSync(join(made.path, 'vault.sqlite-wal')).size).toBe(0);
    await expectLocked();
  });

  it('is signed by the sitting when it has one, and a second time changes nothing', async () => {
    const { investigationId } = facts;
    const sitting = await startSitting(made.vault, await made.pair(), { investigationId, codes });
    const { writer } = sitting.investigation ?? sitting.installation;
    overwriteSlot(made.vault, investigationId);
    overwriteSlot(made.vault, investigationId);
    const heads: number[] = [];
    for (let i = 0; i < 2; i++) {
      commitLock(made.vault, investigationId, writer, { v: 1 }, () => heads.push(i));
    }
    sitting.drop();
    expect(heads).toEqual([0]);
    await expectLocked();
  });

  it('deletes the shares even where the entry cannot be written; the next start adds it', async () => {
    const { investigationId } = facts;
    const sitting = await startSitting(made.vault, await made.pair(), { investigationId, codes });
    const { writer } = sitting.investigation ?? sitting.installation;
    sitting.drop();
    const boxes = shareBoxes();
    overwriteSlot(made.vault, investigationId);
    expect(() => commitLock(made.vault, investigationId, writer, { v: 1 })).toThrow(
      expect.objectContaining({ code: 'SITTING_NONE' }),
    );
    expect(boxesOnDisk(boxes)).toBe(0);
    expect(made.vault.ledger(facts.origin).head().size).toBe(1);
    await made.reopen();
    await expectLocked();
  });

  it('adds the entry with another writer where the first could not sign', async () => {
    const { investigationId } = facts;
    const sitting = await startSitting(made.vault, await made.pair(), { investigationId, codes });
    const { writer } = sitting.investigation ?? sitting.installation;
    made.clock.pass(13 * HOUR_MS);
    overwriteSlot(made.vault, investigationId);
    expect(() => commitLock(made.vault, investigationId, writer, { v: 1 })).toThrow(
      expect.objectContaining({ code: 'SITTING_EXPIRED' }),
    );
    const computer = await made.vault.computerWriter(facts.origin);
    commitLock(made.vault, investigationId, computer, { v: 1 });
    await expectLocked();
  });
});

describe('overwriteSlot', () => {
  it('locks at once in memory, for whoever was opening exhibits meanwhile', async () => {
    const opening = openContent(made.vault, facts.investigationId, await made.pair());
    overwriteSlot(made.vault, facts.investigationId);
    await expect(opening).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
    expect(made.vault.investigation(facts.investigationId).state).toBe('locked');
    expect(() => overwriteSlot(made.vault, 'a'.repeat(26))).toThrow(
      expect.objectContaining({ code: 'INVESTIGATION_UNKNOWN' }),
    );
  });
});

describe('finishLocks', () => {
  it('has nothing to do for an open investigation, or a second time', async () => {
    expect(await finishLocks(made.vault)).toEqual([]);
    await lockWholly();
    expect(await finishLocks(made.vault)).toEqual([]);
    await made.reopen();
    await expectLocked();
  });

  it('finishes after a kill between slot and commit', async () => {
    const boxes = shareBoxes();
    overwriteSlot(made.vault, facts.investigationId);
    await made.reopen();
    expect(boxesOnDisk(boxes)).toBe(0);
    await expectLocked();
    const entry = [...made.vault.ledger(facts.origin).readEntries()].at(-1);
    expect(entry).toMatchObject({ kind: 'locked', sitting: null });
  });

  it('finishes after a kill at any point: after the slot, after the commit, after the checkpoint', async () => {
    const { investigationId, origin } = facts;
    const boxes = shareBoxes();
    const { ports } = made;
    const writer = await made.vault.computerWriter(origin);
    // The process as it is killed leaves the folder as it lies at that moment, WAL included.
    const killedAt = (point: string): string => {
      const copy = `${made.path}-killed-after-${point}`;
      cpSync(made.path, copy, { recursive: true });
      return copy;
    };
    overwriteSlot(made.vault, investigationId);
    const copies = [killedAt('slot')];
    const truncate = made.store.checkpointTruncate.bind(made.store);
    made.store.checkpointTruncate = () => {
      copies.push(killedAt('commit'));
      truncate();
    };
    commitLock(made.vault, investigationId, writer, { v: 1 });
    copies.push(killedAt('checkpoint'));
    expect(copies).toHaveLength(3);
    expect(boxesOnDisk(boxes, copies[1])).toBe(4);
    for (const path of copies) {
      const store = openStore(path, { holder: 'test' });
      const vault = await openVault({ ...ports, store });
      expect(boxesOnDisk(boxes, path)).toBe(0);
      expect(vault.investigation(investigationId).state).toBe('locked');
      const kinds = [...vault.ledger(origin).readEntries()].map(({ kind }) => kind);
      expect(kinds).toEqual(['test-opened', 'locked']);
      await expect(openContent(vault, investigationId, await made.pair())).rejects.toMatchObject({
        code: 'VAULT_LOCKED',
      });
      const report = await fsckReport(store.fsckReader(), { verifier: vault.verifier });
      expect(report.findings).toEqual([]);
      store.close();
    }
  });

  it('finishes from a lock entry, from a locked row, from missing shares, from a missing slot', async () => {
    const { investigationId, origin, slotId } = facts;
    const { store } = made;
    const writer = await made.vault.computerWriter(origin);
    store.write((db) => {
      made.vault.ledger(origin).append(db, writer, { kind: 'locked', payload: { v: 1 } });
    });
    await made.reopen();
    await expectLocked();

    const row = await made.investigation('NHS-2026-002');
    made.store.write((db) =>
      made.vault.putRow(db, { ...made.vault.row(row.investigationId), state: 'locked' }),
    );
    const shares = await made.investigation('NHS-2026-003');
    made.store.write((db) => {
      const { investigationId: id } = shares;
      made.store.tables.envelopes.remove(db, { kind: 'content-share', investigationId: id });
    });
    const slot = await made.investigation('NHS-2026-004');
    made.store.slots.remove(slot.slotId);
    const untouched = await made.investigation('NHS-2026-005');
    await made.reopen();
    const states = made.vault.investigations().map(({ reference, state }) => [reference, state]);
    expect(Object.fromEntries(states)).toEqual({
      'NHS-2026-001': 'locked',
      'NHS-2026-002': 'locked',
      'NHS-2026-003': 'locked',
      'NHS-2026-004': 'locked',
      'NHS-2026-005': 'open',
    });
    for (const one of [row, shares, slot]) {
      const kinds = [...made.vault.ledger(one.origin).readEntries()].map(({ kind }) => kind);
      expect(kinds).toEqual(['test-opened', 'locked']);
      await expect(
        openContent(made.vault, one.investigationId, await made.pair()),
      ).rejects.toMatchObject({
        code: 'VAULT_LOCKED',
      });
    }
    expect(await finishLocks(made.vault)).toEqual([]);
    expect(made.store.slots.read(untouched.slotId)).toHaveLength(32);
    expect(investigationId).not.toBe(slotId);
  });

  it('locks again what somebody put back from a copy: shares, slot and row, but not the entry', async () => {
    const { tables, read } = made.store;
    const { investigationId, slotId } = facts;
    const before = tables.envelopes.list(read, { kind: 'content-share', investigationId });
    const key = made.store.slots.read(slotId);
    if (key === 'empty') throw new RangeError('slot expected full');
    const row = made.vault.row(investigationId);
    await lockWholly();
    made.store.slots.remove(slotId);
    made.store.slots.create(slotId, key);
    made.store.write((db) => {
      tables.investigations.put(db, row);
      for (const envelope of before) tables.envelopes.put(db, envelope);
    });
    await made.reopen();
    await expectLocked();
  });
});

describe('lastOpenHere', () => {
  it('is the investigation last opened, while its last sitting ended under a day ago', async () => {
    expect(lastOpenHere(made.vault)).toBeNull();
    const second = await made.investigation('NHS-2026-002');
    const sitting = await startSitting(made.vault, await made.pair(), {
      ...{ investigationId: facts.investigationId, codes },
    });
    made.clock.pass(1000);
    await sitting.attach(await made.pair(), second.investigationId);
    expect(lastOpenHere(made.vault)).toBe(second.investigationId);
    made.clock.pass(HOUR_MS);
    await sitting.end(await made.pair());
    made.clock.pass(24 * HOUR_MS - 60_000);
    expect(lastOpenHere(made.vault)).toBe(second.investigationId);
    made.clock.pass(120_000);
    expect(lastOpenHere(made.vault)).toBeNull();
  });

  it('takes a sitting that a crash ended for one of the greatest length', async () => {
    const { investigationId } = facts;
    await startSitting(made.vault, await made.pair(), { investigationId, codes });
    await made.reopen();
    made.clock.pass(35 * HOUR_MS);
    expect(lastOpenHere(made.vault)).toBe(investigationId);
    made.clock.pass(2 * HOUR_MS);
    expect(lastOpenHere(made.vault)).toBeNull();
  });
});
