import { describe, expect, it } from 'vitest';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { reseal } from '#test/support/tamper.ts';
import { BAG_TAMPERS } from './tampers-bag.ts';
import { CONTAINER_TAMPERS } from './tampers-container.ts';
import { SEALED_TAMPERS, sitting } from './tampers-sealed.ts';

const sample = samplePack('small');
const TAMPERS = [...CONTAINER_TAMPERS, ...BAG_TAMPERS, ...SEALED_TAMPERS];

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
    const found = findings.filter((one) => one.code === code);
    const places = findings.map((one) => `${one.code} at ${one.where}: ${one.message}`).join('\n');
    expect(found.length, places).toBeGreaterThan(0);
    if (where !== undefined)
      expect(
        found.map((one) => one.where),
        places,
      ).toContain(where);
    if (alone === true) expect(findings.map((one) => one.code)).toEqual(findings.map(() => code));
  });
});
