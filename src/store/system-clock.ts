import { readFileSync } from 'node:fs';
import type { Clock } from '#src/core/clock.ts';
import { newId } from '#src/core/ids.ts';
import { randomBytes } from '#src/crypto/random.ts';

const LINUX_BOOT_ID = '/proc/sys/kernel/random/boot_id';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The computer's clock. Monotonic values come from a clock that setting the time does not move.
 * Linux names each boot; elsewhere every start of the program counts as a boot of its own, so that
 * monotonic values are never compared where they might not be comparable.
 */
export function systemClock(): Clock {
  const bootId = readBootId() ?? newId(randomBytes);
  return {
    now: () => new Date().toISOString(),
    monotonicMs: () => Number(process.hrtime.bigint() / 1_000_000n),
    bootId: () => bootId,
  };
}

function readBootId(): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const text = readFileSync(LINUX_BOOT_ID, 'utf8').trim();
    return UUID.test(text) ? text : null;
  } catch {
    return null;
  }
}
