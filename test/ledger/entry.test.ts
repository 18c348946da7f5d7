import { assert, json, oneof, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { assertEntryV1, encodeEntry, isKind, parseEntry, type Entry } from '#src/ledger/entry.ts';
import { isOrigin } from '#src/ledger/origin.ts';
import { thrownBy } from '../store/support.ts';

const DIGEST = digestOf(utf8('x'));
const OBJECT = {
  objectId: 'c'.repeat(26),
  plaintextDigest: DIGEST,
  plaintextBytes: 1,
  fileDigest: DIGEST,
  fileBytes: 9,
};
const ENTRY: Entry = {
  ...{
    v: 1,
    origin: 'countersign/a',
    index: 0,
    kind: 'opened',
    recordedAt: '2026-11-17T10:00:00.000Z',
  },
  ...{
    monotonicMs: 5,
    bootId: 'boot-1',
    sitting: 'b'.repeat(26),
    objects: [OBJECT],
    commitment: '0'.repeat(64),
  },
};

describe('encodeEntry', () => {
  it('gives bytes that parse to the same entry', () => {
    for (const entry of [
      ENTRY,
      { ...ENTRY, clockSteppedBack: true as const },
      { ...ENTRY, sitting: null, objects: [] },
    ]) {
      expect(parseEntry(encodeEntry(entry))).toEqual(entry);
    }
  });

  it('throws LEDGER_ENTRY_TOO_LARGE above 65,535 bytes', () => {
    const objects = Array.from({ length: 300 }, (_, i) => ({
      ...OBJECT,
      objectId:
        String.fromCharCode(97 + (i % 26)).repeat(25) +
        String.fromCharCode(97 + Math.floor(i / 26)),
    }));
    expect(thrownBy(() => encodeEntry({ ...ENTRY, objects }))).toMatchObject({
      code: 'LEDGER_ENTRY_TOO_LARGE',
    });
  });
});

describe('assertEntryV1', () => {
  it.each<readonly [string, unknown]>([
    ['v', 2],
    ['origin', 'Upper'],
    ['origin', 7],
    ['index', -1],
    ['index', 1.5],
    ['kind', 'two words'],
    ['kind', ''],
    ['recordedAt', '2026-11-17T10:00:00Z'],
    ['recordedAt', '2026-13-17T10:00:00.000Z'],
    ['monotonicMs', -1],
    ['bootId', ''],
    ['bootId', 'a b'],
    ['sitting', 'short'],
    ['sitting', 7],
    ['objects', {}],
    ['objects', [{}]],
    ['objects', [OBJECT, OBJECT]],
    ['objects', [{ ...OBJECT, extra: 1 }]],
    ['objects', [{ ...OBJECT, fileDigest: 'md5:0' }]],
    ['objects', [{ ...OBJECT, fileBytes: -1 }]],
    ['commitment', 'F'.repeat(64)],
    ['commitment', '0'.repeat(63)],
    ['clockSteppedBack', false],
    ['extra', 1],
  ])('throws LEDGER_ENTRY_MALFORMED for %s = %j', (field, value) => {
    expect(thrownBy(() => assertEntryV1({ ...ENTRY, [field]: value }))).toMatchObject({
      code: 'LEDGER_ENTRY_MALFORMED',
    });
  });

  it.each(Object.keys(ENTRY))('throws LEDGER_ENTRY_MALFORMED without %s', (field) => {
    const { [field]: _left, ...rest } = { ...ENTRY } as Record<string, unknown>;
    expect(thrownBy(() => assertEntryV1(rest))).toMatchObject({ code: 'LEDGER_ENTRY_MALFORMED' });
  });

  it.each([null, 7, 'x', [], undefined])('throws LEDGER_ENTRY_MALFORMED for %j', (value) => {
    expect(thrownBy(() => assertEntryV1(value))).toMatchObject({ code: 'LEDGER_ENTRY_MALFORMED' });
  });
});

describe('parseEntry', () => {
  it('never takes a changed byte for the same entry, and lets no other error out', () => {
    const bytes = encodeEntry(ENTRY);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      try {
        expect(parseEntry(changed)).not.toEqual(ENTRY);
      } catch (error) {
        expect(error).toMatchObject({ code: 'LEDGER_ENTRY_MALFORMED' });
      }
    }
  });

  it('refuses any bytes with coded errors only', () => {
    assert(
      property(oneof(uint8Array(), json().map(utf8)), (bytes) => {
        expect(thrownBy(() => parseEntry(bytes))).toMatchObject({
          code: 'LEDGER_ENTRY_MALFORMED',
        });
      }),
      { numRuns: process.env['SLOW'] === '1' ? 2_000 : 50 },
    );
  });

  it('refuses another encoding of a proper entry', () => {
    const text = new TextDecoder().decode(encodeEntry(ENTRY));
    for (const other of [
      ` ${text}`,
      `${text}\n`,
      text.replace('"v":1', '"v":1.0'),
      text.replace('{', '{"v":1,'),
    ]) {
      expect(thrownBy(() => parseEntry(utf8(other)))).toMatchObject({
        code: 'LEDGER_ENTRY_MALFORMED',
        message: 'entry expected canonical JSON',
      });
    }
  });
});

describe('isKind', () => {
  it('takes kebab-case of 1 to 64 characters', () => {
    expect(['opened', 'a-b-2', 'x'.repeat(64)].every(isKind)).toBe(true);
    expect(['', '-a', 'a-', 'a--b', 'A', 'a_b', '2a', 'x'.repeat(65), 7].some(isKind)).toBe(false);
  });
});

describe('isOrigin', () => {
  it('takes lower-case parts joined by slashes, at most 128 characters', () => {
    expect(['a', 'a/b', 'a.b-c/d1', 'x'.repeat(128)].every(isOrigin)).toBe(true);
    expect(
      ['', '/a', 'a/', 'a//b', 'A', 'a b', 'a+b', '-a', 'a.', 'x'.repeat(129), 'a\n', null].some(
        isOrigin,
      ),
    ).toBe(false);
  });
});
