import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { rawZip, type RawEnd, type RawFile } from '#test/support/raw-zip.ts';
import type { Sample } from '#test/support/sample-pack.ts';
import type { Tamper } from './tamper-type.ts';

function sorted(sample: Sample): RawFile[] {
  return [...sample.files()]
    .map(([path, bytes]) => ({ path, bytes }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The container with one file changed. */
function first(change: Partial<RawFile>, end: RawEnd = {}): Tamper['make'] {
  return (sample) =>
    rawZip(
      sorted(sample).map((one, i) => (i === 0 ? { ...one, ...change } : one)),
      end,
    );
}

function last(change: Partial<RawFile>): Tamper['make'] {
  return (sample) =>
    rawZip(
      sorted(sample).map((one, i, all) => (i === all.length - 1 ? { ...one, ...change } : one)),
    );
}

function ended(end: RawEnd): Tamper['make'] {
  return (sample) => rawZip(sorted(sample), end);
}

/** The container with one more file, in its place or at the end. */
function extra(
  path: string,
  options: Partial<RawFile> & { readonly atEnd?: boolean } = {},
): Tamper['make'] {
  return (sample) => {
    const { atEnd, ...rest } = options;
    const files = [...sorted(sample), { path, bytes: utf8('x'), ...rest }];
    return rawZip(atEnd === true ? files : files.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
  };
}

const NOT_CANONICAL = 'PACK_NOT_CANONICAL';
const PATH = 'PACK_PATH_INVALID';
const zip64 = Uint8Array.of(1, 0, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8);

/** Attacks on the container: whatever an unzip program would shrug at. */
export const CONTAINER_TAMPERS: readonly Tamper[] = [
  {
    class: 'prefix',
    name: 'a script in front',
    code: 'PACK_NOT_A_PACK',
    make: (s) => concatBytes(utf8('#!/bin/sh\n'), s.bytes),
  },
  {
    class: 'prefix',
    name: 'a second ZIP in front',
    code: 'PACK_NOT_A_PACK',
    make: (s) => concatBytes(rawZip([{ path: 'a', bytes: utf8('x') }]), s.bytes),
  },
  {
    class: 'prefix',
    name: 'a gap before the first file, offsets right',
    code: 'PACK_NOT_A_PACK',
    make: first({ gap: utf8('hidden') }),
  },
  {
    class: 'suffix',
    name: 'one byte behind',
    code: NOT_CANONICAL,
    make: (s) => concatBytes(s.bytes, Uint8Array.of(0)),
  },
  {
    class: 'suffix',
    name: 'a second ZIP behind',
    code: 'PACK_NOT_A_PACK',
    make: (s) => concatBytes(s.bytes, rawZip([{ path: 'a', bytes: utf8('x') }])),
  },
  {
    class: 'between',
    name: 'bytes between two files',
    code: NOT_CANONICAL,
    make: last({ gap: utf8('hidden') }),
  },
  {
    class: 'between',
    name: 'bytes between directory and end',
    code: 'PACK_NOT_CANONICAL',
    make: ended({ beforeEnd: utf8('hidden') }),
  },
  {
    class: 'between',
    name: 'a file that the directory leaves out',
    code: NOT_CANONICAL,
    make: extra('data/documents/a.txt', { hidden: true }),
  },
  {
    class: 'comment',
    name: 'a comment of the archive',
    code: NOT_CANONICAL,
    make: ended({ comment: 'hello' }),
  },
  {
    class: 'comment',
    name: 'a comment of a file',
    code: 'PACK_NOT_A_PACK',
    make: first({ comment: 'hello' }),
  },
  {
    class: 'comment',
    name: 'a comment of the last file',
    code: NOT_CANONICAL,
    make: last({ comment: 'hello' }),
  },
  {
    class: 'extra field',
    name: 'an extra field',
    code: 'PACK_NOT_A_PACK',
    make: first({ extra: Uint8Array.of(0x55, 0x54, 1, 0, 0) }),
  },
  {
    class: 'compression',
    name: 'a deflated file',
    code: NOT_CANONICAL,
    make: first({ deflate: true }),
  },
  {
    class: 'compression',
    name: 'a file of announced bytes',
    code: NOT_CANONICAL,
    make: first({ announced: 0xffff_fffe }),
  },
  { class: 'flags', name: 'the encryption flag', code: NOT_CANONICAL, make: first({ flags: 1 }) },
  {
    class: 'flags',
    name: 'the data descriptor flag',
    code: NOT_CANONICAL,
    make: first({ flags: 8 }),
  },
  { class: 'flags', name: 'the UTF-8 flag', code: NOT_CANONICAL, make: first({ flags: 0x800 }) },
  { class: 'times', name: 'another date', code: NOT_CANONICAL, make: first({ date: 0x5c7d }) },
  {
    class: 'attributes',
    name: 'a symbolic link',
    code: NOT_CANONICAL,
    make: first({ attributes: 0xa1ed_0000, madeBy: 0x0314 }),
  },
  {
    class: 'attributes',
    name: 'another version needed',
    code: NOT_CANONICAL,
    make: first({ versionNeeded: 45 }),
  },
  {
    class: 'checksum',
    name: 'another CRC in both headers',
    code: 'PACK_DIGEST_MISMATCH',
    make: first({ crc: 1 }),
  },
  {
    class: 'zip64',
    name: 'a zip64 extra field',
    code: NOT_CANONICAL,
    make: last({ extra: zip64 }),
  },
  {
    class: 'zip64',
    name: 'a zip64 end record',
    code: NOT_CANONICAL,
    make: ended({
      beforeEnd: concatBytes(
        Uint8Array.of(0x50, 0x4b, 6, 6, 44, 0, 0, 0, 0, 0, 0, 0),
        new Uint8Array(44),
      ),
    }),
  },
  {
    class: 'zip64',
    name: 'the zip64 count',
    code: 'PACK_TOO_LARGE',
    make: ended({ count: 0xffff }),
  },
  {
    class: 'zip64',
    name: 'the zip64 offset',
    code: 'PACK_NOT_A_PACK',
    make: ended({ offset: 0xffff_ffff }),
  },
  {
    class: 'announced counts',
    name: 'more files than there are',
    code: 'PACK_NOT_A_PACK',
    make: ended({ count: 2000 }),
  },
  {
    class: 'announced counts',
    name: 'one file fewer',
    code: NOT_CANONICAL,
    make: ended({ count: 17 }),
  },
  {
    class: 'announced counts',
    name: 'another count on this disk',
    code: NOT_CANONICAL,
    make: ended({ countHere: 3 }),
  },
  {
    class: 'announced counts',
    name: 'a size of the directory that is not its own',
    code: NOT_CANONICAL,
    make: ended({ size: 1 }),
  },
  {
    class: 'announced counts',
    name: 'a second disk',
    code: NOT_CANONICAL,
    make: ended({ disk: 1 }),
  },
  {
    class: 'order',
    name: 'files in another order',
    code: NOT_CANONICAL,
    make: (s) => rawZip(sorted(s).toReversed()),
  },
  {
    class: 'order',
    name: 'a directory in another order',
    code: NOT_CANONICAL,
    make: ended({ reverseDirectory: true }),
  },
  {
    class: 'duplicate names',
    name: 'the same name twice',
    code: NOT_CANONICAL,
    make: extra('data/pack.json'),
  },
  { class: 'duplicate names', name: 'another case', code: PATH, make: extra('data/Pack.json') },
  {
    class: 'duplicate names',
    name: 'another name in the local header',
    code: NOT_CANONICAL,
    make: first({ localPath: 'READMI.txt' }),
  },
  { class: 'path tricks', name: 'a path upwards', code: PATH, make: extra('data/../../evil.txt') },
  { class: 'path tricks', name: 'an absolute path', code: PATH, make: extra('/etc/passwd') },
  { class: 'path tricks', name: 'a drive', code: PATH, make: extra('C:/evil.txt') },
  { class: 'path tricks', name: 'a backslash', code: PATH, make: extra('data\\evil.txt') },
  {
    class: 'path tricks',
    name: 'a folder',
    code: PATH,
    make: extra('data/empty/', { bytes: new Uint8Array() }),
  },
  { class: 'path tricks', name: 'a Windows device', code: PATH, make: extra('data/aux.txt') },
  { class: 'path tricks', name: 'a final dot', code: PATH, make: extra('data/evil.') },
  { class: 'path tricks', name: 'a hidden file', code: PATH, make: extra('data/.evil') },
  { class: 'path tricks', name: 'a stream', code: PATH, make: extra('data/pack.json:evil') },
  { class: 'path tricks', name: 'a NUL', code: PATH, make: extra('data/evil.txt\0.png') },
  {
    class: 'path tricks',
    name: 'a very long name',
    code: PATH,
    make: extra(`data/${'a'.repeat(300)}`),
  },
  { class: 'path tricks', name: 'an empty name', code: PATH, make: extra('') },
  { class: 'Unicode names', name: 'an accent', code: PATH, make: extra('data/évil.txt') },
  {
    class: 'Unicode names',
    name: 'right-to-left override',
    code: PATH,
    make: extra('data/\u202efdp.exe'),
  },
  {
    class: 'Unicode names',
    name: 'a letter of the same look',
    code: PATH,
    make: extra('data/p\u0430ck.json'),
  },
];
