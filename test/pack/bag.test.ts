import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { makeBag } from '#src/pack/bag.ts';

const info = {
  schoolName: 'Nowhere High School',
  packId: 'a'.repeat(26),
  createdAt: '2026-11-17T10:40:00.000Z',
};
const payload = [
  { path: 'data/b.txt', bytes: utf8('bb') },
  { path: 'data/a.txt', bytes: utf8('a') },
];
const tags = [{ path: 'README.txt', bytes: utf8('read me') }];
const { files, tagManifest } = makeBag(payload, tags, info);
const textOf = (path: string): string =>
  fromUtf8(files.find((file) => file.path === path)?.bytes ?? utf8(''));
const line = (path: string, text: string): string =>
  `${digestOf(utf8(text)).slice('sha256:'.length)}  ${path}\n`;

describe('makeBag', () => {
  it('lists the payload, sorted, as sha256sum does', () => {
    expect(textOf('manifest-sha256.txt')).toBe(line('data/a.txt', 'a') + line('data/b.txt', 'bb'));
  });

  it('lists every other file but the seal and itself', () => {
    const listed = fromUtf8(tagManifest).match(/\S+\n/g);
    expect(listed).toEqual(
      ['README.txt', 'bag-info.txt', 'bagit.txt', 'manifest-sha256.txt'].map((path) => `${path}\n`),
    );
    expect(textOf('tagmanifest-sha256.txt')).toBe(fromUtf8(tagManifest));
  });

  it('says whose it is and counts the payload', () => {
    expect(textOf('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    expect(textOf('bag-info.txt')).toBe(
      [
        'Source-Organization: Nowhere High School',
        `External-Identifier: ${'a'.repeat(26)}`,
        'Bagging-Date: 2026-11-17',
        'Payload-Oxum: 3.2',
        'Bag-Software-Agent: Countersign',
        '',
      ].join('\n'),
    );
  });
});
