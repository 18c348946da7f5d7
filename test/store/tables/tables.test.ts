import { describe, expect, it } from 'vitest';
import type { InvestigationRow } from '#src/ledger/vault-store.ts';
import { ageLike, newStore, thrownBy } from '../support.ts';

const bytes = (value: number): Uint8Array => new Uint8Array(3).fill(value);

describe('peopleTable', () => {
  it('inserts, replaces, lists in key order and removes', () => {
    const store = newStore();
    const { tables, read } = store;
    const row = { publicRecord: bytes(1), keyFile: bytes(2), certificate: null };
    store.write((db) => {
      tables.people.put(db, { personId: 'b', ...row });
      tables.people.put(db, { personId: 'a', ...row });
      tables.people.put(db, { personId: 'b', ...row, certificate: bytes(9) });
    });
    expect(tables.people.list(read)).toEqual([
      { personId: 'a', ...row },
      { personId: 'b', ...row, certificate: bytes(9) },
    ]);
    expect(tables.people.get(read, 'c')).toBeNull();
    expect(
      store.write((db) => [tables.people.remove(db, 'a'), tables.people.remove(db, 'a')]),
    ).toEqual([true, false]);
    expect(tables.people.get(read, 'a')).toBeNull();
  });
});

describe('investigationsTable', () => {
  const row: InvestigationRow = {
    ...{
      investigationId: 'i',
      reference: 'NHS-2026-001',
      origin: 'o',
      state: 'open',
      slotId: null,
    },
    ...{ lastOpenedAt: null, lastSittingEndedAt: null, facts: bytes(1) },
  };

  it('inserts and replaces by id', () => {
    const store = newStore();
    const { tables, read } = store;
    const locked = {
      ...row,
      state: 'locked',
      slotId: 's',
      lastOpenedAt: '2026-11-17T10:00:00.000Z',
    };
    store.write((db) => {
      tables.investigations.put(db, row);
      tables.investigations.put(db, locked);
    });
    expect(tables.investigations.list(read)).toEqual([locked]);
    expect(tables.investigations.get(read, 'i')).toEqual(locked);
    expect(tables.investigations.get(read, 'x')).toBeNull();
  });

  it('refuses a second investigation of one origin or slot', () => {
    const store = newStore();
    const { tables, read } = store;
    const other = { ...row, investigationId: 'j' };
    expect(
      thrownBy(() =>
        store.write((db) => {
          tables.investigations.put(db, row);
          tables.investigations.put(db, other);
        }),
      ),
    ).toBeInstanceOf(TypeError);
    expect(tables.investigations.list(read)).toEqual([]);
  });
});

describe('envelopesTable', () => {
  it('selects and removes by any of its fields', () => {
    const store = newStore();
    const { tables, read } = store;
    const all = ['content-share', 'record'].flatMap((kind) =>
      ['i', 'j'].flatMap((investigationId) =>
        ['p', 'q'].map((personId) => ({ kind, investigationId, personId, box: bytes(1) })),
      ),
    );
    store.write((db) => {
      for (const row of all.toReversed()) tables.envelopes.put(db, row);
    });
    expect(tables.envelopes.list(read, {})).toEqual(all);
    expect(tables.envelopes.list(read, { personId: 'q', kind: 'record' })).toEqual(
      all.filter(({ personId, kind }) => personId === 'q' && kind === 'record'),
    );
    expect(tables.envelopes.get(read, 'record', 'i', 'p')).toEqual({ ...all[4] });
    expect(
      store.write((db) =>
        tables.envelopes.remove(db, { kind: 'content-share', investigationId: 'i' }),
      ),
    ).toBe(2);
    expect(
      tables.envelopes.list(read, { kind: 'content-share' }).map((row) => row.investigationId),
    ).toEqual(['j', 'j']);
  });

  it('refuses to remove by an empty filter', () => {
    const store = newStore();
    const { tables } = store;
    expect(thrownBy(() => store.write((db) => tables.envelopes.remove(db, {})))).toMatchObject({
      name: 'RangeError',
      message: '"filter" expected at least one field',
    });
  });
});

describe('exhibitKeysTable', () => {
  it('keeps boxes by investigation and capture', () => {
    const store = newStore();
    const { tables, read } = store;
    store.write((db) => {
      for (const captureId of ['b', 'a'])
        tables.exhibitKeys.put(db, { investigationId: 'i', captureId, box: bytes(1) });
      tables.exhibitKeys.put(db, { investigationId: 'j', captureId: 'a', box: bytes(2) });
    });
    expect(tables.exhibitKeys.list(read, 'i').map(({ captureId }) => captureId)).toEqual([
      'a',
      'b',
    ]);
    expect(tables.exhibitKeys.get(read, 'j', 'a')?.box).toEqual(bytes(2));
    expect(store.write((db) => tables.exhibitKeys.removeAll(db, 'i'))).toBe(2);
    expect(tables.exhibitKeys.get(read, 'i', 'a')).toBeNull();
  });
});

describe('kvTable', () => {
  it('finds keys by a prefix taken literally', () => {
    const store = newStore();
    const { tables, read } = store;
    store.write((db) => {
      for (const key of ['a%', 'a%2', 'ab', 'b']) tables.kv.put(db, key, bytes(0));
    });
    expect(tables.kv.keys(read, 'a%')).toEqual(['a%', 'a%2']);
    expect(tables.kv.keys(read, '')).toEqual(['a%', 'a%2', 'ab', 'b']);
    expect(store.write((db) => [tables.kv.remove(db, 'b'), tables.kv.remove(db, 'b')])).toEqual([
      true,
      false,
    ]);
  });
});

describe('objectsTable', () => {
  it('is empty until an entry claims an object', async () => {
    const { tables, read, objects } = newStore();
    await objects.put(ageLike('x'));
    expect(tables.objects.list(read)).toEqual([]);
  });
});
