import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { writeCanonicalZip } from '#src/pack/canonical-zip.ts';
import { readCanonicalZip } from '#src/verify/read-zip.ts';
import { itWithTool } from '#test/support/tools.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-zip-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const files = [
  { path: 'data/b.txt', bytes: utf8('second') },
  { path: 'data/a.txt', bytes: utf8('first') },
  { path: 'bagit.txt', bytes: new Uint8Array() },
];

describe('writeCanonicalZip', () => {
  it('gives the same bytes for the same files in any order', () => {
    expect(writeCanonicalZip(files)).toEqual(writeCanonicalZip(files.toReversed()));
  });

  it('is read back by the verifier, which shares no code with it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.tuple(fc.stringMatching(/^[a-z][a-z0-9]{3,12}$/), fc.uint8Array({ maxLength: 300 })),
          { selector: ([name]) => name, maxLength: 12, minLength: 1 },
        ),
        (pairs) => {
          const made = pairs.map(([name, bytes]) => ({ path: `data/${name}`, bytes }));
          const read = readCanonicalZip(writeCanonicalZip(made));
          expect([...read.keys()]).toEqual(made.map((one) => one.path).toSorted());
          for (const one of made) expect(read.get(one.path)).toEqual(one.bytes);
        },
      ),
      { numRuns: process.env['SLOW'] === '1' ? 100 : 10 },
    );
  });

  it('throws PACK_PATH_INVALID for paths that no pack may hold', () => {
    for (const bad of [
      '../a',
      '/a',
      'a//b',
      'a\\b',
      'ä',
      'nul',
      'data/con.txt',
      'a.',
      '.a',
      'a b',
      '',
    ]) {
      expect(() => writeCanonicalZip([{ path: bad, bytes: utf8('x') }])).toThrow(
        expect.objectContaining({ code: 'PACK_PATH_INVALID' }),
      );
    }
    const twice = ['data/A', 'data/a'].map((one) => ({ path: one, bytes: utf8('x') }));
    expect(() => writeCanonicalZip(twice)).toThrow(
      expect.objectContaining({
        code: 'PACK_PATH_INVALID',
        message: '"path" expected once, whatever its case',
      }),
    );
  });

  itWithTool('unzip', 'is opened by unzip', (unzip) => {
    const file = path.join(folder, 'a.zip');
    writeFileSync(file, writeCanonicalZip(files));
    execFileSync(unzip, ['-q', '-o', file, '-d', folder]);
    expect(readFileSync(path.join(folder, 'data/a.txt'), 'utf8')).toBe('first');
  });

  itWithTool('7z', 'is tested clean by 7-Zip', (sevenZip) => {
    const file = path.join(folder, 'b.zip');
    writeFileSync(file, writeCanonicalZip(files));
    expect(execFileSync(sevenZip, ['t', file], { encoding: 'utf8' })).toContain('Everything is Ok');
  });
});
