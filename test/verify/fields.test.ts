import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { Fields } from '#src/verify/fields.ts';

const CODE = 'PACK_MANIFEST_MALFORMED';

function one(value: JsonValue): Fields {
  return new Fields({ one: value }, 'thing', ['one'], CODE);
}

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toMatchObject({ code: CODE });
    return error instanceof Error ? error.message : '';
  }
  throw new Error('expected to be refused');
}

describe('Fields', () => {
  it('is of an object with exactly its fields', () => {
    for (const bad of [null, [], 'x', 1, true, {}, { two: 1 }, { one: 1, two: 1 }]) {
      refusal(() => new Fields(bad, 'thing', ['one'], CODE));
    }
    expect(refusal(() => new Fields({}, 'thing', ['one'], CODE))).toBe(
      '"thing" expected exactly its fields',
    );
    refusal(() => new Fields({}, 'thing', ['toString'], CODE));
  });

  it.each<readonly [string, JsonValue, readonly JsonValue[], (fields: Fields) => unknown]>([
    ['text', 'x', [1, null, true], (fields) => fields.text('one')],
    ['textOrNull', null, [1, true], (fields) => fields.textOrNull('one')],
    ['flag', true, [1, null, 'true'], (fields) => fields.flag('one')],
    ['count', 0, [-1, 0.5, 2 ** 53, '0', null], (fields) => fields.count('one')],
    ['id', 'a'.repeat(26), ['', 'A'.repeat(26), 1], (fields) => fields.id('one')],
    ['instant', '2026-11-17T10:40:00.000Z', ['2026-11-17', 0], (fields) => fields.instant('one')],
    ['digest', `sha256:${'0'.repeat(64)}`, ['sha256:0', null], (fields) => fields.digest('one')],
    ['path', 'data/a.txt', ['a.txt', 'data/../a', '/data/a', 1], (fields) => fields.path('one')],
    ['base64', 'AAAA', ['AAA', 'AAB=', '*', 1], (fields) => fields.base64('one')],
    ['digests', [`sha256:${'0'.repeat(64)}`], [['x'], 'x', {}], (fields) => fields.digests('one')],
    [
      'ids',
      ['a'.repeat(26)],
      [['x'], ['a'.repeat(26), 'a'.repeat(26)]],
      (fields) => fields.ids('one'),
    ],
  ])('%s narrows what fits and refuses the rest', (_name, good, bad, read) => {
    expect(() => read(one(good))).not.toThrow();
    for (const value of bad) expect(refusal(() => read(one(value)))).toMatch(/^"one" expected /);
  });

  it('version refuses any other', () => {
    one(1).version('one', 1);
    expect(
      refusal(() => {
        one(2).version('one', 1);
      }),
    ).toBe('"one" expected 1');
  });
});
