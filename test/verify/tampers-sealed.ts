import { fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import { issueCa, issueCertificate } from '#src/crypto/certificate.ts';
import { signCms } from '#src/crypto/cms.ts';
import { digestOf, sha256 } from '#src/crypto/hash.ts';
import { newP256KeyPair } from '#src/crypto/p256.ts';
import { newPersonKeys, publicKeysOf } from '#src/crypto/person-keys.ts';
import { signNote } from '#src/crypto/note.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { addSitting, forgedLine, type ForgedSitting } from '#test/support/forge-ledger.ts';
import type { Sample } from '#test/support/sample-pack.ts';
import {
  at,
  caOf,
  edit,
  jsonAt,
  linesOf,
  pem,
  reseal,
  setFile,
  setLines,
  valueAt,
  zip,
  remanifest,
  type Files,
  type Place,
} from '#test/support/tamper.ts';
import { tinyPng } from '#test/support/tiny-files.ts';
import type { Tamper } from './tamper-type.ts';

const { about, seal, sittings } = PACK_PATHS;
const TILE_1 = 'data/exhibits/RJT-1/tile-0001.png';
const MANIFEST = 'data/records/version-1/record-manifest.json';
const SIGNATURE = `${MANIFEST}.p7s`;
const FORM = 'data/records/version-1/record-of-review.pdf';

type Change = (files: Files, sample: Sample) => void | Promise<void>;

/** Changed by DSL and headteacher themselves: every list and the seal made anew, so what is inside has to refuse it. */
export function sealed(change: Change): Tamper['make'] {
  return async (sample) => {
    const files = sample.files();
    await change(files, sample);
    return reseal(files, [sample.people[2].cms, sample.people[3].cms]);
  };
}

/** Sealed by others. */
function sealedBy(...who: readonly number[]): Tamper['make'] {
  return (sample) =>
    reseal(
      sample.files(),
      who.flatMap((one) => sample.people[one]?.cms ?? []),
    );
}

function editing(
  path: string,
  place: Place,
  change: (old: JsonValue) => JsonValue | undefined,
): Tamper['make'] {
  return sealed((files) => {
    edit(files, path, place, change);
  });
}

function lining(change: (lines: JsonValue[]) => JsonValue[]): Tamper['make'] {
  return sealed((files) => {
    setLines(files, change(linesOf(files)));
  });
}

function editLine(
  index: number,
  place: Place,
  change: (old: JsonValue) => JsonValue | undefined,
): Tamper['make'] {
  return sealed((files) => {
    const lines: JsonValue = linesOf(files);
    const holder: Files = new Map([['lines', canonicalBytes(lines)]]);
    edit(holder, 'lines', [index, ...place], change);
    setLines(files, jsonAt(holder, 'lines') as JsonValue[]);
  });
}

/** A sitting added at the end by DSL and headteacher. */
export function sitting(
  forged: (sample: Sample) => Omit<ForgedSitting, 'signers'> & Partial<ForgedSitting>,
): Tamper['make'] {
  return sealed((files, sample) => {
    const signers = [sample.people[2].note, sample.people[3].note];
    addSitting(files, { signers, ...forged(sample) });
  });
}

const LEDGER = 'PACK_LEDGER_INVALID';
const ROOT = 'LEDGER_ROOT_MISMATCH';
const COMMITMENT = 'LEDGER_COMMITMENT_MISMATCH';
const EXPIRED = 'LEDGER_SITTING_EXPIRED';
const UNPROVED = 'PACK_EXHIBIT_UNPROVED';
const QUORUM = 'PACK_QUORUM_NOT_MET';
const LISTS = 'PACK_MANIFEST_MALFORMED';

const say = (text: string) => (): string => text;
const minusOne = (old: JsonValue): JsonValue => Number(old) - 1;

/** What the outsider makes who has no key of the school: a CA of the same name and people of the same names. */
async function outsider(sample: Sample, thorough: boolean): Promise<Uint8Array> {
  const files = sample.files();
  const period = {
    notBeforeAt: '2026-01-01T00:00:00.000Z',
    notAfterAt: '2036-01-01T00:00:00.000Z',
  };
  const ca = newP256KeyPair();
  const schoolName = String(valueAt(jsonAt(files, about), ['school', 'name']));
  const caDer = await issueCa({ schoolName, keys: ca, ...period });
  const signers = [];
  for (const [i, roles] of [['reviewer'], ['reviewer'], ['dsl'], ['headteacher']].entries()) {
    const { personId = '', name = '' } = sample.people[i] ?? {};
    const keys = await newPersonKeys(personId);
    const certificate = await issueCertificate({
      ...{ caDer, caPkcs8: ca.pkcs8, kind: 'person', id: personId, commonName: name },
      ...{ roles: roles as ('reviewer' | 'dsl' | 'headteacher')[], ...period },
      ...(await publicKeysOf(keys)),
    });
    if (thorough) edit(files, about, ['people', i, 'certificate'], () => toBase64(certificate));
    if (i > 1) signers.push({ certificate, pkcs8: keys.p256Pkcs8 });
  }
  files.set(PACK_PATHS.ca, pem(caDer));
  if (thorough) edit(files, about, ['school', 'caFingerprint'], () => digestOf(caDer));
  return reseal(files, signers);
}

/** Attacks by those who seal, or with their help: the deep checks alone can refuse them. */
export const SEALED_TAMPERS: readonly Tamper[] = [
  // who sealed
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

  // certificates
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
        valueAt(jsonAt(files, about), ['people', i, 'certificate']),
      );
      edit(files, about, ['people', 0, 'certificate'], () => other);
      edit(files, about, ['people', 1, 'certificate'], () => one);
    }),
  },
  {
    class: 'swapped certificate',
    name: 'the computer’s for a person’s',
    code: 'CERTIFICATE_WRONG_ROLE',
    where: about,
    make: sealed((files) => {
      edit(files, about, ['computerCertificate'], () =>
        valueAt(jsonAt(files, about), ['people', 0, 'certificate']),
      );
    }),
  },
  {
    class: 'swapped certificate',
    name: 'no computer',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 4',
    make: editing(about, ['computerCertificate'], () => null),
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
    make: editing(about, ['people', 0, 'certificate'], (old) => {
      const der = Buffer.from(String(old), 'base64');
      der.writeUInt8(der.readUInt8(400) ^ 1, 400);
      return der.toString('base64');
    }),
  },

  // what pack.json says
  {
    class: 'edited claims',
    name: 'recipient',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['recipient', 'name'], say('Somebody Else')),
  },
  {
    class: 'edited claims',
    name: 'purpose',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['recipient', 'purpose'], say('Publication')),
  },
  {
    class: 'edited claims',
    name: 'lawful basis',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['recipient', 'lawfulBasis'], say('None')),
  },
  {
    class: 'edited claims',
    name: 'reference',
    code: LEDGER,
    where: about,
    make: editing(about, ['investigation', 'reference'], say('NHS-2026-002')),
  },
  {
    class: 'edited claims',
    name: 'investigation',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['investigation', 'investigationId'], say('a'.repeat(26))),
  },
  {
    class: 'edited claims',
    name: 'a demonstration as real',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['demonstration'], () => false),
  },
  {
    class: 'edited claims',
    name: 'pack identifier',
    code: LEDGER,
    where: about,
    make: editing(about, ['packId'], say('a'.repeat(26))),
  },
  {
    class: 'edited claims',
    name: 'number withheld',
    code: LEDGER,
    alone: true,
    where: about,
    make: editing(about, ['ledger', 'withheld'], () => 0),
  },
  {
    class: 'edited claims',
    name: 'number of entries',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editing(about, ['ledger', 'entries'], minusOne),
  },
  {
    class: 'edited claims',
    name: 'origin of the ledger',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editing(about, ['ledger', 'origin'], say('countersign/other')),
  },
  {
    class: 'edited claims',
    name: 'when it was made',
    code: LISTS,
    alone: true,
    where: PACK_PATHS.bagInfo,
    make: editing(about, ['createdAt'], say('2027-01-01T00:00:00.000Z')),
  },

  // exhibits
  {
    class: 'edited exhibit',
    name: 'address',
    code: UNPROVED,
    alone: true,
    where: 'exhibit RJT/1',
    make: editing(about, ['exhibits', 0, 'address'], say('https://other.example/')),
  },
  {
    class: 'edited exhibit',
    name: 'time',
    code: UNPROVED,
    alone: true,
    where: 'exhibit RJT/1',
    make: editing(about, ['exhibits', 0, 'capturedAt'], say('2026-01-01T00:00:00.000Z')),
  },
  {
    class: 'edited exhibit',
    name: 'media type',
    code: UNPROVED,
    alone: true,
    make: editing(about, ['exhibits', 0, 'files', 0, 'mediaType'], say('text/html')),
  },
  {
    class: 'edited exhibit',
    name: 'entry',
    code: UNPROVED,
    make: editing(about, ['exhibits', 0, 'entryIndex'], minusOne),
  },
  {
    class: 'edited exhibit',
    name: 'entry far outside',
    code: UNPROVED,
    make: editing(about, ['exhibits', 0, 'entryIndex'], () => 9_000_000),
  },
  {
    class: 'edited exhibit',
    name: 'reference',
    code: UNPROVED,
    make: editing(about, ['exhibits', 0, 'exhibitRef'], say('RJT/7')),
  },
  {
    class: 'edited exhibit',
    name: 'the picture',
    code: UNPROVED,
    where: 'exhibit RJT/1',
    make: sealed((files) => {
      setFile(files, TILE_1, tinyPng(4, 3, 200));
    }),
  },
  {
    class: 'swapped exhibits',
    name: 'two pictures, sealed',
    code: UNPROVED,
    where: 'exhibit RJT/2',
    make: sealed((files) => {
      const other = TILE_1.replace('RJT-1', 'RJT-2');
      const kept = at(files, TILE_1);
      setFile(files, TILE_1, at(files, other));
      setFile(files, other, kept);
    }),
  },
  {
    class: 'swapped exhibits',
    name: 'two entries',
    code: UNPROVED,
    where: 'exhibit RJT/2',
    make: sealed((files) => {
      const [one, other] = [0, 1].map((i) =>
        valueAt(jsonAt(files, about), ['exhibits', i, 'entryIndex']),
      );
      edit(files, about, ['exhibits', 0, 'entryIndex'], () => other);
      edit(files, about, ['exhibits', 1, 'entryIndex'], () => one);
    }),
  },
  {
    class: 'dropped exhibit',
    name: 'with all its files',
    code: 'PACK_FILE_MISSING',
    alone: true,
    where: 'ledger entry 7',
    make: sealed((files) => {
      edit(files, about, ['exhibits', 1], () => undefined);
      for (const path of files.keys()) if (path.includes('RJT-2')) files.delete(path);
    }),
  },
  {
    class: 'dropped exhibit',
    name: 'one file of it',
    code: UNPROVED,
    alone: true,
    where: 'exhibit RJT/1',
    make: sealed((files) => {
      edit(files, about, ['exhibits', 0, 'files', 0], () => undefined);
      files.delete(TILE_1);
    }),
  },
  {
    class: 'dropped exhibit',
    name: 'the same exhibit twice',
    code: LISTS,
    where: 'exhibit RJT/1',
    make: sealed((files) => {
      edit(files, about, ['exhibits'], (old) =>
        Array.isArray(old)
          ? [...(old as readonly JsonValue[]), ...(old as readonly JsonValue[]).slice(0, 1)]
          : old,
      );
    }),
  },
  {
    class: 'extra file',
    name: 'one that pack.json does not name, sealed',
    code: 'PACK_FILE_UNLISTED',
    alone: true,
    make: sealed((files) => {
      files.set('data/documents/extra.pdf', utf8('x'));
    }),
  },
  {
    class: 'extra file',
    name: 'an exhibit file of another place',
    code: UNPROVED,
    where: 'exhibit RJT/1',
    make: sealed((files) => {
      edit(files, about, ['exhibits', 0, 'files', 0, 'path'], say('data/other/tile-0001.png'));
      files.set('data/other/tile-0001.png', at(files, TILE_1));
      files.delete(TILE_1);
    }),
  },

  // ledger
  {
    class: 'reordered entries',
    name: 'two neighbours',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: lining(([a, b, ...rest]) => [b ?? null, a ?? null, ...rest]),
  },
  {
    class: 'reordered entries',
    name: 'two neighbours, numbered anew',
    code: ROOT,
    where: 'ledger entry 2',
    make: lining((lines) =>
      lines.map((_, i) => renumbered(lines[i === 2 ? 3 : i === 3 ? 2 : i] ?? null, i)),
    ),
  },
  {
    class: 'dropped entry',
    name: 'one in the middle',
    code: LEDGER,
    make: lining((lines) => lines.filter((_, i) => i !== 5)),
  },
  {
    class: 'dropped entry',
    name: 'one in the middle, numbered anew',
    code: ROOT,
    where: 'ledger entry 5',
    make: lining((lines) => lines.filter((_, i) => i !== 5).map(renumbered)),
  },
  {
    class: 'dropped entry',
    name: 'the last: the export itself',
    code: LEDGER,
    alone: true,
    where: about,
    make: lining((lines) => lines.slice(0, -1)),
  },
  {
    class: 'dropped entry',
    name: 'the last three: behind a cosigned end',
    code: 'LEDGER_ROLLED_BACK',
    where: sittings,
    make: lining((lines) => lines.slice(0, -3)),
  },
  {
    class: 'dropped entry',
    name: 'all',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: lining(() => []),
  },
  {
    class: 'added entry',
    name: 'the same twice',
    code: LEDGER,
    make: lining((lines) => [...lines, ...lines.slice(-1)]),
  },
  {
    class: 'added entry',
    name: 'signed by one person',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: adding((sample) => [sample.people[2].note]),
  },
  {
    class: 'added entry',
    name: 'signed by one person twice',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: adding((sample) => [sample.people[2].note, sample.people[2].note]),
  },
  {
    class: 'added entry',
    name: 'signed by three',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: adding((sample) => sample.people.map(({ note }) => note)),
  },
  {
    class: 'added entry',
    name: 'signed under another’s name',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: adding((sample) => [
      sample.people[2].note,
      { ...sample.people[3].note, seed: sample.people[2].note.seed },
    ]),
  },
  {
    class: 'added entry',
    name: 'signed by nobody of the pack',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: adding((sample) => [
      sample.people[2].note,
      { ...sample.people[3].note, name: 'somebody' },
    ]),
  },
  {
    class: 'changed entry',
    name: 'kind',
    code: ROOT,
    where: 'ledger entry 6',
    make: editLine(6, ['entry', 'kind'], say('exhibit-viewed')),
  },
  {
    class: 'changed entry',
    name: 'time',
    code: ROOT,
    where: 'ledger entry 3',
    make: editLine(3, ['entry', 'recordedAt'], say('2026-01-01T00:00:00.000Z')),
  },
  {
    class: 'changed entry',
    name: 'time of no form',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editLine(3, ['entry', 'recordedAt'], say('0')),
  },
  {
    class: 'changed entry',
    name: 'digest of an object',
    code: ROOT,
    where: 'ledger entry 6',
    make: editLine(6, ['entry', 'objects', 0, 'plaintextDigest'], () => digestOf(utf8('x'))),
  },
  {
    class: 'changed entry',
    name: 'out of its sitting',
    code: ROOT,
    where: 'ledger entry 6',
    make: editLine(6, ['entry', 'sitting'], () => null),
  },
  {
    class: 'changed entry',
    name: 'a further field',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editLine(3, ['entry', 'note'], say('x')),
  },
  {
    class: 'changed entry',
    name: 'another ledger’s',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editLine(3, ['entry', 'origin'], say('countersign/other')),
  },
  {
    class: 'changed payload',
    name: 'one word',
    code: COMMITMENT,
    where: 'ledger entry 9',
    make: editLine(9, ['disclosed', 'payload', 'rows', 0], say('No concern.')),
  },
  {
    class: 'changed payload',
    name: 'salt',
    code: COMMITMENT,
    where: 'ledger entry 9',
    make: editLine(9, ['disclosed', 'salt'], say('0'.repeat(64))),
  },
  {
    class: 'changed payload',
    name: 'salt of another length',
    code: LEDGER,
    where: PACK_PATHS.entries,
    make: editLine(9, ['disclosed', 'salt'], say('00')),
  },
  {
    class: 'changed payload',
    name: 'commitment, payload and salt',
    code: ROOT,
    where: 'ledger entry 9',
    make: editLine(9, ['entry', 'commitment'], say('0'.repeat(64))),
  },
  {
    class: 'changed payload',
    name: 'two payloads swapped',
    code: COMMITMENT,
    where: 'ledger entry 6',
    make: lining((lines) => lines.map((line, i) => swapDisclosed(lines, line, i))),
  },
  {
    class: 'withheld',
    name: 'disclosed with another payload',
    code: COMMITMENT,
    where: 'ledger entry 2',
    make: editLine(2, ['disclosed'], () => ({
      salt: '0'.repeat(64),
      payload: { v: 1, name: 'Framed Person', how: '' },
    })),
  },
  {
    class: 'withheld',
    name: 'the beginning',
    code: LEDGER,
    alone: true,
    where: about,
    make: editLine(1, ['disclosed'], () => null),
  },
  {
    class: 'withheld',
    name: 'the entry of the export',
    code: LEDGER,
    alone: true,
    where: about,
    make: editLine(13, ['disclosed'], () => null),
  },
  {
    class: 'withheld',
    name: 'the entry of an exhibit',
    code: UNPROVED,
    alone: true,
    where: 'exhibit RJT/1',
    make: editLine(6, ['disclosed'], () => null),
  },
  {
    class: 'withheld',
    name: 'the entry of the record',
    code: LEDGER,
    alone: true,
    where: MANIFEST,
    make: editLine(10, ['disclosed'], () => null),
  },
  {
    class: 'checkpoint',
    name: 'of another tree',
    code: ROOT,
    where: 'ledger entry 6',
    make: lining((lines) => withCheckpoint(lines, 6, valueAt(lines[7] ?? null, ['checkpoint']))),
  },
  {
    class: 'checkpoint',
    name: 'a signature of another',
    code: 'SIGNATURE_INVALID',
    where: 'ledger entry 6',
    make: lining((lines) => withCheckpoint(lines, 6, grafted(lines, 6, 7))),
  },
  {
    class: 'checkpoint',
    name: 'a further line',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 6',
    make: lining((lines) => withCheckpoint(lines, 6, `${noteOf(lines, 6)}— other AAAAAAAA\n`)),
  },
  {
    class: 'checkpoint',
    name: 'a line twice',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 6',
    make: lining((lines) =>
      withCheckpoint(lines, 6, `${noteOf(lines, 6)}${noteOf(lines, 6).split('\n\n')[1] ?? ''}`),
    ),
  },
  {
    class: 'checkpoint',
    name: 'no signature',
    code: 'NOTE_MALFORMED',
    where: 'ledger entry 6',
    make: lining((lines) =>
      withCheckpoint(lines, 6, `${noteOf(lines, 6).split('\n\n')[0] ?? ''}\n`),
    ),
  },
  {
    class: 'checkpoint',
    name: 'an earlier head',
    code: LEDGER,
    alone: true,
    where: PACK_PATHS.checkpoint,
    make: sealed((files) => {
      files.set(PACK_PATHS.checkpoint, utf8(noteOf(linesOf(files), 12)));
    }),
  },

  // sittings
  {
    class: 'delegation',
    name: 'signed by one of the two',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({
      signers: [people[2].note],
      personIds: [people[2].personId, people[3].personId],
    })),
  },
  {
    class: 'delegation',
    name: 'signed by one person twice',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({
      signers: [people[2].note, people[2].note],
      personIds: [people[2].personId, people[3].personId],
    })),
  },
  {
    class: 'delegation',
    name: 'of one person twice',
    code: LEDGER,
    where: sittings,
    make: sitting(({ people }) => ({
      signers: [people[2].note, people[2].note],
      personIds: [people[2].personId, people[2].personId],
    })),
  },
  {
    class: 'delegation',
    name: 'of one person',
    code: LEDGER,
    where: sittings,
    make: sitting(({ people }) => ({ signers: [people[2].note] })),
  },
  {
    class: 'delegation',
    name: 'of three people',
    code: LEDGER,
    where: sittings,
    make: sitting(({ people }) => ({ signers: people.slice(1).map(({ note }) => note) })),
  },
  {
    class: 'delegation',
    name: 'signed by a third too',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({
      signers: [people[1].note, people[2].note, people[3].note],
      personIds: [people[2].personId, people[3].personId],
    })),
  },
  {
    class: 'delegation',
    name: 'of a person whom the pack does not name',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({ personIds: [people[2].personId, 'a'.repeat(26)] })),
  },
  {
    class: 'delegation',
    name: 'for 13 hours',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ lifeMs: 13 * 3_600_000 })),
  },
  {
    class: 'delegation',
    name: 'that ends before it begins',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ lifeMs: -1 })),
  },
  {
    class: 'delegation',
    name: 'of another tree',
    code: ROOT,
    where: sittings,
    make: sitting(() => ({ root: sha256(utf8('x')) })),
  },
  {
    class: 'delegation',
    name: 'of a tree of the future',
    code: 'LEDGER_ROLLED_BACK',
    where: sittings,
    make: sitting(() => ({ sizeShift: 9 })),
  },
  {
    class: 'delegation',
    name: 'of another size',
    code: ROOT,
    where: sittings,
    make: sitting(() => ({ sizeShift: -1 })),
  },
  {
    class: 'delegation',
    name: 'of another ledger',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ says: { origin: 'countersign/other' } })),
  },
  {
    class: 'delegation',
    name: 'of another sitting',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ says: { sittingId: 'a'.repeat(26) } })),
  },
  {
    class: 'delegation',
    name: 'of another computer',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ says: { computerId: 'a'.repeat(26) } })),
  },
  {
    class: 'delegation',
    name: 'with a further field',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ says: { more: true } })),
  },
  {
    class: 'delegation',
    name: 'of a newer version',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ says: { v: 2 } })),
  },
  {
    class: 'delegation',
    name: 'of a key of another length',
    code: 'SIGNER_UNKNOWN',
    make: sitting(() => ({ says: { publicKey: 'AAAA' } })),
  },
  {
    class: 'delegation',
    name: 'left out',
    code: 'LEDGER_SITTING_UNKNOWN',
    where: 'ledger entry 5',
    make: editing(sittings, [0], () => undefined),
  },
  {
    class: 'delegation',
    name: 'twice',
    code: LEDGER,
    alone: true,
    where: sittings,
    make: editing(sittings, [], (old) =>
      Array.isArray(old)
        ? [...(old as readonly JsonValue[]), ...(old as readonly JsonValue[]).slice(0, 1)]
        : old,
    ),
  },
  {
    class: 'delegation',
    name: 'two swapped',
    code: LEDGER,
    where: sittings,
    make: sealed((files) => {
      const [one, other] = [0, 1].map((i) => valueAt(jsonAt(files, sittings), [i, 'delegation']));
      edit(files, sittings, [0, 'delegation'], () => other);
      edit(files, sittings, [1, 'delegation'], () => one);
    }),
  },
  {
    class: 'sitting bounds',
    name: 'an entry after it expired',
    code: EXPIRED,
    alone: true,
    where: 'ledger entry 14',
    make: sitting(() => ({ recordedMs: 3_600_001 })),
  },
  {
    class: 'sitting bounds',
    name: 'an entry after the cosigned end',
    code: EXPIRED,
    alone: true,
    where: 'ledger entry 15',
    make: sitting(() => ({ entries: 2, cosigned: 1 })),
  },
  {
    class: 'sitting bounds',
    name: 'an end that nobody cosigned',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(() => ({ cosigned: 1, cosigners: [] })),
  },
  {
    class: 'sitting bounds',
    name: 'an end that one cosigned',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({ cosigned: 1, cosigners: [people[2].note] })),
  },
  {
    class: 'sitting bounds',
    name: 'an end that one cosigned twice',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({ cosigned: 1, cosigners: [people[2].note, people[2].note] })),
  },
  {
    class: 'sitting bounds',
    name: 'an end that others cosigned',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({ cosigned: 1, cosigners: [people[0].note, people[1].note] })),
  },
  {
    class: 'sitting bounds',
    name: 'an end with a further line',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({
      cosigned: 1,
      cosigners: people.slice(1).map(({ note }) => note),
    })),
  },
  {
    class: 'sitting bounds',
    name: 'a cosigned end taken away and entries after it',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: sitting(({ people }) => ({ extraSigner: people[2].note })),
  },

  // record of review
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

  // JSON
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

function rewriting(path: string, change: (text: string) => string): Tamper['make'] {
  return sealedRaw((files) => files.set(path, utf8(change(fromUtf8(at(files, path))))));
}

/** Sealed by the true CA's people, whatever stands in the files that a seal is made with. */
function sealedRaw(change: (files: Files) => unknown): Tamper['make'] {
  return async (sample) => {
    const files = sample.files();
    const ca = caOf(files);
    change(files);
    remanifest(files);
    const signers = [sample.people[2].cms, sample.people[3].cms];
    files.set(
      seal,
      await signCms(at(files, PACK_PATHS.tagManifest), signers, ca, { signedAt: null }),
    );
    return zip(files);
  };
}

function adding(signers: (sample: Sample) => Parameters<typeof signNote>[1]): Tamper['make'] {
  return sealed((files, sample) => {
    const lines = linesOf(files);
    const origin = String(valueAt(jsonAt(files, about), ['ledger', 'origin']));
    const recordedAt = String(valueAt(jsonAt(files, about), ['createdAt']));
    const line = forgedLine(lines, origin, { sitting: null, recordedAt, signers: signers(sample) });
    setLines(files, [...lines, line]);
  });
}

function renumbered(line: JsonValue, index: number): JsonValue {
  const holder: Files = new Map([['line', canonicalBytes(line)]]);
  edit(holder, 'line', ['entry', 'index'], () => index);
  return jsonAt(holder, 'line');
}

function noteOf(lines: readonly JsonValue[], index: number): string {
  return String(valueAt(lines[index] ?? null, ['checkpoint']));
}

/** Text of one checkpoint with the signatures of another. */
function grafted(lines: readonly JsonValue[], index: number, other: number): string {
  const [text = ''] = noteOf(lines, index).split('\n\n');
  const [, signatures = ''] = noteOf(lines, other).split('\n\n');
  return `${text}\n\n${signatures}`;
}

function withCheckpoint(lines: readonly JsonValue[], index: number, note: JsonValue): JsonValue[] {
  const holder: Files = new Map([['lines', canonicalBytes(lines)]]);
  edit(holder, 'lines', [index, 'checkpoint'], () => note);
  return jsonAt(holder, 'lines') as JsonValue[];
}

function swapDisclosed(lines: readonly JsonValue[], line: JsonValue, index: number): JsonValue {
  const other = index === 6 ? 7 : index === 7 ? 6 : index;
  const holder: Files = new Map([['line', canonicalBytes(line)]]);
  edit(holder, 'line', ['disclosed'], () => valueAt(lines[other] ?? null, ['disclosed']));
  return jsonAt(holder, 'line');
}
