import { describe, expect, it } from 'vitest';
import { runCli } from '#test/support/run-cli.ts';

describe('countersign', () => {
  it('exits with 2 and says its commands for none and for an unknown one', () => {
    for (const args of [[], ['unlock'], ['--help']]) {
      const { code, stderr } = runCli(...args);
      expect(code).toBe(2);
      expect(stderr).toContain('countersign verify FILE');
      expect(stderr).toContain('countersign fsck FOLDER');
    }
  });
});
