import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePack, type TestPack } from './support/pack.ts';
import { itWithTools } from './support/tools.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const HEADING = '## Check a pack without Countersign';

/** The commands of the fenced blocks below a heading of README, word for word. */
function blocksBelow(heading: string): readonly string[] {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const [, after = ''] = readme.split(`\n${heading}\n`);
  const [section = ''] = after.split(/^## /mu);
  return [...section.matchAll(/^```sh\n(.*?)^```$/gmsu)].map(([, commands = '']) => commands);
}

let pack: TestPack;
let folder = '';

beforeAll(async () => {
  pack = await makePack();
  folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-readme-'));
}, 120_000);
afterAll(async () => {
  await pack.school.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(commands: string, cwd: string): SpawnSyncReturns<string> {
  return spawnSync('sh', ['-e', '-u', '-c', commands], { cwd, encoding: 'utf8' });
}

/** A folder in which nothing lies but the pack. */
function withPack(name: string): string {
  const cwd = path.join(folder, name);
  mkdirSync(cwd);
  writeFileSync(path.join(cwd, 'pack.zip'), pack.built.bytes);
  return cwd;
}

describe('README', () => {
  itWithTools(
    ['unzip', 'sha256sum', 'openssl'],
    'checks a pack without Countersign, by the commands it prints',
    () => {
      const [commands = ''] = blocksBelow(HEADING);
      expect(commands.split('\n').length).toBeGreaterThan(4);
      const { status, stdout, stderr } = run(commands, withPack('whole'));
      expect(stderr.trim()).toBe('CMS Verification successful');
      expect(stdout.trim().split(/\s+/u)[0]).toBe(pack.input.caFingerprint.slice('sha256:'.length));
      expect(status).toBe(0);
    },
  );

  itWithTools(
    ['unzip', 'sha256sum', 'openssl'],
    'finds by the same commands that an exhibit, a list or a signature lost a byte',
    () => {
      const [commands = ''] = blocksBelow(HEADING);
      const [unpack = '', ...checks] = commands.trim().split('\n');
      const files = [
        'data/exhibits/*/tile-0001.png',
        'manifest-sha256.txt',
        'tagmanifest-sha256.txt',
        'signatures/tagmanifest-sha256.txt.p7s',
      ];
      for (const [index, file] of files.entries()) {
        const change = `for file in ${file}; do truncate -s -1 "$file"; done`;
        const { status } = run([unpack, change, ...checks].join('\n'), withPack(`cut-${index}`));
        expect([file, status]).not.toEqual([file, 0]);
      }
    },
  );

  it('checks a pack with Countersign, by the command it prints', () => {
    const [, command = ''] = blocksBelow(HEADING);
    expect(command.trim()).toBe('npm run countersign -- verify demo-out/pack.zip');
    const cwd = path.join(folder, 'checkout');
    mkdirSync(path.join(cwd, 'demo-out'), { recursive: true });
    for (const name of ['package.json', 'node_modules', 'src'])
      symlinkSync(path.join(root, name), path.join(cwd, name));
    writeFileSync(path.join(cwd, 'demo-out', 'pack.zip'), pack.built.bytes);
    const { status, stdout } = run(command, cwd);
    expect(stdout).toContain('Nothing in this pack has changed since it was signed.');
    expect(status).toBe(0);
  });
});
