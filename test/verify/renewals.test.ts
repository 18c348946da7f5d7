import { describe, expect, it } from 'vitest';
import { toBase64 } from '#src/core/bytes.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { issueCertificate } from '#src/crypto/certificate.ts';
import { ed25519PublicKey, newEd25519Seed } from '#src/crypto/ed25519.ts';
import { newP256KeyPair } from '#src/crypto/p256.ts';
import { newPersonKeys, publicKeysOf } from '#src/crypto/person-keys.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { addSitting, forgedLine } from '#test/support/forge-ledger.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import {
  caOf,
  edit,
  jsonAt,
  linesOf,
  reseal,
  setLines,
  valueAt,
  type Files,
} from '#test/support/tamper.ts';

const sample = samplePack('small');
const { about } = PACK_PATHS;
const NEW_COMPUTER = 'newcomputernewcomputernewc';
const DAY_MS = 24 * 60 * 60 * 1000;
const MADE_AT = String(valueAt(jsonAt(sample.files(), about), ['createdAt']));

/** So many days after the pack was made. */
function later(days: number): string {
  return new Date(Date.parse(MADE_AT) + days * DAY_MS).toISOString();
}

/** What is signed with the further keys is signed two days after the pack was made. */
const SIGNED_AT = later(2);
const VALID = { notBeforeAt: MADE_AT, notAfterAt: later(30) };
const RUN_OUT = { notBeforeAt: MADE_AT, notAfterAt: later(1) };

function append(files: Files, place: readonly (string | number)[], value: JsonValue): void {
  edit(files, about, place, (old) =>
    Array.isArray(old) ? [...(old as readonly JsonValue[]), value] : old,
  );
}

/** The verifier's findings, once DSL and headteacher have sealed the changed files. */
async function findingsOf(files: Files): Promise<string[]> {
  const bytes = await reseal(files, [sample.people[2].cms, sample.people[3].cms]);
  const { findings } = await verifyPack(bytes, { caFingerprint: sample.caFingerprint });
  return findings.map(({ code, where }) => `${code} at ${where}`);
}

/** The sample with a computer that replaced another, and an entry that it signed. */
async function withSecondComputer(period: typeof VALID): Promise<Files> {
  const files = sample.files();
  const seed = newEd25519Seed();
  const certificate = await issueCertificate({
    ...{ caDer: caOf(files), caPkcs8: sample.caPkcs8, kind: 'computer', id: NEW_COMPUTER },
    ...{ commonName: 'Spare laptop', p256Spki: newP256KeyPair().spki, ageRecipient: null },
    ...{ ed25519PublicKey: ed25519PublicKey(seed), ...period },
  });
  append(files, ['computers'], {
    ...{ computerId: NEW_COMPUTER, name: 'Spare laptop', location: 'Office 4', assetNo: 'X-2' },
    ...{ keyBackend: 'basic', keyRealProtection: false, certificates: [toBase64(certificate)] },
  });
  const lines = linesOf(files);
  const origin = String(valueAt(jsonAt(files, about), ['ledger', 'origin']));
  const recordedAt = SIGNED_AT;
  const signers = [{ name: `${origin}/computer/${NEW_COMPUTER}`, seed }];
  setLines(files, [...lines, forgedLine(lines, origin, { sitting: null, recordedAt, signers })]);
  return files;
}

/** The sample with a second certificate of the DSL, for new keys, and a sitting signed with these. */
async function withRenewedDsl(period: typeof VALID): Promise<Files> {
  const files = sample.files();
  const [, , dsl, head] = sample.people;
  const keys = await newPersonKeys(dsl.personId);
  const certificate = await issueCertificate({
    ...{ caDer: caOf(files), caPkcs8: sample.caPkcs8, kind: 'person', id: dsl.personId },
    ...{ commonName: dsl.name, roles: ['dsl'], ...(await publicKeysOf(keys)), ...period },
  });
  const people = valueAt(jsonAt(files, about), ['people']) as readonly { personId: string }[];
  const place = people.findIndex(({ personId }) => personId === dsl.personId);
  append(files, ['people', place, 'certificates'], toBase64(certificate));
  const renewed = { name: dsl.note.name, seed: keys.ed25519Seed };
  addSitting(files, {
    ...{ signers: [renewed, head.note], entries: 2, cosigned: 2 },
    says: { startedAt: SIGNED_AT, expiresAt: later(2.1) },
  });
  return files;
}

describe('verifyPack on a pack whose computer was replaced', () => {
  it('checks each entry with the key of the computer that it names', async () => {
    expect(await findingsOf(await withSecondComputer(VALID))).toEqual([]);
  });

  it('finds a certificate that had run out, and a computer that is not named', async () => {
    expect(await findingsOf(await withSecondComputer(RUN_OUT))).toEqual([
      'CERTIFICATE_EXPIRED at ledger entry 14',
    ]);
    const files = await withSecondComputer(VALID);
    edit(files, about, ['computers', 1], () => undefined);
    expect(await findingsOf(files)).toEqual(['SIGNER_UNKNOWN at ledger entry 14']);
  });

  it('finds a computer that a disclosed replacement names and the pack does not', async () => {
    const files = await withSecondComputer(VALID);
    const lines = linesOf(files);
    const origin = String(valueAt(jsonAt(files, about), ['ledger', 'origin']));
    const fromId = String(valueAt(jsonAt(files, about), ['computers', 0, 'computerId']));
    const line = forgedLine(lines, origin, {
      ...{ sitting: null, recordedAt: SIGNED_AT },
      ...{ kind: 'computer-replaced', signers: [sample.people[2].note, sample.people[3].note] },
      payload: { v: 1, fromId, toId: 'a'.repeat(26), document: 'Note', signedByIds: [] },
    });
    setLines(files, [...lines, line]);
    expect(await findingsOf(files)).toEqual([
      `PACK_LEDGER_INVALID at ${about}`,
      // The custody of both exhibits goes on to that computer, and the labels don't say so.
      `PACK_EXHIBIT_UNPROVED at ${PACK_PATHS.exhibits}`,
      `PACK_EXHIBIT_UNPROVED at ${PACK_PATHS.exhibits}`,
    ]);
  });
});

describe('verifyPack on a pack with a renewed certificate', () => {
  it('checks each signature with the certificate of its own key', async () => {
    expect(await findingsOf(await withRenewedDsl(VALID))).toEqual([]);
  });

  it('finds that the renewed one had run out, though the first is valid', async () => {
    expect(await findingsOf(await withRenewedDsl(RUN_OUT))).toEqual([
      `CERTIFICATE_EXPIRED at ${PACK_PATHS.sittings}`,
      'LEDGER_SITTING_UNKNOWN at ledger entry 14',
      'LEDGER_SITTING_UNKNOWN at ledger entry 15',
    ]);
  });
});
