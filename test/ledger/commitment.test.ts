import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '#src/core/bytes.ts';
import { encryptPayload, decryptPayload, MAX_PAYLOAD_BYTES } from '#src/ledger/payload.ts';
import { assertCommitment, commit, commitmentText } from '#src/ledger/commitment.ts';
import { thrownBy } from '../store/support.ts';

const SALT = new Uint8Array(32).fill(1);
const KEY = new Uint8Array(32).fill(2);
const PAYLOAD = utf8('{"a":1}');
const PLACE = { origin: 'countersign/a', index: 3, kind: 'noted' };

describe('commit', () => {
  it('is SHA-256 over domain, salt and payload', () => {
    const value = commit(utf8('{"reason":"Report by a parent","v":1}'), SALT);
    expect(toHex(value)).toBe('1f6a55bcfd81883f2a3fa7be1449f5641b5eb6732242768d879f5844cf6dfcca');
    expect(() => commit(PAYLOAD, SALT.subarray(1))).toThrow('"salt" expected 32 bytes, got 31');
  });
});

describe('assertCommitment', () => {
  it('throws LEDGER_COMMITMENT_MISMATCH for another payload or salt', () => {
    const text = commitmentText(commit(PAYLOAD, SALT));
    expect(() => {
      assertCommitment(text, PAYLOAD, SALT);
    }).not.toThrow();
    for (const [payload, salt] of [
      [utf8('{"a":2}'), SALT],
      [PAYLOAD, KEY],
      [PAYLOAD, SALT.subarray(1)],
    ] as const) {
      expect(
        thrownBy(() => {
          assertCommitment(text, payload, salt);
        }),
      ).toMatchObject({
        code: 'LEDGER_COMMITMENT_MISMATCH',
        message: '"commitment" expected that of the payload, got another',
      });
    }
  });
});

describe('encryptPayload', () => {
  it('gives a box that opens at its place only', () => {
    const box = encryptPayload(KEY, PLACE, SALT, PAYLOAD);
    expect(decryptPayload(KEY, PLACE, box)).toEqual({ salt: SALT, payloadBytes: PAYLOAD });
    for (const place of [
      { ...PLACE, index: 4 },
      { ...PLACE, kind: 'other' },
      { ...PLACE, origin: 'countersign/b' },
    ]) {
      expect(thrownBy(() => decryptPayload(KEY, place, box))).toMatchObject({
        code: 'LEDGER_PAYLOAD_DAMAGED',
        message: 'payload expected to open under its data key',
      });
    }
  });

  it('notices every changed bit and every cut', () => {
    const box = encryptPayload(KEY, PLACE, SALT, PAYLOAD);
    for (let bit = 0; bit < box.length * 8; bit++) {
      const changed = box.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit % 8));
      expect(thrownBy(() => decryptPayload(KEY, PLACE, changed))).toMatchObject({
        code: 'LEDGER_PAYLOAD_DAMAGED',
      });
    }
    for (let length = 0; length < box.length; length++) {
      expect(thrownBy(() => decryptPayload(KEY, PLACE, box.subarray(0, length)))).toMatchObject({
        code: 'LEDGER_PAYLOAD_DAMAGED',
      });
    }
  });

  it('throws LEDGER_ENTRY_TOO_LARGE above 1 MiB', () => {
    const large = new Uint8Array(MAX_PAYLOAD_BYTES + 1);
    expect(thrownBy(() => encryptPayload(KEY, PLACE, SALT, large))).toMatchObject({
      code: 'LEDGER_ENTRY_TOO_LARGE',
    });
    const most = encryptPayload(KEY, PLACE, SALT, large.subarray(1));
    expect(decryptPayload(KEY, PLACE, most).payloadBytes).toHaveLength(MAX_PAYLOAD_BYTES);
  });
});
