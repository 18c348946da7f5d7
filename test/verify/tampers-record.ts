import { utf8 } from '#src/core/bytes.ts';
import { signCms } from '#src/crypto/cms.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { at, caOf, edit } from '#test/support/tamper.ts';
import type { Tamper } from './tamper-type.ts';
import {
  FORM,
  LEDGER,
  LISTS,
  MANIFEST,
  QUORUM,
  SIGNATURE,
  about,
  editing,
  rewriting,
  say,
  seal,
  sealed,
  sittings,
} from './tamper-kit.ts';

/** Records of review, and JSON of other forms. By those who seal, or with their help: the deep checks alone can refuse them. */
export const RECORD_TAMPERS: readonly Tamper[] = [
  {
    class: 'record',
    name: 'form replaced',
    code: 'PACK_DIGEST_MISMATCH',
    alone: true,
    where: MANIFEST,
    make: sealed((files) => {
      files.set(FORM, utf8('%PDF-1.4\n%%EOF\n'));
    }),
  },
  {
    class: 'record',
    name: 'form and manifest replaced',
    code: 'SIGNATURE_INVALID',
    alone: true,
    where: MANIFEST,
    make: sealed((files) => {
      files.set(FORM, utf8('%PDF-1.4\n'));
      edit(files, MANIFEST, ['formDigest'], () => digestOf(utf8('%PDF-1.4\n')));
    }),
  },
  {
    class: 'record',
    name: 'signed anew by both, later',
    code: LEDGER,
    alone: true,
    where: MANIFEST,
    make: sealed(async (files, { people }) => {
      files.set(FORM, utf8('%PDF-1.4\n'));
      edit(files, MANIFEST, ['formDigest'], () => digestOf(utf8('%PDF-1.4\n')));
      files.set(
        SIGNATURE,
        await signCms(at(files, MANIFEST), [people[0].cms, people[1].cms], caOf(files), {
          signedAt: null,
        }),
      );
    }),
  },
  {
    class: 'record',
    name: 'signed by one',
    code: QUORUM,
    alone: true,
    where: MANIFEST,
    make: sealed(async (files, { people }) => {
      files.set(
        SIGNATURE,
        await signCms(at(files, MANIFEST), [people[0].cms], caOf(files), { signedAt: null }),
      );
    }),
  },
  {
    class: 'record',
    name: 'signed by two others',
    code: LEDGER,
    alone: true,
    where: MANIFEST,
    make: sealed(async (files, { people }) => {
      files.set(
        SIGNATURE,
        await signCms(at(files, MANIFEST), [people[2].cms, people[3].cms], caOf(files), {
          signedAt: null,
        }),
      );
    }),
  },
  {
    class: 'record',
    name: 'the seal for its signature',
    code: 'SIGNATURE_INVALID',
    alone: true,
    where: MANIFEST,
    make: sealed((files) => {
      files.set(SIGNATURE, at(files, seal));
    }),
  },
  {
    class: 'record',
    name: 'dropped',
    code: 'PACK_FILE_MISSING',
    alone: true,
    where: 'records',
    make: sealed((files) => {
      edit(files, about, ['records'], () => []);
      for (const path of [FORM, MANIFEST, SIGNATURE]) files.delete(path);
    }),
  },
  {
    class: 'record',
    name: 'another version',
    code: LISTS,
    where: MANIFEST,
    make: editing(about, ['records', 0, 'version'], () => 2),
  },
  {
    class: 'record',
    name: 'its files for one another',
    code: LISTS,
    make: sealed((files) => {
      edit(files, about, ['records', 0, 'form'], say(MANIFEST));
    }),
  },
  {
    class: 'newer version',
    name: 'pack.json of version 2',
    code: 'PACK_VERSION_NEWER',
    alone: true,
    where: about,
    make: editing(about, ['v'], () => 2),
  },
  {
    class: 'newer version',
    name: 'pack.json of no version',
    code: LISTS,
    alone: true,
    where: about,
    make: editing(about, ['v'], () => undefined),
  },
  {
    class: 'JSON',
    name: 'a further member',
    code: LISTS,
    alone: true,
    where: about,
    make: editing(about, ['more'], () => true),
  },
  {
    class: 'JSON',
    name: 'a member less',
    code: LISTS,
    alone: true,
    where: about,
    make: editing(about, ['withheld'], () => undefined),
  },
  {
    class: 'JSON',
    name: 'a space',
    code: 'JSON_NOT_CANONICAL',
    where: about,
    make: rewriting(about, (text) => ` ${text}`),
  },
  {
    class: 'JSON',
    name: 'a key twice',
    code: 'JSON_NOT_CANONICAL',
    where: about,
    make: rewriting(about, (text) => text.replace('{', '{"v":1,')),
  },
  {
    class: 'JSON',
    name: 'a byte order mark',
    code: 'JSON_MALFORMED',
    where: about,
    make: rewriting(about, (text) => `\ufeff${text}`),
  },
  {
    class: 'JSON',
    name: 'cut',
    code: 'JSON_MALFORMED',
    where: about,
    make: rewriting(about, (text) => text.slice(0, 100)),
  },
  {
    class: 'JSON',
    name: '100,000 levels',
    code: 'JSON_NOT_CANONICAL',
    where: about,
    make: rewriting(about, () => '['.repeat(100_000) + ']'.repeat(100_000)),
  },
  {
    class: 'JSON',
    name: '100 levels',
    code: 'JSON_NOT_CANONICAL',
    where: about,
    make: rewriting(about, () => '['.repeat(100) + ']'.repeat(100)),
  },
  {
    class: 'JSON',
    name: 'deep entries',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: rewriting(PACK_PATHS.entries, () => `${'['.repeat(100_000)}${']'.repeat(100_000)}\n`),
  },
  {
    class: 'JSON',
    name: 'sittings that are none',
    code: LEDGER,
    where: sittings,
    make: rewriting(sittings, () => '{}'),
  },
  {
    class: 'JSON',
    name: 'a prototype',
    code: LISTS,
    where: about,
    make: rewriting(about, (text) => text.replace('{"computer"', '{"__proto__":{},"computer"')),
  },
];
