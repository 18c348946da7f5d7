import { describe, expect, it } from 'vitest';
import { EvidenceError } from '#src/core/errors.ts';
import { Findings } from '#src/verify/finding.ts';

describe('Findings', () => {
  it('turns coded errors into findings, under the check’s code or their own, and goes on', async () => {
    const findings = new Findings();
    const fail = (): never => {
      throw new EvidenceError('PACK_FILE_MISSING', 'file expected, got none');
    };
    expect(await findings.collect('a', fail)).toBeNull();
    expect(
      await findings.collect(
        'b',
        () => Promise.reject(new EvidenceError('INTERNAL', 'x')),
        'PACK_LEDGER_INVALID',
      ),
    ).toBeNull();
    expect(await findings.collect('c', () => 7)).toBe(7);
    findings.add('PACK_SIZE_MISMATCH', 'size expected', 'd');
    expect(findings.list).toEqual([
      { code: 'PACK_FILE_MISSING', message: 'file expected, got none', where: 'a' },
      { code: 'PACK_LEDGER_INVALID', message: 'x', where: 'b' },
      { code: 'PACK_SIZE_MISMATCH', message: 'size expected', where: 'd' },
    ]);
  });

  it('lets a bug through', async () => {
    const bug = (): never => {
      throw new TypeError('a bug');
    };
    await expect(new Findings().collect('a', bug)).rejects.toThrow('a bug');
  });
});
