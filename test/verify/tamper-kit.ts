import { fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import { issueCa, issueCertificate } from '#src/crypto/certificate.ts';
import { signCms } from '#src/crypto/cms.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { newP256KeyPair } from '#src/crypto/p256.ts';
import { newPersonKeys, publicKeysOf } from '#src/crypto/person-keys.ts';
import type { signNote } from '#src/crypto/note.ts';
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
  setLines,
  valueAt,
  zip,
  remanifest,
  type Files,
  type Place,
} from '#test/support/tamper.ts';
import type { Tamper } from './tamper-type.ts';

export const { about, seal, sittings } = PACK_PATHS;
export const TILE_1 = 'data/exhibits/RJT-1/tile-0001.png';
export const MANIFEST = 'data/records/version-1/record-manifest.json';
export const SIGNATURE = `${MANIFEST}.p7s`;
export const FORM = 'data/records/version-1/record-of-review.pdf';

export type Change = (files: Files, sample: Sample) => void | Promise<void>;

/** Changed by DSL and headteacher themselves: every list and the seal made anew, so what is inside has to refuse it. */
export function sealed(change: Change): Tamper['make'] {
  return async (sample) => {
    const files = sample.files();
    await change(files, sample);
    return reseal(files, [sample.people[2].cms, sample.people[3].cms]);
  };
}

/** Sealed by others. */
export function sealedBy(...who: readonly number[]): Tamper['make'] {
  return (sample) =>
    reseal(
      sample.files(),
      who.flatMap((one) => sample.people[one]?.cms ?? []),
    );
}

export function editing(
  path: string,
  place: Place,
  change: (old: JsonValue) => JsonValue | undefined,
): Tamper['make'] {
  return sealed((files) => {
    edit(files, path, place, change);
  });
}

export function lining(change: (lines: JsonValue[]) => JsonValue[]): Tamper['make'] {
  return sealed((files) => {
    setLines(files, change(linesOf(files)));
  });
}

export function editLine(
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

export const LEDGER = 'PACK_LEDGER_INVALID';
export const ROOT = 'LEDGER_ROOT_MISMATCH';
export const COMMITMENT = 'LEDGER_COMMITMENT_MISMATCH';
export const EXPIRED = 'LEDGER_SITTING_EXPIRED';
export const UNPROVED = 'PACK_EXHIBIT_UNPROVED';
export const QUORUM = 'PACK_QUORUM_NOT_MET';
export const LISTS = 'PACK_MANIFEST_MALFORMED';

export const say = (text: string) => (): string => text;
export const minusOne = (old: JsonValue): JsonValue => Number(old) - 1;

/** What the outsider makes who has no key of the school: a CA of the same name and people of the same names. */
export async function outsider(sample: Sample, thorough: boolean): Promise<Uint8Array> {
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
    if (thorough) edit(files, about, ['people', i, 'certificates'], () => [toBase64(certificate)]);
    if (i > 1) signers.push({ certificate, pkcs8: keys.p256Pkcs8 });
  }
  files.set(PACK_PATHS.ca, pem(caDer));
  if (thorough) edit(files, about, ['school', 'caFingerprint'], () => digestOf(caDer));
  return reseal(files, signers);
}

export function rewriting(path: string, change: (text: string) => string): Tamper['make'] {
  return sealedRaw((files) => files.set(path, utf8(change(fromUtf8(at(files, path))))));
}

/** Sealed by the true CA's people, whatever stands in the files that a seal is made with. */
export function sealedRaw(change: (files: Files) => unknown): Tamper['make'] {
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

export function adding(
  signers: (sample: Sample) => Parameters<typeof signNote>[1],
): Tamper['make'] {
  return sealed((files, sample) => {
    const lines = linesOf(files);
    const origin = String(valueAt(jsonAt(files, about), ['ledger', 'origin']));
    const recordedAt = String(valueAt(jsonAt(files, about), ['createdAt']));
    const line = forgedLine(lines, origin, { sitting: null, recordedAt, signers: signers(sample) });
    setLines(files, [...lines, line]);
  });
}

export function renumbered(line: JsonValue, index: number): JsonValue {
  const holder: Files = new Map([['line', canonicalBytes(line)]]);
  edit(holder, 'line', ['entry', 'index'], () => index);
  return jsonAt(holder, 'line');
}

export function noteOf(lines: readonly JsonValue[], index: number): string {
  return String(valueAt(lines[index] ?? null, ['checkpoint']));
}

/** Text of one checkpoint with the signatures of another. */
export function grafted(lines: readonly JsonValue[], index: number, other: number): string {
  const [text = ''] = noteOf(lines, index).split('\n\n');
  const [, signatures = ''] = noteOf(lines, other).split('\n\n');
  return `${text}\n\n${signatures}`;
}

export function withCheckpoint(
  lines: readonly JsonValue[],
  index: number,
  note: JsonValue,
): JsonValue[] {
  const holder: Files = new Map([['lines', canonicalBytes(lines)]]);
  edit(holder, 'lines', [index, 'checkpoint'], () => note);
  return jsonAt(holder, 'lines') as JsonValue[];
}

export function swapDisclosed(
  lines: readonly JsonValue[],
  line: JsonValue,
  index: number,
): JsonValue {
  const other = index === 6 ? 7 : index === 7 ? 6 : index;
  const holder: Files = new Map([['line', canonicalBytes(line)]]);
  edit(holder, 'line', ['disclosed'], () => valueAt(lines[other] ?? null, ['disclosed']));
  return jsonAt(holder, 'line');
}
