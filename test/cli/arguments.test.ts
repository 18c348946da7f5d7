import { describe, expect, it } from 'vitest';
import { parseArguments } from '#src/cli/arguments.ts';

describe('parseArguments', () => {
  it('reads one file and the options, in any order', () => {
    const none = { json: false, caFingerprint: null };
    expect(parseArguments(['a.zip'])).toEqual({ file: 'a.zip', ...none });
    expect(parseArguments(['--json', 'a.zip', '--ca-fingerprint', 'sha256:0'])).toEqual({
      file: 'a.zip',
      json: true,
      caFingerprint: 'sha256:0',
    });
  });

  it('reads a file whose name begins with a hyphen behind --', () => {
    expect(parseArguments(['--', '--json'])).toEqual({
      file: '--json',
      json: false,
      caFingerprint: null,
    });
  });

  it('is null for no file, two files, an unknown option, an option without its value', () => {
    for (const args of [
      [],
      ['--json'],
      ['a', 'b'],
      ['a', '--force'],
      ['a', '-j'],
      ['a', '--ca-fingerprint'],
      ['a', '--ca-fingerprint', '--json'],
    ]) {
      expect({ args, read: parseArguments(args) }).toEqual({ args, read: null });
    }
  });
});
