import { z } from 'zod';
import { isInstant } from '#src/core/clock.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';

const instant = z.string().refine(isInstant, 'an RFC 3339 UTC instant');
const digest = z.custom<Digest>((value) => isDigest(value), 'a digest');
const count = z.number().int().nonnegative();
const samples = z.array(z.string().max(400)).max(20);

const lines = z.strictObject({ lines: count, samples });

const second = z.strictObject({
  openedAt: instant,
  address: z.string(),
  status: z.number().int().nullable(),
  body: digest.nullable(),
  same: z.boolean(),
  onlyFirst: lines,
  onlySecond: lines,
});

/** What of the shown page stands in what servers sent. @see docs/spec/capture.md, section 9 */
export const traceFacts = z.strictObject({
  bodies: z.strictObject({ read: count, unread: count }),
  text: z
    .strictObject({ runs: count, whole: count, words: count, untraced: count, samples })
    .nullable(),
  pictures: z
    .strictObject({
      shown: count,
      traced: count,
      data: count,
      blob: count,
      canvas: count,
      video: count,
      unrecorded: count,
      samples,
    })
    .nullable(),
  watch: z
    .strictObject({ resizes: count, differently: count, gone: count.nullable(), samples })
    .nullable(),
  second: second.nullable(),
});

export type TraceFacts = z.infer<typeof traceFacts>;
