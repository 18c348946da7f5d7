import { assert, pre, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySlot, encodeSlot, parseSlot, SLOT_BYTES } from '#src/store/slot-file.ts';

const SLOT = 'a'.repeat(26);
const key = (): Uint8Array => new Uint8Array(32).fill(7);
const runs = { numRuns: process.env['SLOW'] === '1' ? 2_000 : 100 };

describe('encodeSlot', () => {
  it('gives 4,096 bytes that parse to the key', () => {
    const bytes = encodeSlot(SLOT, key());
    expect(bytes).toHaveLength(SLOT_BYTES);
    expect(parseSlot(SLOT, bytes)).toEqual({ kind: 'full', key: key() });
  });

  it('refuses a key of another length', () => {
    expect(() => encodeSlot(SLOT, new Uint8Array(31))).toThrow('"key" expected 32 bytes, got 31');
  });
});

describe('parseSlot', () => {
  it('reads an overwrite as empty wherever it stopped', () => {
    for (let done = 1; done <= SLOT_BYTES; done++) {
      const bytes = encodeSlot(SLOT, key());
      bytes.fill(0, 0, done);
      expect(parseSlot(SLOT, bytes).kind).toBe('empty');
    }
    expect(parseSlot(SLOT, emptySlot()).kind).toBe('empty');
  });

  it('reads an overwrite as empty whichever sectors of it reached the disk', () => {
    for (let reached = 1; reached < 256; reached++) {
      const bytes = encodeSlot(SLOT, key());
      for (let sector = 0; sector < 8; sector++) {
        if ((reached >> sector) % 2 === 1) bytes.fill(0, sector * 512, (sector + 1) * 512);
      }
      expect(parseSlot(SLOT, bytes).kind).toBe('empty');
    }
  });

  it('never reads a changed byte as a key: every bit of the file', () => {
    for (let bit = 0; bit < SLOT_BYTES * 8; bit++) {
      const bytes = encodeSlot(SLOT, key());
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit % 8));
      expect(parseSlot(SLOT, bytes).kind).toBe('damaged');
    }
  });

  it('reads another slot’s file, a file of another length and noise as damaged', () => {
    const bytes = encodeSlot(SLOT, key());
    expect(parseSlot('b'.repeat(26), bytes).kind).toBe('damaged');
    expect(parseSlot(SLOT, bytes.subarray(1)).kind).toBe('damaged');
    expect(parseSlot(SLOT, new Uint8Array()).kind).toBe('damaged');
    assert(
      property(uint8Array({ minLength: SLOT_BYTES, maxLength: SLOT_BYTES }), (noise) => {
        pre(noise.some((byte) => byte !== 0 && byte !== 0xa5));
        expect(parseSlot(SLOT, noise).kind).not.toBe('full');
      }),
      runs,
    );
  });
});
