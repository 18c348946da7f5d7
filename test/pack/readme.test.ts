import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromUtf8 } from '#src/core/bytes.ts';
import type { AboutV1 } from '#src/pack/format.ts';
import { readmeText } from '#src/pack/readme.ts';
import { readCanonicalZip } from '#src/verify/read-zip.ts';
import { makePack } from '#test/support/pack.ts';
import { at } from '#test/support/tamper.ts';
import { itWithTool, requireTool } from '#test/support/tools.ts';

// Made anew: a sample keeps the README of its own time.
const pack = await makePack();
const { caFingerprint } = pack.input;
const files = readCanonicalZip(pack.built.bytes);
const about = JSON.parse(fromUtf8(at(files, 'data/pack.json'))) as AboutV1;
const readme = fromUtf8(at(files, 'README.txt'));
const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-readme-'));
const unpacked = path.join(folder, 'pack');

/** The commands that the README prints, word for word. */
const commands = readme
  .replaceAll(/ \\\n */g, ' ')
  .split('\n')
  .flatMap((line) => /^ {2}((?:sha256sum|openssl) .*)$/.exec(line)?.[1] ?? []);

function run(command: string, cwd = unpacked): string {
  return execFileSync('sh', ['-c', command], { cwd, encoding: 'utf8', stdio: 'pipe' });
}

function fails(command: string): string {
  try {
    run(command);
  } catch (error) {
    return (
      String(Reflect.get(error as object, 'stderr')) +
      String(Reflect.get(error as object, 'stdout'))
    );
  }
  throw new Error(`expected to fail: ${command}`);
}

beforeAll(() => {
  const unzip = requireTool('unzip');
  if (unzip === null) return;
  writeFileSync(path.join(folder, 'pack.zip'), pack.built.bytes);
  execFileSync(unzip, ['-q', path.join(folder, 'pack.zip'), '-d', unpacked]);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await pack.school.close();
});

describe('readmeText', () => {
  it('is what the pack carries', () => {
    expect(readmeText(about)).toBe(readme);
  });

  it('prints four commands, and the fingerprint to compare', () => {
    expect(commands).toEqual([
      'sha256sum --strict --check manifest-sha256.txt',
      'sha256sum --strict --check tagmanifest-sha256.txt',
      'openssl cms -verify -binary -inform DER -in signatures/tagmanifest-sha256.txt.p7s -content tagmanifest-sha256.txt -CAfile certificates/ca.pem -out /dev/null',
      'openssl x509 -in certificates/ca.pem -outform DER | sha256sum',
    ]);
    const groups = caFingerprint.slice('sha256:'.length).match(/.{4}/g) ?? [];
    expect(readme).toContain(groups.join(' '));
  });

  it('says whose it is, for whom, what stays behind, and what it does not prove', () => {
    for (const said of [
      'DEMONSTRATION: made from fictional material. Not evidence.',
      'PREVIEW: made without Electron. Not for live evidence.',
      'For:           PC 0000 Sample, Fictional Constabulary',
      '1 of 14 ledger entries have their content withheld',
      '1 × Who reported it: Restricted to the DSL and the headteacher',
      'That a page told the truth, or who posted what it shows.',
    ]) {
      expect(readme).toContain(said);
    }
    const real = readmeText({ ...about, demonstration: false, preview: false });
    expect(real).not.toMatch(/DEMONSTRATION|PREVIEW/);
  });

  itWithTool('sha256sum', 'its first two commands accept the unpacked pack', () => {
    for (const command of commands.slice(0, 2)) {
      expect(
        run(command)
          .trim()
          .split('\n')
          .every((line) => line.endsWith(': OK')),
      ).toBe(true);
    }
  });

  itWithTool('openssl', 'its third command accepts the seal', () => {
    run(commands[2] ?? 'false');
  });

  itWithTool('openssl', 'its last command prints the fingerprint', () => {
    expect(run(commands[3] ?? 'false')).toContain(caFingerprint.slice('sha256:'.length));
  });

  itWithTool('openssl', 'its commands refuse a changed exhibit, list and seal', () => {
    const change = (name: string, command: string): string => {
      const file = path.join(unpacked, name);
      const kept = readFileSync(file);
      const changed = Buffer.from(kept);
      changed.writeUInt8(changed.readUInt8(70) ^ 1, 70);
      writeFileSync(file, changed);
      try {
        return fails(command);
      } finally {
        writeFileSync(file, kept);
      }
    };
    const [first = '', second = '', third = ''] = commands;
    expect(change('data/exhibits/RJT-1/tile-0001.png', first)).toContain('FAILED');
    expect(change('README.txt', second)).toContain('FAILED');
    expect(change('tagmanifest-sha256.txt', third)).toMatch(/verification failure/i);
  });

  itWithTool(
    'openssl',
    'the reviewers’ signature over the record manifest is one that OpenSSL accepts',
    () => {
      const record = 'data/records/version-1/record-manifest.json';
      run(
        `openssl cms -verify -binary -inform DER -in ${record}.p7s -content ${record} -CAfile certificates/ca.pem -out /dev/null`,
      );
    },
  );

  itWithTool('sha256sum', 'prints each exhibit file’s recorded digest', () => {
    const recorded = about.exhibits.flatMap((exhibit) => exhibit.files);
    expect(recorded.length).toBe(4);
    for (const file of recorded) {
      const [hex] = run(`sha256sum ${file.path}`).split(' ');
      expect(`sha256:${hex ?? ''}`).toBe(file.digest);
    }
  });

  itWithTool('pdfsig', 'both signatures of the form are valid', (pdfsig) => {
    const form = 'data/records/version-1/record-of-review.pdf';
    const said = execFileSync(pdfsig, ['-nocert', form], { cwd: unpacked, encoding: 'utf8' });
    expect(said.match(/Signature is Valid/g)).toHaveLength(2);
    expect(said).toContain('Rowan Testwell');
    expect(said).toContain('Imogen Sampleford');
    // The first covers what there was before the second signed; the last covers all of it.
    expect(said.match(/Total document signed/g)).toHaveLength(1);
    expect(said.match(/ETSI\.CAdES\.detached/g)).toHaveLength(2);
  });
});
