import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { signCms } from '#src/crypto/cms.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { at, caOf, edit, jsonAt, valueAt, zip, remanifest } from '#test/support/tamper.ts';
import type { Tamper } from './tamper-type.ts';
import {
  LISTS,
  QUORUM,
  about,
  editing,
  outsider,
  say,
  seal,
  sealed,
  sealedBy,
  sealedRaw,
  sittings,
} from './tamper-kit.ts';

/** Who sealed it, and whose certificates it carries. By those who seal, or with their help: the deep checks alone can refuse them. */
export const SEAL_TAMPERS: readonly Tamper[] = [
  {
    class: 'seal quorum',
    name: 'the DSL alone',
    code: QUORUM,
    alone: true,
    where: seal,
    make: sealedBy(2),
  },
  {
    class: 'seal quorum',
    name: 'the headteacher alone',
    code: QUORUM,
    alone: true,
    make: sealedBy(3),
  },
  { class: 'seal quorum', name: 'two reviewers', code: QUORUM, where: seal, make: sealedBy(0, 1) },
  {
    class: 'seal quorum',
    name: 'DSL and a reviewer',
    code: QUORUM,
    where: seal,
    make: sealedBy(2, 0),
  },
  {
    class: 'seal quorum',
    name: 'three people',
    code: QUORUM,
    where: seal,
    make: sealedBy(1, 2, 3),
  },
  {
    class: 'seal quorum',
    name: 'the DSL twice, two signatures',
    code: 'PACK_SIGNATURE_INVALID',
    where: seal,
    make: async (sample) => {
      const files = sample.files();
      const [one] = [sample.people[2].cms];
      const der = await signCms(at(files, PACK_PATHS.tagManifest), [one], caOf(files), {
        signedAt: null,
      });
      files.set(seal, Uint8Array.from([...der, ...der]));
      return zip(files);
    },
  },
  {
    class: 'seal of another',
    name: 'over another tag manifest',
    code: 'PACK_SIGNATURE_INVALID',
    alone: true,
    where: seal,
    make: async (sample) => {
      const other = sample.files();
      edit(other, about, ['recipient', 'purpose'], say('Publication'));
      await sealed(() => undefined)(sample);
      remanifest(other);
      const signers = [sample.people[2].cms, sample.people[3].cms];
      const files = sample.files();
      files.set(
        seal,
        await signCms(at(other, PACK_PATHS.tagManifest), signers, caOf(files), { signedAt: null }),
      );
      return zip(files);
    },
  },
  {
    class: 'seal of another',
    name: 'rubbish',
    code: 'PACK_SIGNATURE_INVALID',
    alone: true,
    make: (sample) => zip(sample.files().set(seal, utf8('signed'))),
  },
  {
    class: 'seal of another',
    name: 'nothing',
    code: 'PACK_SIGNATURE_INVALID',
    alone: true,
    make: (sample) => zip(sample.files().set(seal, new Uint8Array())),
  },
  {
    class: 'seal of another',
    name: '65 KiB',
    code: 'PACK_SIGNATURE_INVALID',
    alone: true,
    make: (sample) => zip(sample.files().set(seal, new Uint8Array(65 * 1024))),
  },
  {
    class: 'foreign CA',
    name: 'a CA of an outsider, sealed by theirs',
    code: 'CERTIFICATE_INVALID',
    where: about,
    make: (sample) => outsider(sample, false),
  },
  {
    class: 'foreign CA',
    name: 'the same, everyone certified anew',
    code: 'SIGNER_UNKNOWN',
    make: (sample) => outsider(sample, true),
  },
  {
    class: 'foreign CA',
    name: 'CA not in PEM',
    code: 'CERTIFICATE_INVALID',
    where: PACK_PATHS.ca,
    make: sealedRaw((files) => files.set(PACK_PATHS.ca, utf8('none'))),
  },
  {
    class: 'foreign CA',
    name: 'CA with a comment',
    code: 'CERTIFICATE_INVALID',
    where: PACK_PATHS.ca,
    make: sealedRaw((files) =>
      files.set(PACK_PATHS.ca, utf8(`hello\n${fromUtf8(at(files, PACK_PATHS.ca))}`)),
    ),
  },
  {
    class: 'swapped certificate',
    name: 'two people’s certificates',
    code: 'CERTIFICATE_WRONG_ROLE',
    where: about,
    make: sealed((files) => {
      const [one, other] = [0, 1].map((i) =>
        valueAt(jsonAt(files, about), ['people', i, 'certificates']),
      );
      edit(files, about, ['people', 0, 'certificates'], () => other);
      edit(files, about, ['people', 1, 'certificates'], () => one);
    }),
  },
  {
    class: 'swapped certificate',
    name: 'the computer’s for a person’s',
    code: 'CERTIFICATE_WRONG_ROLE',
    where: about,
    make: sealed((files) => {
      edit(files, about, ['computers', 0, 'certificates'], () =>
        valueAt(jsonAt(files, about), ['people', 0, 'certificates']),
      );
    }),
  },
  {
    class: 'swapped certificate',
    name: 'no computer',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 4',
    make: editing(about, ['computers', 0], () => undefined),
  },
  {
    class: 'swapped certificate',
    name: 'a reviewer left out',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: editing(about, ['people', 0], () => undefined),
  },
  {
    class: 'swapped certificate',
    name: 'another name',
    code: 'CERTIFICATE_WRONG_ROLE',
    where: about,
    make: editing(about, ['people', 0, 'name'], say('Somebody Else')),
  },
  {
    class: 'swapped certificate',
    name: 'a person twice',
    code: LISTS,
    alone: true,
    where: about,
    make: sealed((files) => {
      edit(files, about, ['people'], (old) =>
        Array.isArray(old)
          ? [...(old as readonly JsonValue[]), ...(old as readonly JsonValue[]).slice(0, 1)]
          : old,
      );
    }),
  },
  {
    class: 'swapped certificate',
    name: 'a bit of a certificate',
    code: 'CERTIFICATE_INVALID',
    where: about,
    make: editing(about, ['people', 0, 'certificates', 0], (old) => {
      const der = Buffer.from(String(old), 'base64');
      der.writeUInt8(der.readUInt8(400) ^ 1, 400);
      return der.toString('base64');
    }),
  },
];
