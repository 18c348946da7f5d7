import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { buildPack } from '#src/pack/build-pack.ts';
import type { PackExhibit } from '#src/pack/input.ts';
import { readCanonicalZip } from '#src/verify/read-zip.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { makePack, type TestPack } from '#test/support/pack.ts';

let pack: TestPack;

beforeAll(async () => {
  pack = await makePack();
}, 120_000);

afterAll(() => pack.school.close());

describe('buildPack', () => {
  it('makes a pack of a real vault that verifies', async () => {
    const { caFingerprint } = pack.input;
    const report = await verifyPack(pack.built.bytes, { caFingerprint });
    expect(report.findings).toEqual([]);
    expect(report.facts).toMatchObject({ sealDigest: pack.built.sealDigest, exhibits: 2 });
  });

  it('gives the digests and the sizes of what it wrote', () => {
    const { bytes, packDigest, sealDigest, files } = pack.built;
    const read = readCanonicalZip(bytes);
    expect(packDigest).toBe(digestOf(bytes));
    expect(sealDigest).toBe(digestOf(read.get('tagmanifest-sha256.txt') ?? utf8('')));
    expect(files).toEqual(
      [...read].map(([path, content]) => ({ path, sizeBytes: content.length })),
    );
  });

  it('gives the same bytes for the same input but for what is signed anew', async () => {
    const again = readCanonicalZip((await buildPack(pack.input)).bytes);
    const once = readCanonicalZip(pack.built.bytes);
    const differing = [...once].filter(
      ([path, bytes]) => Buffer.compare(bytes, again.get(path) ?? utf8('')) !== 0,
    );
    expect(differing.map(([path]) => path)).toEqual(['signatures/tagmanifest-sha256.txt.p7s']);
  });

  it('has no byte of a withheld payload', () => {
    for (const canary of ['Ottilie', 'Withheldsen', 'by word of mouth']) {
      expect(Buffer.from(pack.built.bytes).includes(canary)).toBe(false);
    }
    const entries = fromUtf8(
      readCanonicalZip(pack.built.bytes).get('data/ledger/entries.jsonl') ?? utf8(''),
    );
    expect(entries).toContain('"kind":"reporter-named"');
  });

  it('throws DIGEST_MISMATCH when an exhibit is not what was recorded', async () => {
    const exhibits = pack.input.exhibits.map((exhibit): PackExhibit => ({
      ...exhibit,
      files: exhibit.files.map((file) => ({ ...file, bytes: utf8('another') })),
    }));
    await expect(buildPack({ ...pack.input, exhibits })).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
      message: '"digest" of exhibit expected that recorded, got another',
    });
  });

  it('throws PACK_CONTENT_REFUSED when one person would sign twice', async () => {
    const [dsl] = pack.input.signers;
    await expect(buildPack({ ...pack.input, signers: [dsl, dsl] })).rejects.toMatchObject({
      code: 'PACK_CONTENT_REFUSED',
      message: '"signers" expected two people, got one twice',
    });
  });

  it('throws PACK_PATH_INVALID for a name that no pack may hold', async () => {
    const documents = [{ name: '../evil.pdf', mediaType: 'application/pdf', bytes: utf8('x') }];
    await expect(buildPack({ ...pack.input, documents })).rejects.toMatchObject({
      code: 'PACK_PATH_INVALID',
      message: '"path" expected one that a pack may hold',
    });
  });
});
