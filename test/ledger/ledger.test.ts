import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { recipientOf } from '#src/crypto/age-file.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { parseCheckpoint } from '#src/ledger/checkpoint.ts';
import { newDataKey, openDataKeys } from '#src/ledger/data-key.ts';
import { verifyDisclosure, verifyEntryProof } from '#src/ledger/disclosure.ts';
import { openLedger } from '#src/ledger/ledger.ts';
import { verifyConsistency } from '#src/ledger/tree.ts';
import { ageLike, id, thrownBy } from '../store/support.ts';
import { add, newVault, startSitting, type TestVault } from './support.ts';

const PLAIN = { plaintextDigest: digestOf(utf8('plain')), plaintextBytes: 5 };

async function ringOf({ store, origin, identity }: TestVault): ReturnType<typeof openDataKeys> {
  return openDataKeys(store.ledgerStore(origin).dataKeys(), [identity]);
}

describe('Ledger.append', () => {
  it('adds entries with times, place and a signed head, which survive reopening', async () => {
    const vault = await newVault();
    const { store, ledger, origin, clock } = vault;
    expect(ledger.head()).toMatchObject({ size: 0, checkpoint: null });
    expect(add(vault, vault.computer, { kind: 'opened', payload: { why: 'a report' } })).toBe(0);
    clock.pass(1_500);
    expect(add(vault, vault.computer, { kind: 'noted', payload: [1, 'two', null] })).toBe(1);
    const again = openLedger({ store: store.ledgerStore(origin), clock, random: randomBytes });
    expect(again.head()).toEqual(ledger.head());
    expect(parseCheckpoint(again.head().checkpoint ?? '')).toEqual({
      origin,
      size: 2,
      root: ledger.head().root,
    });
    expect(
      [...again.readEntries()].map(({ index, kind, recordedAt, monotonicMs, bootId, sitting }) => ({
        index,
        kind,
        recordedAt,
        monotonicMs,
        bootId,
        sitting,
      })),
    ).toEqual([
      {
        index: 0,
        kind: 'opened',
        recordedAt: '2026-11-17T10:00:00.000Z',
        monotonicMs: 5_000,
        bootId: 'boot-1',
        sitting: null,
      },
      {
        index: 1,
        kind: 'noted',
        recordedAt: '2026-11-17T10:00:01.500Z',
        monotonicMs: 6_500,
        bootId: 'boot-1',
        sitting: null,
      },
    ]);
    expect(again.readPayload(1, await ringOf(vault)).payload).toEqual([1, 'two', null]);
    expect(store.origins()).toEqual([origin]);
  });

  it('forgets the entry when the transaction does not commit, and goes on from there', async () => {
    const vault = await newVault();
    const { store, ledger } = vault;
    add(vault, vault.computer, { kind: 'opened', payload: 0 });
    const before = ledger.head();
    const { objectId, fileBytes, fileDigest } = await store.objects.put(ageLike('x'));
    const objects = [{ objectId, fileBytes, fileDigest, ...PLAIN }];
    const wrong = new Error('refused');
    expect(
      thrownBy(() =>
        store.write((db) => {
          ledger.append(db, vault.computer, { kind: 'captured', payload: 1, objects });
          ledger.append(db, vault.computer, { kind: 'noted', payload: 2 });
          expect(ledger.head().size).toBe(3);
          throw wrong;
        }),
      ),
    ).toBe(wrong);
    expect(ledger.head()).toEqual(before);
    expect(store.tables.objects.list(store.read)).toEqual([]);
    expect(add(vault, vault.computer, { kind: 'captured', payload: 1, objects })).toBe(1);
    expect(store.tables.objects.list(store.read)).toEqual([
      { objectId, origin: vault.origin, index: 1, fileDigest, fileBytes },
    ]);
    expect(store.fsckReader().pendingObjects().size).toBe(0);
  });

  it('throws LEDGER_HEAD_MOVED when another appended first, until it is reloaded', async () => {
    const vault = await newVault();
    const other = openLedger({
      store: vault.store.ledgerStore(vault.origin),
      clock: vault.clock,
      random: randomBytes,
    });
    add(vault, vault.computer, { kind: 'opened', payload: 0 });
    const late = { store: vault.store, ledger: other };
    expect(thrownBy(() => add(late, vault.computer, { kind: 'noted', payload: 1 }))).toMatchObject({
      code: 'LEDGER_HEAD_MOVED',
      message: '"size" expected 0, got 1 or another head',
    });
    other.reload();
    expect(add(late, vault.computer, { kind: 'noted', payload: 1 })).toBe(1);
  });

  it('refuses an object that is missing, of another size or digest, or claimed before', async () => {
    const vault = await newVault();
    const { objectId, fileBytes, fileDigest } = await vault.store.objects.put(ageLike('x'));
    const ref = { objectId, fileBytes, fileDigest, ...PLAIN };
    const claim = (change: Partial<typeof ref>): number =>
      add(vault, vault.computer, {
        kind: 'captured',
        payload: 0,
        objects: [{ ...ref, ...change }],
      });
    for (const change of [{ objectId: id() }, { fileBytes: fileBytes + 1 }]) {
      expect(thrownBy(() => claim(change))).toMatchObject({
        code: 'OBJECT_MISSING',
        message: '"objects" expected files written before, got none of this size',
      });
    }
    expect(thrownBy(() => claim({ fileDigest: digestOf(utf8('other')) }))).toMatchObject({
      code: 'DIGEST_MISMATCH',
    });
    expect(vault.ledger.head().size).toBe(0);
    claim({});
    expect(thrownBy(() => claim({}))).toBeInstanceOf(TypeError);
    expect(vault.ledger.head().size).toBe(1);
  });

  it('marks a clock that went back and never refuses it; a slow clock and a new boot are no such thing', async () => {
    const vault = await newVault();
    const { clock, ledger } = vault;
    const note = (): void => {
      add(vault, vault.computer, { kind: 'noted', payload: 0 });
    };
    note();
    clock.pass(60_000);
    clock.wallMs -= 40;
    note();
    clock.wallMs -= 3_600_000;
    note();
    clock.pass(1_000);
    note();
    clock.monotonic += 60_000;
    note();
    clock.monotonic = 3;
    clock.boot = 'boot-2';
    clock.wallMs += 5;
    note();
    expect([...ledger.readEntries()].map((entry) => entry.clockSteppedBack ?? false)).toEqual([
      false,
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it('refuses what is too large, not JSON or of no proper kind, and keeps nothing of it', async () => {
    const vault = await newVault();
    const codes = [
      { kind: 'noted', payload: 'x'.repeat((1 << 20) + 1) },
      { kind: 'noted', payload: Number.NaN },
      { kind: 'Not Kebab', payload: 0 },
      { kind: 'a'.repeat(65), payload: 0 },
    ].map((input) => {
      const error = thrownBy(() => add(vault, vault.computer, input));
      return error instanceof EvidenceError ? error.code : error;
    });
    expect(codes).toEqual([
      'LEDGER_ENTRY_TOO_LARGE',
      'JSON_UNSUPPORTED_VALUE',
      'LEDGER_ENTRY_MALFORMED',
      'LEDGER_ENTRY_MALFORMED',
    ]);
    expect(vault.ledger.head().size).toBe(0);
    expect(vault.store.ledgerStore(vault.origin).dataKeys()).toEqual([]);
  });

  it('throws TypeError for a restricted payload where the writer may add none', async () => {
    const vault = await newVault();
    const { writer } = await startSitting(vault);
    expect(
      thrownBy(() => add(vault, writer, { kind: 'reported', payload: 0, restricted: true })),
    ).toMatchObject({
      name: 'TypeError',
      message: '"restrictedDataKey" expected for a restricted payload, got null',
    });
  });

  it('keeps entries in order over many pages of rows, read while others are added', async () => {
    const vault = await newVault();
    vault.store.write((db) => {
      for (let i = 0; i < 200; i++)
        vault.ledger.append(db, vault.computer, { kind: 'noted', payload: i });
    });
    const seen: number[] = [];
    for (const { index } of vault.ledger.readEntries()) {
      seen.push(index);
      if (index % 50 === 0) add(vault, vault.computer, { kind: 'noted', payload: 'more' });
    }
    expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect([...vault.ledger.readEntries(198, 201)].map(({ index }) => index)).toEqual([
      198, 199, 200,
    ]);
  });
});

describe('openLedger', () => {
  it('throws RangeError for an entry or root that is not there', async () => {
    const vault = await newVault();
    expect(() => vault.ledger.readPayload(0, new Map())).toThrow(RangeError);
    expect(() => vault.ledger.rootAt(1)).toThrow('"size" expected 0 to 0, got 1');
  });
});

describe('Ledger.readPayload', () => {
  it('throws LEDGER_PAYLOAD_WITHHELD without the key, also for the restricted one', async () => {
    const vault = await newVault();
    add(vault, vault.computer, { kind: 'opened', payload: 'plain' });
    add(vault, vault.computer, {
      kind: 'reported',
      payload: { reporter: 'Mx Example' },
      restricted: true,
    });
    const ring = await ringOf(vault);
    expect(vault.ledger.readPayload(0, ring).payload).toBe('plain');
    const withheld = {
      code: 'LEDGER_PAYLOAD_WITHHELD',
      message: 'payload expected a key that opens it, got none',
    };
    expect(thrownBy(() => vault.ledger.readPayload(1, ring))).toMatchObject(withheld);
    expect(thrownBy(() => vault.ledger.readPayload(0, new Map()))).toMatchObject(withheld);
    const rows = vault.store.ledgerStore(vault.origin).dataKeys();
    const all = await openDataKeys(rows, [vault.identity, vault.restrictedIdentity]);
    expect(vault.ledger.readPayload(1, all).payload).toEqual({ reporter: 'Mx Example' });
  });
});

describe('openDataKeys', () => {
  it('throws AGE_DAMAGED for a changed file, and for one that holds no 32 bytes', async () => {
    const vault = await newVault();
    const { row } = vault.computer.dataKey;
    const file = row.file.slice();
    file[file.length - 1] = (file.at(-1) ?? 0) ^ 1;
    await expect(openDataKeys([{ ...row, file }], [vault.identity])).rejects.toMatchObject({
      code: 'AGE_DAMAGED',
    });
  });

  it('gives every key a new id and row', async () => {
    const vault = await newVault();
    const recipients = [await recipientOf(vault.identity)];
    const make = (): ReturnType<typeof newDataKey> =>
      newDataKey({ sittingId: null, restricted: false, recipients, random: randomBytes });
    const [first, second] = [await make(), await make()];
    expect(first.row.dataKeyId).not.toBe(second.row.dataKeyId);
    expect(await openDataKeys([first.row, second.row], [vault.identity])).toEqual(
      new Map([
        [first.row.dataKeyId, first.key],
        [second.row.dataKeyId, second.key],
      ]),
    );
  });
});

describe('withholding and disclosing', () => {
  it('proves one disclosed entry by itself, all others withheld, at every size to 20', async () => {
    const vault = await newVault();
    for (let i = 0; i < 20; i++) add(vault, vault.computer, { kind: 'noted', payload: { i } });
    const ring = await ringOf(vault);
    const checkpoint = parseCheckpoint(vault.ledger.head().checkpoint ?? '');
    for (let i = 0; i < 20; i++) {
      const disclosure = vault.ledger.disclose(i, ring);
      expect(verifyDisclosure(disclosure, checkpoint).payload).toEqual({ i });
      expect(verifyEntryProof(vault.ledger.proofFor(i), checkpoint)).toMatchObject({
        index: i,
        kind: 'noted',
      });
      for (let size = i + 1; size <= 20; size++) {
        const earlier = { ...checkpoint, size, root: vault.ledger.rootAt(size) };
        expect(verifyEntryProof(vault.ledger.proofFor(i, size), earlier).index).toBe(i);
      }
    }
  });

  it('refuses another payload, salt, entry, tree, ledger or size', async () => {
    const vault = await newVault();
    for (let i = 0; i < 5; i++) add(vault, vault.computer, { kind: 'noted', payload: { i } });
    const disclosure = vault.ledger.disclose(2, await ringOf(vault));
    const checkpoint = parseCheckpoint(vault.ledger.head().checkpoint ?? '');
    const other = vault.ledger.disclose(3, await ringOf(vault));
    const codes = [
      [{ ...disclosure, payloadBytes: utf8('{"i":3}') }, checkpoint],
      [{ ...disclosure, salt: new Uint8Array(32) }, checkpoint],
      [{ ...disclosure, salt: new Uint8Array(31) }, checkpoint],
      [{ ...disclosure, entryBytes: other.entryBytes }, checkpoint],
      [{ ...disclosure, proof: other.proof }, checkpoint],
      [{ ...disclosure, proof: [] }, checkpoint],
      [disclosure, { ...checkpoint, root: new Uint8Array(32) }],
      [disclosure, { ...checkpoint, origin: 'countersign/other' }],
      [disclosure, { ...checkpoint, size: 4 }],
    ].map(([claim, head]) => {
      const error = thrownBy(() =>
        verifyDisclosure(claim as typeof disclosure, head as typeof checkpoint),
      );
      return error instanceof EvidenceError ? error.code : error;
    });
    expect(codes).toEqual([
      ...['LEDGER_COMMITMENT_MISMATCH', 'LEDGER_COMMITMENT_MISMATCH', 'LEDGER_COMMITMENT_MISMATCH'],
      ...[
        'LEDGER_ROOT_MISMATCH',
        'LEDGER_ROOT_MISMATCH',
        'LEDGER_PROOF_INVALID',
        'LEDGER_ROOT_MISMATCH',
      ],
      ...['LEDGER_ORIGIN_MISMATCH', 'LEDGER_PROOF_INVALID'],
    ]);
  });

  it('proves that an earlier head is a prefix of a later one without any entry', async () => {
    const vault = await newVault();
    for (let i = 0; i < 9; i++) add(vault, vault.computer, { kind: 'noted', payload: i });
    const { size, root } = vault.ledger.head();
    for (let oldSize = 1; oldSize <= size; oldSize++) {
      const claim = {
        oldSize,
        newSize: size,
        oldRoot: vault.ledger.rootAt(oldSize),
        newRoot: root,
      };
      verifyConsistency({ ...claim, proof: vault.ledger.consistencyFrom(oldSize) });
    }
  });
});
