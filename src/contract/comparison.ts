import { z } from 'zod';
import { id, instant } from './values.ts';

const state = z.enum(['same', 'differs', 'not-compared']);
const sentences = z.array(z.string());
const count = z.number().int();
const addresses = z.object({ count, addresses: z.array(z.string()) });

/** One of two captures: its picture in sheets, and the stretches of it that differ, css px. */
const side = z.object({
  exhibitId: id,
  exhibitRef: z.string(),
  address: z.string(),
  capturedAt: instant,
  caption: z.string(),
  sheets: z.array(
    z.object({ png: z.instanceof(Uint8Array), topCss: z.number(), heightCss: z.number() }),
  ),
  bands: z.array(z.object({ topCss: z.number(), heightCss: z.number() })),
});

/** What changed between two kept captures; whatever is of the page is inert text. */
export const comparison = z.object({
  words: sentences,
  earlier: side,
  later: side,
  facts: z.array(
    z.object({ name: z.string(), earlier: z.string(), later: z.string(), same: z.boolean() }),
  ),
  text: z.object({
    state,
    notes: sentences,
    added: count,
    removed: count,
    lines: z.array(
      z.object({ kind: z.enum(['same', 'removed', 'added', 'skipped']), text: z.string() }),
    ),
  }),
  pictures: z.object({ state, notes: sentences }),
  requests: z.object({
    ...{ changed: addresses, appeared: addresses, gone: addresses, unknown: addresses },
    same: count,
  }),
});

export type ComparisonView = z.infer<typeof comparison>;
