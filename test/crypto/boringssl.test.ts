import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const BUN = fileURLToPath(
  new URL('../../node_modules/@oven/bun-linux-x64/bin/bun', import.meta.url),
);
const SCRIPT = fileURLToPath(new URL('boringssl-check.ts', import.meta.url));
const isHere = existsSync(BUN);

if (!isHere) {
  console.warn(
    'notice: @oven/bun-linux-x64 is not installed (Linux on x64 only); the BoringSSL test is skipped',
  );
}

describe('src/crypto on BoringSSL', () => {
  it.skipIf(!isHere)('passes every vector and round trip', async () => {
    const { stdout } = await promisify(execFile)(BUN, ['run', SCRIPT]);
    const result: unknown = JSON.parse(stdout);
    expect(result).toEqual({
      engine: expect.any(String),
      aesGcm: 66,
      ed25519: 151,
      ecdsa: 484,
      hkdf: 86,
      age: 110,
      checks: 21,
      cmsFlipsRefused: expect.any(Number),
      failures: [],
    });
    expect(result).toHaveProperty(
      'cmsFlipsRefused',
      expect.toSatisfy((count: number) => count > 800),
    );
  });
});
