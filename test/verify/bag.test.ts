import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { checkBag, checkBagInfo } from '#src/verify/bag.ts';
import { hashFiles } from '#src/verify/pack-files.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { checked, summary } from './checks.ts';

const sample = samplePack('small');

describe('checkBag', () => {
  it('finds nothing in a sound bag, and each file that differs', async () => {
    const { files, findings } = await checked(sample.files());
    await checkBag(files, findings);
    expect(findings.list).toEqual([]);
    const changed = sample.files().set('README.txt', utf8('other'));
    changed.delete('data/documents/screenshot-sheet.pdf');
    await checkBag(await hashFiles(changed), findings);
    expect(summary(findings.list)).toEqual([
      'PACK_FILE_MISSING at data/documents/screenshot-sheet.pdf',
      'PACK_DIGEST_MISMATCH at README.txt',
    ]);
  });
});

describe('checkBagInfo', () => {
  it('finds other facts and another count', async () => {
    const { files, about, findings } = await checked(sample.files());
    checkBagInfo(files, about, findings);
    expect(findings.list).toEqual([]);
    checkBagInfo(files, { ...about, packId: 'a'.repeat(26) }, findings);
    const more = await hashFiles(sample.files().set('data/extra', utf8('x')));
    checkBagInfo(more, about, findings);
    expect(summary(findings.list)).toEqual([
      'PACK_MANIFEST_MALFORMED at bag-info.txt',
      'PACK_SIZE_MISMATCH at bag-info.txt',
    ]);
  });
});
