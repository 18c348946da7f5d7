import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import { parseAbout } from '#src/verify/about.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { at, changed, jsonAt, type Place } from '#test/support/tamper.ts';

const files = samplePack('small').files();
const value = jsonAt(files, 'data/pack.json');

function withChange(place: Place, to: JsonValue): Uint8Array {
  return canonicalBytes(changed(value, place, () => to));
}

describe('parseAbout', () => {
  it('gives exactly what stands there', () => {
    expect(parseAbout(at(files, 'data/pack.json'))).toEqual(value);
  });

  it.each<readonly [Place, JsonValue, string]>([
    [['packId'], 'x', '"packId" expected an identifier'],
    [['createdAt'], '2026', '"createdAt" expected an RFC 3339 UTC instant'],
    [['demonstration'], 'yes', '"demonstration" expected true or false'],
    [['school', 'caFingerprint'], 'x', '"caFingerprint" expected a digest'],
    [['school', 'more'], 1, '"school" expected exactly its fields'],
    [['recipient', 'purpose'], null, '"purpose" expected text'],
    [['computers', 0, 'certificates'], ['x'], '"certificates" expected base64'],
    [['people', 0, 'certificates'], [], '"certificates" expected at least one'],
    [['people', 0, 'certificates'], ['AA==', 'AA=='], '"certificates" expected each once'],
    [['exhibits', 0, 'exhibitRef'], 'RJT/0', '"exhibitRef" expected a reference such as ABC/1'],
    [['exhibits', 0, 'kind'], 'Capture', '"kind" expected a kind'],
    [['people'], {}, '"people" expected a list'],

    [['exhibits', 0, 'entryIndex'], -1, '"entryIndex" expected a whole number from 0'],
    [['exhibits', 0, 'files', 0, 'path'], '../a', '"path" expected a path below data'],
    [['documents', 0, 'sizeBytes'], 0.5, '"sizeBytes" expected a whole number from 0'],
    [['withheld', 0, 'digests'], ['x'], '"digests" expected digests'],
    [['v'], 0, '"v" expected 1'],
  ])('throws PACK_MANIFEST_MALFORMED for %j of another form', (place, to, message) => {
    expect(() => parseAbout(withChange(place, to))).toThrow(
      expect.objectContaining({ code: 'PACK_MANIFEST_MALFORMED', message }),
    );
  });

  it('throws PACK_VERSION_NEWER for a newer version, whatever else it holds', () => {
    expect(() => parseAbout(utf8('{"v":2}'))).toThrow(
      expect.objectContaining({ code: 'PACK_VERSION_NEWER', message: '"v" expected 1, got 2' }),
    );
  });
});
