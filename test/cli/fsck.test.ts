import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '#src/store/store.ts';
import { runCli } from '#test/support/run-cli.ts';
import { copyVault, type VaultCopy } from '#test/support/sample-vault.ts';

const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const clean of cleanUps.splice(0)) clean();
});

function vault(): VaultCopy {
  const copy = copyVault();
  cleanUps.push(() => {
    copy.remove();
  });
  return copy;
}

describe('countersign fsck', () => {
  it('exits with 0 for a sound vault, and says what it looked at and what not', () => {
    const { code, stdout, stderr } = runCli('fsck', vault().folder);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Nothing wrong was found\.\nLooked at: 2 ledgers, \d+ entries/);
    expect(stdout).toMatch(/7 object files, 1 lock slots\./);
    expect(stdout).toMatch(
      /Not checked: the content of \d+ entries, which takes people's passphrases\./,
    );
  });

  it('changes no byte of the folder', () => {
    const copy = vault();
    const before = copy.digests();
    expect(Object.keys(before).length).toBeGreaterThan(8);
    expect(runCli('fsck', copy.folder).code).toBe(0);
    expect(copy.digests()).toEqual(before);
  });

  it('changes no byte of a damaged folder, though it finds the damage', () => {
    const copy = vault();
    const [object = ''] = copy.files('objects');
    rmSync(object);
    copy.sql("UPDATE investigations SET reference = 'NHS-2026-999'");
    const before = copy.digests();
    const { code, stdout } = runCli('fsck', copy.folder, '--json');
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as { result: string; findings: { code: string }[] };
    expect(report.result).toBe('findings');
    const codes = new Set(report.findings.map((one) => one.code));
    expect(codes).toContain('OBJECT_MISSING');
    expect(codes).toContain('VAULT_RECIPIENT_SWAPPED');
    expect(copy.digests()).toEqual(before);
  });

  it('exits with 1 and lists each finding with its code and place', () => {
    const copy = vault();
    const [slot = ''] = copy.files('slots');
    rmSync(slot);
    const { code, stdout } = runCli('fsck', copy.folder);
    expect(code).toBe(1);
    expect(stdout).toContain('Something is wrong with this vault.');
    expect(stdout).toMatch(/ {2}- slot [a-z2-7]{26}: .* \(VAULT_SLOT_MISSING\)/);
    expect(stdout).toContain('Not checked: ');
  });

  it('exits with 2 for what is no vault, and leaves it alone', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-none-'));
    cleanUps.push(() => {
      rmSync(folder, { recursive: true });
    });
    writeFileSync(path.join(folder, 'letter.txt'), 'Dear Sir');
    mkdirSync(path.join(folder, 'broken'));
    writeFileSync(path.join(folder, 'broken', 'vault.sqlite'), 'this is no database at all');
    for (const [name, expected] of [
      ['.', 'STORE_NOT_A_VAULT'],
      ['absent', 'STORE_NOT_A_VAULT'],
      ['broken', 'STORE_DAMAGED'],
    ] as const) {
      const { code, stdout } = runCli('fsck', path.join(folder, name), '--json');
      expect({ name, code }).toEqual({ name, code: 2 });
      expect(JSON.parse(stdout)).toMatchObject({
        result: 'unreadable',
        findings: [{ code: expected, where: 'vault' }],
        counts: null,
      });
    }
    expect(readFileSync(path.join(folder, 'broken', 'vault.sqlite'), 'utf8')).toContain(
      'no database',
    );
    expect(runCli('fsck', folder).stdout).toContain('This could not be read as a vault.');
  });

  it('exits with 2 while another process holds the vault', () => {
    const copy = vault();
    const store = openStore(copy.folder, { holder: 'test' });
    try {
      const { code, stdout } = runCli('fsck', copy.folder, '--json');
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ findings: [{ code: 'STORE_BUSY' }] });
    } finally {
      store.close();
    }
  });

  it('exits with 2 and its usage for a wrong call', () => {
    for (const args of [[], ['a', 'b'], ['a', '--ca-fingerprint', `sha256:${'0'.repeat(64)}`]]) {
      const { code, stderr } = runCli('fsck', ...args);
      expect(code).toBe(2);
      expect(stderr).toContain('usage: countersign fsck FOLDER [--json]');
    }
  });
});
