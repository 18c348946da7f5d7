import { describe, expect, it } from 'vitest';
import { isPackPath, PACK_PATHS } from '#src/pack/format.ts';

describe('isPackPath', () => {
  it('accepts every place of the format', () => {
    expect(Object.values(PACK_PATHS).filter((path) => !isPackPath(path))).toEqual([]);
    expect(isPackPath('data/exhibits/ABC-1/tile-0001.png')).toBe(true);
    expect(isPackPath('a'.repeat(200))).toBe(true);
  });

  it('refuses what some system could read as another file, or not store', () => {
    const paths = [
      ...['', '/', '/a', 'a/', 'a//b', '.', '..', 'a/..', '../a', './a', '.a', 'a.', 'a/.b'],
      ...['a b', 'a\\b', 'a:b', 'a*', 'a?', 'a|b', 'a"b', 'a<b', 'a>b', "a'b", 'a\0', 'a\n', 'ä'],
      ...['con', 'CON', 'con.txt', 'a/nul', 'Com1', 'lpt9.x.y', 'aux', 'prn', '-a', '_a'],
      'a'.repeat(201),
    ];
    expect(paths.filter(isPackPath)).toEqual([]);
  });
});
