import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalBytes } from '#src/core/canonical-json.ts';
import {
  encodeCaptureRecord,
  encodeCaptureRecordInTurns,
  parseCaptureRecord,
} from '#src/capture/record-codec.ts';
import type { CaptureRecord } from '#src/capture/record.ts';

const EXAMPLE = new Uint8Array(
  readFileSync(new URL('../../docs/spec/capture-example.json', import.meta.url)),
);
const RECORD = parseCaptureRecord(EXAMPLE);

const malformed = (message: string): unknown =>
  expect.objectContaining({
    code: 'CAPTURE_RECORD_MALFORMED',
    message: expect.stringContaining(message),
  });

describe('parseCaptureRecord', () => {
  it('reads the specification’s example and writes it back byte for byte', () => {
    expect(RECORD.state).toBe('complete');
    expect(Buffer.from(encodeCaptureRecord(RECORD)).equals(Buffer.from(EXAMPLE))).toBe(true);
  });

  it('throws CAPTURE_RECORD_MALFORMED for what is not canonical JSON', () => {
    const text = new TextDecoder().decode(EXAMPLE);
    for (const bytes of [
      `${text}\n`,
      ` ${text}`,
      text.slice(0, -1),
      '',
      'null{',
      `\u{feff}${text}`,
    ]) {
      expect(() => parseCaptureRecord(new TextEncoder().encode(bytes))).toThrowError(
        malformed('canonical JSON'),
      );
    }
  });

  it.each(Object.keys(RECORD))(
    'throws CAPTURE_RECORD_MALFORMED when "%s" is absent or of another kind',
    (field) => {
      const { [field as keyof CaptureRecord]: _absent, ...rest } = RECORD;
      expect(() => parseCaptureRecord(canonicalBytes(rest))).toThrowError(malformed('expected'));
      expect(() => parseCaptureRecord(canonicalBytes({ ...RECORD, [field]: 17.5 }))).toThrowError(
        malformed(field),
      );
    },
  );

  it('throws CAPTURE_RECORD_MALFORMED for a field it does not know, at any depth, and for a newer version', () => {
    const deeper = { ...RECORD, page: { ...RECORD.page, more: 1 } };
    const inExchange = {
      ...RECORD,
      network: {
        ...RECORD.network,
        exchanges: RECORD.network.exchanges.map((one) => ({ ...one, more: 1 })),
      },
    };
    for (const value of [{ ...RECORD, more: 1 }, deeper, inExchange, { ...RECORD, v: 2 }]) {
      expect(() => parseCaptureRecord(canonicalBytes(value))).toThrowError(
        malformed('expected what version 1 says'),
      );
    }
  });

  it('refuses a record that contradicts itself', () => {
    const doubt = { doubtId: 'd1', code: 'BLANK' as const, question: 'q', fact: 'f' };
    const objects = RECORD.objects;
    const [first] = objects;
    if (first === undefined) throw new Error('no objects');
    const cases: readonly (readonly [string, unknown])[] = [
      ['"state" expected not complete', { ...RECORD, doubts: [doubt] }],
      ['"objects" expected each name once', { ...RECORD, objects: [...objects, first] }],
      [
        '"parents" expected names',
        {
          ...RECORD,
          objects: objects.map((one) =>
            one.role === 'sheet' ? { ...one, parents: ['tile-9999.png'] } : one,
          ),
        },
      ],
      [
        '"parents" expected for a derivative',
        { ...RECORD, objects: objects.map((one) => ({ ...one, parents: [] })) },
      ],
      [
        '"picture" expected names',
        {
          ...RECORD,
          objects: objects.filter((one) => one.role !== 'tile' && one.role !== 'sheet'),
        },
      ],
      [
        '"text" expected the name',
        { ...RECORD, objects: objects.filter((one) => one.role !== 'text') },
      ],
    ];
    for (const [message, value] of cases) {
      expect(() => parseCaptureRecord(canonicalBytes(value))).toThrowError(malformed(message));
    }
  });

  it('lets no changed byte pass as the same record', () => {
    const step = process.env['SLOW'] === '1' ? 1 : 97;
    for (let at = 0; at < EXAMPLE.length; at += step) {
      const changed = EXAMPLE.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      let read: CaptureRecord | null = null;
      try {
        read = parseCaptureRecord(changed);
      } catch (error) {
        expect(error).toMatchObject({ code: 'CAPTURE_RECORD_MALFORMED' });
      }
      if (read !== null)
        expect(Buffer.from(encodeCaptureRecord(read)).equals(Buffer.from(changed))).toBe(true);
    }
  });
});

describe('encodeCaptureRecordInTurns', () => {
  const missed = Array.from({ length: 3_000 }, (_, at) => ({
    ...{ address: `http://a.example/${at}`, method: 'GET', kind: 'Fetch' },
    ...{ reason: 'over-limit' as const, seenAt: '2026-11-17T10:00:01.400Z' },
  }));
  const [exchange] = RECORD.network.exchanges;
  if (exchange === undefined) throw new Error('no exchange');
  const exchanges = Array.from({ length: 1_000 }, (_, no) => ({ ...exchange, no }));
  const long: CaptureRecord = { ...RECORD, network: { ...RECORD.network, exchanges, missed } };

  it('writes the bytes of encodeCaptureRecord, and lets timers in between', async () => {
    expect(await encodeCaptureRecordInTurns(RECORD)).toEqual(encodeCaptureRecord(RECORD));
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    const bytes = await encodeCaptureRecordInTurns(long);
    clearInterval(timer);
    expect(Buffer.from(bytes).equals(Buffer.from(encodeCaptureRecord(long)))).toBe(true);
    expect(ticks).toBeGreaterThan(3);
  });

  it.each([
    ['an exchange', { ...long.network, exchanges: [...exchanges, { ...exchange, no: -1 }] }],
    ['a missed request', { ...long.network, missed: [...missed, { ...missed[0], by: 'us' }] }],
    ['the rest', { ...long.network, from: 'yesterday' }],
  ])('throws CAPTURE_RECORD_MALFORMED for %s that is none', async (_what, network) => {
    const record = { ...long, network } as CaptureRecord;
    await expect(encodeCaptureRecordInTurns(record)).rejects.toEqual(malformed('"network'));
  });

  it('refuses a record that contradicts itself', async () => {
    const record: CaptureRecord = { ...long, objects: [] };
    await expect(encodeCaptureRecordInTurns(record)).rejects.toEqual(malformed('expected'));
  });
});
