import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { ROLES } from '#src/core/roles.ts';
import { issueCa, issueCertificate } from '#src/crypto/certificate.ts';
import { newP256KeyPair } from '#src/crypto/p256.ts';
import { newPersonKeys, publicKeysOf } from '#src/crypto/person-keys.ts';
import { signPdf } from '#src/crypto/pdf-signature.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { caOf } from '#test/support/tamper.ts';
import { tinyPdf } from '#test/support/tiny-files.ts';
import { itWithTool } from '#test/support/tools.ts';

const sample = samplePack('pack');
const [first, second] = sample.people;
const signers = [first, second].map(({ name, cms }) => ({ name, ...cms }));
const facts = {
  caDer: caOf(sample.files()),
  reason: 'Record of review NHS-2026-001, version 1',
  location: 'Nowhere High School',
  signedAt: '2026-11-25T09:00:00.000Z',
};
const pdf = tinyPdf('Hello');
const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-pdf-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function pdfsig(tool: string, bytes: Uint8Array): string {
  const file = path.join(folder, 'a.pdf');
  writeFileSync(file, bytes);
  return execFileSync(tool, ['-nocert', file], { encoding: 'utf8' });
}

describe('signPdf', () => {
  it('adds one signature of each person behind the bytes of the document', async () => {
    const signed = await signPdf(pdf, signers, facts);
    expect(Buffer.from(signed.subarray(0, pdf.length)).equals(Buffer.from(pdf))).toBe(true);
    const text = Buffer.from(signed).toString('latin1');
    expect(text.match(/\/SubFilter \/ETSI\.CAdES\.detached/g)).toHaveLength(2);
  });

  itWithTool('pdfsig', 'is valid for both, with their names and the reason', async (tool) => {
    const said = pdfsig(tool, await signPdf(pdf, signers, facts));
    expect(said.match(/Signature is Valid/g)).toHaveLength(2);
    for (const { name } of signers) expect(said).toContain(name);
    expect(said).toContain('Total document signed');
  });

  itWithTool('pdfsig', 'shows a change of the document', async (tool) => {
    const signed = await signPdf(pdf, signers, facts);
    const at = Buffer.from(signed).indexOf('(Hello)');
    signed.set(utf8('J'), at + 1);
    expect(pdfsig(tool, signed)).toContain('Digest Mismatch');
  });

  it('has room for the longest names of school and people, every role, and some to spare', async () => {
    // Three bytes a character: the longest that UTF-8 gets within the limit of a certificate.
    const longest = '漢'.repeat(128);
    const period = {
      notBeforeAt: '2026-01-01T00:00:00.000Z',
      notAfterAt: '2036-01-01T00:00:00.000Z',
    };
    const ca = newP256KeyPair();
    const caDer = await issueCa({ schoolName: longest, keys: ca, ...period });
    const keys = await newPersonKeys('a'.repeat(26));
    const certificate = await issueCertificate({
      ...{ caDer, caPkcs8: ca.pkcs8, kind: 'person', id: keys.personId, commonName: longest },
      ...{ roles: ROLES, ...(await publicKeysOf(keys)), ...period },
    });
    const signer = { name: longest, certificate, pkcs8: keys.p256Pkcs8 };
    const signed = await signPdf(pdf, [signer, signer], { ...facts, caDer, location: longest });
    const text = Buffer.from(signed).toString('latin1');
    const contents = [...text.matchAll(/\/Contents <([0-9a-f]+)>/gu)].map(([, hex = '']) => hex);
    expect(contents.map((hex) => hex.length / 2)).toEqual([6144, 6144]);
    for (const hex of contents) {
      const used = hex.replace(/(?:00)+$/u, '').length / 2;
      expect(used).toBeGreaterThan(5700);
      expect(used).toBeLessThan(6144 - 256);
    }
  });

  it('throws PDF_MALFORMED for what is no PDF', async () => {
    await expect(signPdf(utf8('Dear Sir'), signers, facts)).rejects.toMatchObject({
      code: 'PDF_MALFORMED',
      message: 'document expected a PDF that can be signed',
    });
  });
});
