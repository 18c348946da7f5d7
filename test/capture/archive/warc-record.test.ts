import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeWarcRecord,
  headerName,
  headerValue,
  recordIdOf,
  safeAddress,
} from '#src/capture/archive/warc-record.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { readByWarc, readByWarcio } from '#test/support/archive-readers.ts';

const RUNS = process.env['SLOW'] === '1' ? 500 : 50;

describe('encodeWarcRecord', () => {
  it('is read back by both readers, whatever a field or a block holds', async () => {
    const field = fc.tuple(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(field, { maxLength: 5 }),
        fc.uint8Array({ maxLength: 200 }),
        async (fields, block) => {
          const named = fields.map(([name, value]) => [`X-${headerName(name)}`, value] as const);
          const gz = encodeWarcRecord({
            ...{ type: 'metadata', recordId: recordIdOf('x', 1), date: '2026-11-17T10:00:00.000Z' },
            ...{ contentType: 'application/octet-stream', fields: named, block },
          });
          for (const read of [readByWarcio, readByWarc]) {
            const records = await read(gz);
            expect(records).toHaveLength(1);
            expect(Buffer.from(records[0]?.block ?? []).equals(block)).toBe(true);
            expect(records[0]?.headers.get('warc-block-digest')).toBe(digestOf(block));
            expect(records[0]?.headers.get('warc-type')).toBe('metadata');
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});

describe('headerValue', () => {
  it('stays on one line of ASCII and keeps the bytes of Latin-1 readable', () => {
    expect(headerValue('a\r\nWARC-Type: response')).toBe('a%0D%0AWARC-Type: response');
    expect(headerValue('café ÿ')).toBe('caf%E9 %FF');
    expect(headerValue('漢\u0000')).toBe('%E6%BC%A2%00');
    expect(headerValue('\ud800')).toBe('%EF%BF%BD');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(headerValue(text)).toMatch(/^[\t\x20-\x7e]*$/u);
      }),
    );
  });
});

describe('headerName', () => {
  it('is a token, never empty', () => {
    expect([headerName('X Bad:\r\n'), headerName(''), headerName('é')]).toEqual([
      'X_Bad___',
      '_',
      '_',
    ]);
  });
});

describe('safeAddress', () => {
  it('encodes what a URI may not hold, and nothing twice', () => {
    expect(safeAddress('https://a.example/é b?q=%20<"|>#\n')).toBe(
      'https://a.example/%E9%20b?q=%20%3C%22%7C%3E#%0A',
    );
  });
});

describe('recordIdOf', () => {
  it('is a version 8 UUID, the same for the same place and for no other', () => {
    const ids = Array.from({ length: 500 }, (_none, no) => recordIdOf('capture', no));
    expect(new Set([...ids, recordIdOf('another', 1)]).size).toBe(501);
    for (const id of ids) {
      expect(id).toMatch(
        /^<urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}>$/u,
      );
    }
    expect(recordIdOf('capture', 7)).toBe(ids[7]);
  });
});
