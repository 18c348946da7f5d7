import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '#src/core/bytes.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import { isEvidenceError } from '#src/core/errors.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import type { PackReport } from '#src/verify/report.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import {
  edit,
  linesOf,
  jsonAt,
  reseal,
  setLines,
  type Files,
  type Place,
} from '#test/support/tamper.ts';

const SLOW = process.env['SLOW'] === '1';
const runs = (quick: number): number => (SLOW ? quick * 100 : quick);
const sample = samplePack('small');
const sealers = [sample.people[2].cms, sample.people[3].cms];

function assertReport(report: PackReport): void {
  expect(['valid', 'findings', 'unreadable']).toContain(report.result);
  expect(report.result === 'valid').toBe(report.findings.length === 0);
  expect(report.proved.length > 0).toBe(report.result === 'valid');
  expect(report.notChecked.length).toBeGreaterThan(0);
}

/** Every place of a JSON value. */
function placesOf(value: JsonValue, at: Place = []): Place[] {
  if (value === null || typeof value !== 'object') return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([key, one]) =>
      placesOf(one, [...at, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

const json = fc.jsonValue({ maxDepth: 2 }).filter((value) => {
  try {
    canonicalBytes(value);
    return true;
  } catch (error) {
    if (isEvidenceError(error)) return false;
    throw error;
  }
}) as fc.Arbitrary<JsonValue>;

async function fuzzJson(
  apply: (files: Files, place: Place, value: JsonValue) => void,
  places: readonly Place[],
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), json, async (place, value) => {
      const files = sample.files();
      try {
        apply(files, place, value);
      } catch (error) {
        // A value that can't be a pack's at all, e.g. entries that are no list.
        if (error instanceof RangeError || error instanceof TypeError) return;
        throw error;
      }
      const sealed = await reseal(files, sealers).catch(() => null);
      if (sealed !== null) assertReport(await verifyPack(sealed));
    }),
    { numRuns: runs(120) },
  );
}

describe('verifyPack on anything', () => {
  it('answers with a report for random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        assertReport(await verifyPack(bytes));
        assertReport(await verifyPack(concatBytes(Uint8Array.of(0x50, 0x4b, 3, 4), bytes)));
      }),
      { numRuns: runs(300) },
    );
  });

  it('answers with a report for bytes put into a pack, and accepts none', async () => {
    const { length } = sample.bytes;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(length),
        fc.nat(64),
        fc.uint8Array({ maxLength: 64 }),
        async (from, cut, bytes) => {
          const whole = concatBytes(
            sample.bytes.subarray(0, from),
            bytes,
            sample.bytes.subarray(Math.min(length, from + cut)),
          );
          const report = await verifyPack(whole);
          assertReport(report);
          const same = Buffer.compare(whole, sample.bytes) === 0;
          expect(report.result === 'valid').toBe(same);
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('answers with a report for any JSON in pack.json', async () => {
    const places = placesOf(jsonAt(sample.files(), PACK_PATHS.about));
    const apply = (files: Files, place: Place, value: JsonValue): void => {
      edit(files, PACK_PATHS.about, place, () => value);
    };
    await fuzzJson(apply, places);
  });

  it('answers with a report for any JSON in the sittings', async () => {
    const places = placesOf(jsonAt(sample.files(), PACK_PATHS.sittings));
    const apply = (files: Files, place: Place, value: JsonValue): void => {
      edit(files, PACK_PATHS.sittings, place, () => value);
    };
    await fuzzJson(apply, places);
  });

  it('answers with a report for any JSON in the record manifest', async () => {
    const path = 'data/records/version-1/record-manifest.json';
    const places = placesOf(jsonAt(sample.files(), path));
    const apply = (files: Files, place: Place, value: JsonValue): void => {
      edit(files, path, place, () => value);
    };
    await fuzzJson(apply, places);
  });

  it('answers with a report for any JSON in the ledger', async () => {
    const places = placesOf(linesOf(sample.files())).filter((place) => place.length > 1);
    const apply = (files: Files, place: Place, value: JsonValue): void => {
      const holder: Files = new Map([['lines', canonicalBytes(linesOf(files))]]);
      edit(holder, 'lines', place, () => value);
      setLines(files, jsonAt(holder, 'lines') as JsonValue[]);
    };
    await fuzzJson(apply, places);
  });
});
