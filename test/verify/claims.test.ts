import { describe, expect, it } from 'vitest';
import { verifyCms } from '#src/crypto/verify/cms.ts';
import { checkClaims } from '#src/verify/claims.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { at } from '#test/support/tamper.ts';
import { checked } from './checks.ts';

const files = samplePack('small').files();

describe('checkClaims', () => {
  it('finds a recipient, a seal and a beginning that the ledger did not record', async () => {
    const { about, keys, ledger, findings } = await checked(files);
    const seal = at(files, 'signatures/tagmanifest-sha256.txt.p7s');
    const signers = await verifyCms(seal, at(files, 'tagmanifest-sha256.txt'), keys.caDer);
    await checkClaims(about, ledger, signers, findings);
    expect(findings.list).toEqual([]);
    const recipient = { ...about.recipient, organisation: 'Another' };
    await checkClaims({ ...about, recipient }, ledger, signers, findings);
    const strangers = signers.map((one) => ({ ...one, personId: 'a'.repeat(26) }));
    await checkClaims(about, ledger, strangers, findings);
    await checkClaims(about, { ...ledger, disclosed: [] }, signers, findings);
    expect(findings.list.map(({ message }) => message)).toEqual([
      'ledger expected "organisation" of the export as "pack.json" says',
      'ledger expected an export of those who sealed the pack',
      'ledger expected one beginning, disclosed',
      'ledger expected the entry that started this export',
    ]);
  });
});
