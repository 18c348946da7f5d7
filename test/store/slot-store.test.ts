import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '#src/store/store.ts';
import { nodeFileSystem } from '#src/store/node-file-system.ts';
import type { FileSystem } from '#src/store/file-system.ts';
import { ageLike, closedAtEnd, HOLDER, id, newStore, thrownBy } from './support.ts';

const KEY = new Uint8Array(32).fill(7);

describe('slotStore', () => {
  it('gives back the key until it is overwritten, and empty from then on', () => {
    const { slots, path } = newStore();
    const slotId = id();
    slots.create(slotId, KEY);
    expect(readdirSync(join(path, 'slots'))).toEqual([slotId]);
    expect(slots.read(slotId)).toEqual(KEY);
    const inode = statSync(join(path, 'slots', slotId)).ino;
    slots.overwrite(slotId);
    slots.overwrite(slotId);
    expect(slots.read(slotId)).toBe('empty');
    expect(statSync(join(path, 'slots', slotId))).toMatchObject({ ino: inode, size: 4096 });
    expect(readFileSync(join(path, 'slots', slotId)).every((byte) => byte === 0)).toBe(true);
  });

  it('refuses a slot that exists, a key of another length and an id that is none', () => {
    const { slots } = newStore();
    const slotId = id();
    slots.create(slotId, KEY);
    for (const create of [
      () => {
        slots.create(slotId, KEY);
      },
      () => {
        slots.create(id(), new Uint8Array(16));
      },
      () => {
        slots.create('../../etc/passwd', KEY);
      },
    ]) {
      expect(thrownBy(create)).toBeInstanceOf(RangeError);
    }
  });

  it('throws VAULT_SLOT_MISSING where there is none, also for an id that is a path', () => {
    const { slots } = newStore();
    for (const slotId of [id(), '../vault.sqlite', '']) {
      expect(thrownBy(() => slots.read(slotId))).toMatchObject({
        code: 'VAULT_SLOT_MISSING',
        message: 'slot expected a file, got none',
      });
      expect(
        thrownBy(() => {
          slots.overwrite(slotId);
        }),
      ).toMatchObject({ code: 'VAULT_SLOT_MISSING' });
      expect(slots.remove(slotId)).toBe(false);
    }
  });

  it('throws VAULT_SLOT_DAMAGED for a changed or shortened file', () => {
    const { slots, path } = newStore();
    const [first, second] = [id(), id()];
    slots.create(first, KEY);
    slots.create(second, KEY);
    truncateSync(join(path, 'slots', first), 4095);
    const bytes = readFileSync(join(path, 'slots', second));
    bytes[20] = 1;
    writeFileSync(join(path, 'slots', second), bytes);
    for (const slotId of [first, second]) {
      expect(thrownBy(() => slots.read(slotId))).toMatchObject({
        code: 'VAULT_SLOT_DAMAGED',
        message: 'slot expected whole or overwritten, got another content',
      });
    }
  });

  it('lists and removes slots, overwriting first', () => {
    const { slots, path } = newStore();
    const ids = [id(), id()].toSorted();
    for (const slotId of ids) slots.create(slotId, KEY);
    expect(slots.list()).toEqual(ids);
    expect(slots.remove(ids[0] ?? '')).toBe(true);
    expect(readdirSync(join(path, 'slots'))).toEqual([ids[1]]);
  });

  it('works on a suspect store, which refuses everything else', async () => {
    const first = newStore();
    const slotId = id();
    first.slots.create(slotId, KEY);
    first.close();
    const real = nodeFileSystem();
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const fileSystem: FileSystem = { ...real, open: () => Promise.reject(full) };
    const store = closedAtEnd(openStore(first.path, { holder: HOLDER, fileSystem }));
    await expect(store.objects.put(ageLike('x'))).rejects.toMatchObject({
      code: 'STORE_DISK_FULL',
    });
    expect(store.suspect).toBe(true);
    expect(thrownBy(() => store.origins())).toMatchObject({
      code: 'STORE_SUSPECT',
      message: 'store expected sound, got one whose last write failed',
    });
    expect(store.slots.read(slotId)).toEqual(KEY);
    store.slots.overwrite(slotId);
    expect(store.slots.read(slotId)).toBe('empty');
  });
});
