import { utf8 } from '#src/core/bytes.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { signCms } from '#src/crypto/cms.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { at, caOf, edit, type Place } from '#test/support/tamper.ts';
import type { Tamper } from './tamper-type.ts';
import {
  FORM,
  LEDGER,
  LISTS,
  MANIFEST,
  QUORUM,
  SIGNATURE,
  UNPROVED,
  about,
  editing,
  rewriting,
  say,
  seal,
  sealed,
  sittings,
} from './tamper-kit.ts';

/** The manifest changed and signed anew by both reviewers, who have their own keys. */
function resigned(place: Place, change: (old: JsonValue) => JsonValue | undefined): Tamper['make'] {
  return sealed(async (files, { people }) => {
    edit(files, MANIFEST, place, change);
    const signers = [people[0].cms, people[1].cms];
    const signature = await signCms(at(files, MANIFEST), signers, caOf(files), { signedAt: null });
    files.set(SIGNATURE, signature);
  });
}

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
    name: 'an exhibit left out of what both signed, by both',
    code: UNPROVED,
    alone: true,
    where: MANIFEST,
    make: resigned(['exhibits', 1], () => undefined),
  },
  {
    class: 'record',
    name: 'another identifier of an exhibit, by both',
    code: UNPROVED,
    alone: true,
    where: MANIFEST,
    make: resigned(['exhibits', 0, 'exhibitId'], say('a'.repeat(26))),
  },
  {
    class: 'record',
    name: 'another digest of an exhibit, by both',
    code: UNPROVED,
    alone: true,
    where: MANIFEST,
    make: resigned(['exhibits', 0, 'digest'], say(`sha256:${'0'.repeat(64)}`)),
  },
  {
    class: 'record',
    name: 'of another investigation, by both',
    code: LISTS,
    alone: true,
    where: MANIFEST,
    make: resigned(['investigationId'], say('a'.repeat(26))),
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
    make: rewriting(about, (text) => text.replace('{"computers"', '{"__proto__":{},"computers"')),
  },
];
