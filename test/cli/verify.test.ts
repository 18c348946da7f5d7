import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { reportText } from '#src/cli/verify.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { runCli } from '#test/support/run-cli.ts';
import { samplePack } from '#test/support/sample-pack.ts';

const good = fileURLToPath(new URL('../samples/pack-v1/pack.zip', import.meta.url));
const sample = samplePack('pack');
const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-cli-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, bytes: Uint8Array): string {
  const at = path.join(folder, name);
  writeFileSync(at, bytes);
  return at;
}

describe('countersign verify', () => {
  it('exits with 0 for a valid pack and says what is proved and what is not', () => {
    const { code, stdout, stderr } = runCli(
      'verify',
      good,
      '--ca-fingerprint',
      sample.caFingerprint,
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe('Nothing in this pack has changed since it was signed.');
    for (const said of [
      'from Nowhere High School, investigation NHS-2026-001',
      'signed by Dana Placeholder at ',
      'DEMONSTRATION: fictional material, not evidence',
      'What is proved\n',
      'What is not proved\n  - That a page told the truth',
      'What was not checked\n',
    ]) {
      expect(stdout).toContain(said);
    }
    expect(stdout).not.toContain('What is wrong');
    expect(stdout).not.toContain('Whether the certificate is really');
  });

  it('prints the same report as JSON', async () => {
    const { code, stdout } = runCli('verify', '--json', good);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(await verifyPack(sample.bytes));
  });

  it('exits with 1 for a pack that was changed, with the code and the words', () => {
    const bytes = sample.bytes.slice();
    bytes[5000] = (bytes[5000] ?? 0) ^ 1;
    const { code, stdout } = runCli('verify', file('changed.zip', bytes));
    expect(code).toBe(1);
    expect(stdout).toContain('This pack does not hold. Do not rely on it.');
    expect(stdout).toMatch(/What is wrong\n {2}- .* \(PACK_DIGEST_MISMATCH, container: /);
    expect(stdout).not.toContain('What is proved');
  });

  it('exits with 1 for the pack of another school, by the fingerprint', () => {
    const other = `sha256:${'0'.repeat(64)}`;
    const { code, stdout } = runCli('verify', good, '--ca-fingerprint', other);
    expect(code).toBe(1);
    expect(stdout).toContain('A certificate is not one of this school. (CERTIFICATE_INVALID');
  });

  it('exits with 2 for what is no pack, for a folder and for no file', () => {
    const nothing = runCli('verify', file('letter.txt', Buffer.from('Dear Sir')));
    expect(nothing.code).toBe(2);
    expect(nothing.stdout).toContain('This could not be read as an evidence pack.');
    expect(nothing.stdout).toContain('PACK_NOT_A_PACK');
    for (const none of [folder, path.join(folder, 'absent.zip')]) {
      const { code, stdout } = runCli('verify', none, '--json');
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({
        result: 'unreadable',
        findings: [{ code: 'PACK_NOT_A_PACK', message: 'file expected to be readable' }],
      });
    }
  });

  it('exits with 2 and its usage for a wrong call', () => {
    for (const args of [[], [good, good], [good, '--ca-fingerprint', 'abc'], [good, '--force']]) {
      const { code, stdout, stderr } = runCli('verify', ...args);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toContain('usage: countersign verify FILE [--json]');
    }
  });
});

describe('reportText', () => {
  it('never says that all was checked', async () => {
    expect(reportText(await verifyPack(sample.bytes))).not.toMatch(/all .{0,10}checked/i);
  });

  it('leaves no control character of a pack on the terminal', async () => {
    const report = await verifyPack(sample.bytes);
    const facts =
      report.facts === null ? null : { ...report.facts, school: 'a\u001b[2Jb\u202e\r\nvalid' };
    const text = reportText({ ...report, facts });
    // eslint-disable-next-line no-control-regex -- exactly these must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text).toContain('a?[2Jb???valid');
  });
});
