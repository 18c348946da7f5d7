import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { at, edit, remanifest, setFile, zip, type Files } from '#test/support/tamper.ts';
import { tinyPng } from '#test/support/tiny-files.ts';
import type { Sample } from '#test/support/sample-pack.ts';
import type { Tamper } from './tamper-type.ts';

const TILE_1 = 'data/exhibits/RJT-1/tile-0001.png';
const TILE_2 = 'data/exhibits/RJT-2/tile-0001.png';
const SHEET = 'data/documents/screenshot-sheet.pdf';

type Change = (files: Files, sample: Sample) => void;

/** Changed, and nothing but the container made anew. */
function bare(change: Change): Tamper['make'] {
  return (sample) => {
    const files = sample.files();
    change(files, sample);
    return zip(files);
  };
}

/** Changed, and every list that needs no key made anew. */
function relisted(change: Change): Tamper['make'] {
  return (sample) => {
    const files = sample.files();
    change(files, sample);
    return zip(remanifest(files));
  };
}

function swap(files: Files, one: string, other: string): void {
  const kept = at(files, one);
  files.set(one, at(files, other));
  files.set(other, kept);
}

function replaceText(files: Files, path: string, from: string | RegExp, to: string): void {
  files.set(path, utf8(fromUtf8(at(files, path)).replace(from, to)));
}

const MISSING = 'PACK_FILE_MISSING';
const DIGEST = 'PACK_DIGEST_MISMATCH';
const LISTS = 'PACK_MANIFEST_MALFORMED';
const SIGNATURE = 'PACK_SIGNATURE_INVALID';
const { manifest, tagManifest } = PACK_PATHS;

/** Attacks on files and their lists by somebody without a key. */
export const BAG_TAMPERS: readonly Tamper[] = [
  ...(
    [
      ['a payload file', 'data/documents/extra.pdf'],
      ['a tag file', 'verify.html'],
      ['a second seal', 'signatures/other.p7s'],
    ] as const
  ).map(([name, path]): Tamper => ({
    ...{ class: 'extra file', name, code: 'PACK_FILE_UNLISTED', where: path },
    make: bare((files) => files.set(path, utf8('x'))),
  })),
  ...[SHEET, TILE_1, PACK_PATHS.about, PACK_PATHS.entries, PACK_PATHS.readme, PACK_PATHS.ca].map(
    (path): Tamper => ({
      ...{ class: 'missing file', name: path, code: MISSING, where: path },
      make: bare((files) => files.delete(path)),
    }),
  ),
  ...[manifest, tagManifest, PACK_PATHS.sittings, PACK_PATHS.checkpoint].map((path): Tamper => ({
    ...{ class: 'missing file', name: path, code: MISSING, where: path },
    make: bare((files) => files.delete(path)),
  })),
  {
    ...{ class: 'missing file', name: 'bagit.txt', code: LISTS, where: PACK_PATHS.bagit },
    make: bare((files) => files.delete(PACK_PATHS.bagit)),
  },
  {
    ...{ class: 'missing seal', name: 'no seal', code: 'PACK_SIGNATURE_MISSING', alone: true },
    make: bare((files) => files.delete(PACK_PATHS.seal)),
  },
  {
    ...{ class: 'swapped exhibits', name: 'two tiles', code: DIGEST, where: TILE_1 },
    make: bare((files) => {
      swap(files, TILE_1, TILE_2);
    }),
  },
  {
    ...{ class: 'swapped exhibits', name: 'two tiles, lists anew', code: SIGNATURE },
    make: relisted((files) => {
      swap(files, TILE_1, TILE_2);
    }),
  },
  {
    ...{ class: 'changed exhibit', name: 'another picture', code: DIGEST, where: TILE_1 },
    make: bare((files) => files.set(TILE_1, tinyPng(4, 3, 200))),
  },
  {
    class: 'changed exhibit',
    name: 'digest edited in pack.json, lists anew, seal as it was',
    code: SIGNATURE,
    make: relisted((files) => {
      setFile(files, TILE_1, tinyPng(4, 3, 200));
    }),
  },
  {
    ...{ class: 'edited metadata', name: 'recipient, lists anew', code: SIGNATURE },
    make: relisted((files) => {
      edit(files, PACK_PATHS.about, ['recipient', 'name'], () => 'Somebody Else');
    }),
  },
  {
    ...{ class: 'edited metadata', name: 'README, lists anew', code: SIGNATURE, alone: true },
    make: relisted((files) => {
      replaceText(files, PACK_PATHS.readme, 'Advice', 'Publication');
    }),
  },
  {
    ...{ class: 'edited metadata', name: 'a document, lists anew', code: SIGNATURE, alone: true },
    make: relisted((files) => {
      setFile(files, SHEET, utf8('%PDF-1.4\n%%EOF\n'));
    }),
  },
  {
    ...{ class: 'edited metadata', name: 'school in bag-info.txt', code: LISTS },
    where: PACK_PATHS.bagInfo,
    make: relisted((files) => {
      replaceText(files, PACK_PATHS.bagInfo, 'Nowhere High', 'Elsewhere High');
    }),
  },
  {
    ...{ class: 'edited metadata', name: 'payload size', code: 'PACK_SIZE_MISMATCH' },
    make: bare((files) => {
      replaceText(files, PACK_PATHS.bagInfo, /Oxum: \d+/, 'Oxum: 1');
    }),
  },
  ...(
    [
      ['a line twice', (text: string): string => text + text],
      [
        'lines in another order',
        (text: string): string => `${text.trim().split('\n').toReversed().join('\n')}\n`,
      ],
      ['no final line feed', (text: string): string => text.trimEnd()],
      ['CRLF', (text: string): string => text.replaceAll('\n', '\r\n')],
      ['upper-case digits', (text: string): string => text.toUpperCase()],
      ['the binary mark', (text: string): string => text.replaceAll('  ', ' *')],
      ['an MD5', (text: string): string => text.replace(/^[0-9a-f]{32}/, '')],
      ['nothing', (): string => ''],
      ['not text', (): string => '\0\0\0\n'],
    ] as const
  ).map(([name, change]): Tamper => ({
    ...{ class: 'list forms', name, code: LISTS, where: manifest },
    make: bare((files) => files.set(manifest, utf8(change(fromUtf8(at(files, manifest)))))),
  })),
  {
    ...{ class: 'list forms', name: 'a payload file in the tag list', code: LISTS },
    where: tagManifest,
    make: bare((files) => {
      const line = fromUtf8(at(files, manifest)).split('\n')[0] ?? '';
      files.set(tagManifest, utf8(`${line}\n${fromUtf8(at(files, tagManifest))}`));
    }),
  },
  {
    ...{ class: 'list forms', name: 'a file left out of its list', code: 'PACK_FILE_UNLISTED' },
    where: SHEET,
    make: bare((files) => {
      replaceText(files, manifest, /^.*screenshot-sheet.pdf\n/m, '');
    }),
  },
  {
    ...{ class: 'list forms', name: 'another BagIt version', code: LISTS, where: PACK_PATHS.bagit },
    make: relisted((files) => {
      replaceText(files, PACK_PATHS.bagit, '1.0', '0.97');
    }),
  },
  {
    ...{
      class: 'seal of another',
      name: 'the record’s signature in its place',
      code: SIGNATURE,
      alone: true,
    },
    make: bare((files) => {
      files.set(PACK_PATHS.seal, at(files, 'data/records/version-1/record-manifest.json.p7s'));
    }),
  },
];
