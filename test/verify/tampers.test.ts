import { describe, expect, it } from 'vitest';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { reseal } from '#test/support/tamper.ts';
import { BAG_TAMPERS } from './tampers-bag.ts';
import { CONTAINER_TAMPERS } from './tampers-container.ts';
import { sitting } from './tamper-kit.ts';
import { CLAIM_TAMPERS } from './tampers-claims.ts';
import { LABEL_TAMPERS } from './tampers-labels.ts';
import { LEDGER_TAMPERS } from './tampers-ledger.ts';
import { RECORD_TAMPERS } from './tampers-record.ts';
import { SEAL_TAMPERS } from './tampers-seal.ts';
import { SITTING_TAMPERS } from './tampers-sittings.ts';

const sample = samplePack('small');
const TAMPERS = [
  ...CONTAINER_TAMPERS,
  ...BAG_TAMPERS,
  ...SEAL_TAMPERS,
  ...CLAIM_TAMPERS,
  ...LABEL_TAMPERS,
  ...LEDGER_TAMPERS,
  ...SITTING_TAMPERS,
  ...RECORD_TAMPERS,
];

describe('verifyPack on packs that were tampered with', () => {
  it('accepts what the tampers start from', async () => {
    expect((await verifyPack(sample.bytes)).findings).toEqual([]);
    const resealed = await reseal(sample.files(), [sample.people[2].cms, sample.people[3].cms]);
    expect((await verifyPack(resealed)).findings).toEqual([]);
    const further = await sitting(() => ({ entries: 2, cosigned: 2 }))(sample);
    expect((await verifyPack(further)).findings).toEqual([]);
  });

  it('holds at least 150 tampers in at least 30 classes, each once', () => {
    expect(TAMPERS.length).toBeGreaterThanOrEqual(150);
    expect(new Set(TAMPERS.map((one) => one.class)).size).toBeGreaterThanOrEqual(30);
    expect(new Set(TAMPERS.map((one) => `${one.class}: ${one.name}`)).size).toBe(TAMPERS.length);
  });

  it.each(TAMPERS)('refuses $class: $name ($code)', async ({ code, where, alone, make }) => {
    const { result, findings, proved } = await verifyPack(await make(sample));
    expect(result).not.toBe('valid');
    expect(proved).toEqual([]);
    expect(findings).toContainEqual({
      ...{ code, message: expect.any(String) as string },
      where: where ?? (expect.any(String) as string),
    });
    if (alone === true) expect(findings.map((one) => one.code)).toEqual(findings.map(() => code));
  });
});
