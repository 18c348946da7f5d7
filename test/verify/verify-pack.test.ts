import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { unreadableReport, verifyPack } from '#src/verify/verify-pack.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { edit, reseal, zip } from '#test/support/tamper.ts';

const pack = samplePack('pack');
const other = samplePack('small');

describe('verifyPack', () => {
  it('says who sealed a valid pack, what it proves, what it does not, and what was not checked', async () => {
    const report = await verifyPack(pack.bytes, { caFingerprint: pack.caFingerprint });
    expect(report.result).toBe('valid');
    expect(report.findings).toEqual([]);
    expect(report.facts).toMatchObject({
      reference: 'NHS-2026-001',
      school: 'Nowhere High School',
      recipient: 'PC 0000 Sample, Fictional Constabulary',
      demonstration: true,
      preview: true,
      exhibits: 2,
      entries: 14,
      withheld: 1,
    });
    expect(report.facts?.sealedBy.map(({ name }) => name).toSorted()).toEqual([
      'Dana Placeholder',
      'Harriet Exemplar',
    ]);
    expect(report.proved.length).toBeGreaterThanOrEqual(4);
    expect(report.notProved).toContain('That a page told the truth, or who posted what it shows.');
    expect(report.notChecked).toContain(
      'Whether a certificate was revoked: a pack carries no list of that.',
    );
  });

  it('never says that all was checked', async () => {
    for (const options of [{}, { caFingerprint: pack.caFingerprint }]) {
      const report = await verifyPack(pack.bytes, options);
      expect(report.notChecked.length).toBeGreaterThan(0);
      expect(JSON.stringify(report)).not.toMatch(/all (?:was|is|were)? ?checked|everything/i);
    }
  });

  it('says that the CA was not compared, unless its fingerprint is given', async () => {
    const asked = `compare ${pack.caFingerprint} with the printed form`;
    expect((await verifyPack(pack.bytes)).notChecked.join('\n')).toContain(asked);
    const pinned = await verifyPack(pack.bytes, { caFingerprint: pack.caFingerprint });
    expect(pinned.notChecked.join('\n')).not.toContain(asked);
  });

  it('finds a whole pack of another school by the fingerprint alone', async () => {
    const report = await verifyPack(other.bytes, { caFingerprint: pack.caFingerprint });
    expect(report.result).toBe('findings');
    expect(report.proved).toEqual([]);
    expect(report.findings).toEqual([
      {
        code: 'CERTIFICATE_INVALID',
        message: '"caFingerprint" expected the one given',
        where: PACK_PATHS.about,
      },
    ]);
  });

  it('calls what is no ZIP unreadable, and what is a bad one findings', async () => {
    const none = await verifyPack(utf8('%PDF-1.7\n'.repeat(9)));
    expect(none).toMatchObject({ result: 'unreadable', facts: null, proved: [] });
    expect(none.findings).toEqual([
      { code: 'PACK_NOT_A_PACK', message: 'container expected a ZIP file', where: 'container' },
    ]);
    const files = pack.files();
    files.delete(PACK_PATHS.about);
    const bare = await verifyPack(zip(files));
    expect(bare).toMatchObject({ result: 'findings', facts: null });
    expect(bare.notChecked.length).toBeGreaterThan(0);
  });

  it('accepts what two people may say without the ledger: their own words about the school’s software', async () => {
    const files = pack.files();
    edit(files, PACK_PATHS.about, ['software', 'version'], () => '9.9.9');
    const resealed = await reseal(files, [pack.people[2].cms, pack.people[3].cms]);
    expect((await verifyPack(resealed)).result).toBe('valid');
  });

  it('lists every finding, not the first alone', async () => {
    const files = pack.files();
    files.delete('data/documents/screenshot-sheet.pdf');
    files.set('data/exhibits/RJT-1/tile-0001.png', utf8('x'));
    files.set('evil.txt', utf8('x'));
    const codes = (await verifyPack(zip(files))).findings.map(({ code }) => code);
    expect(new Set(codes)).toEqual(
      new Set([
        'PACK_FILE_MISSING',
        'PACK_DIGEST_MISMATCH',
        'PACK_FILE_UNLISTED',
        'PACK_SIZE_MISMATCH',
      ]),
    );
  });
});

describe('unreadableReport', () => {
  it('reports a coded error, and lets a bug through', () => {
    const error = new EvidenceError('PACK_TOO_LARGE', 'container expected fewer bytes');
    expect(unreadableReport(error)).toMatchObject({
      result: 'unreadable',
      findings: [{ code: 'PACK_TOO_LARGE', message: error.message, where: 'container' }],
    });
    expect(() => unreadableReport(new TypeError('a bug'))).toThrow('a bug');
  });
});
