import { describe, expect, it } from 'vitest';
import { checkExhibits } from '#src/verify/exhibits.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { checked, summary } from './checks.ts';

const files = samplePack('small').files();

describe('checkExhibits', () => {
  it('finds nothing where every exhibit is what was kept', async () => {
    const { about, ledger, findings } = await checked(files);
    await checkExhibits(about, ledger, findings);
    expect(findings.list).toEqual([]);
  });

  it('lets an exhibit stay behind only where its digest is named', async () => {
    const { about, ledger, findings } = await checked(files);
    const [first] = about.exhibits;
    const rest = { ...about, exhibits: first === undefined ? [] : [first] };
    await checkExhibits(rest, ledger, findings);
    expect(summary(findings.list)).toEqual(['PACK_FILE_MISSING at ledger entry 7']);
    const digest = about.exhibits[1]?.files.find(({ path }) => path.endsWith('.json'))?.digest;
    const withheld = [
      { what: 'x', why: 'y', count: 1, digests: digest === undefined ? [] : [digest] },
    ];
    const { findings: later } = await checked(files);
    await checkExhibits({ ...rest, withheld }, ledger, later);
    expect(later.list).toEqual([]);
  });

  it('lets a file of an exhibit stay behind only where its digest is named', async () => {
    const { about, ledger, findings } = await checked(files);
    const exhibits = about.exhibits.map((one, index) =>
      index === 0 ? { ...one, files: one.files.slice(0, -1) } : one,
    );
    await checkExhibits({ ...about, exhibits }, ledger, findings);
    expect(summary(findings.list)).toEqual([
      `PACK_EXHIBIT_UNPROVED at exhibit ${about.exhibits[0]?.exhibitRef ?? ''}`,
    ]);
    const digest = about.exhibits[0]?.files.at(-1)?.digest;
    const withheld = [
      { what: 'x', why: 'y', count: 1, digests: digest === undefined ? [] : [digest] },
    ];
    const { findings: later } = await checked(files);
    await checkExhibits({ ...about, exhibits, withheld }, ledger, later);
    expect(later.list).toEqual([]);
  });
});
