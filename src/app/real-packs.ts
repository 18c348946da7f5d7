import { buildPack } from '#src/pack/build-pack.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { sentenceOf } from '#src/verify/words.ts';
import type { PackBuilder } from './pack-port.ts';

/** Packs as `src/pack` builds them; `src/verify`, which shares no code with it, reads them back. */
export const realPacks: PackBuilder = {
  build: buildPack,
  async verify(bytes) {
    const report = await verifyPack(bytes);
    return { valid: report.result === 'valid', findings: report.findings.map(sentenceOf) };
  },
};
