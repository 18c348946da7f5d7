import { isId } from '#src/core/ids.ts';

const ORIGIN = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)*$/;

/**
 * Whether a value may name a ledger: 1 to 128 characters, lower-case letters, digits, dots and
 * hyphens in parts joined by `/`; no space, no `+` (C2SP signed-note key names).
 */
export function isOrigin(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 128 && ORIGIN.test(value);
}

/** Key name of a sitting's signer. */
export function sittingSignerName(origin: string, sittingId: string): string {
  return `${origin}/sitting/${sittingId}`;
}

/**
 * Key name of a computer's signer, for entries outside a sitting. It names the computer, so that the
 * entries of one that was replaced stay its own.
 */
export function computerSignerName(origin: string, computerId: string): string {
  return `${origin}/computer/${computerId}`;
}

/** Whether a key name is that of a computer's signer in this ledger. */
export function isComputerSignerName(origin: string, name: string): boolean {
  const prefix = computerSignerName(origin, '');
  return name.startsWith(prefix) && isId(name.slice(prefix.length));
}

/** Key name under which a person signs or cosigns a checkpoint of this ledger. */
export function personSignerName(origin: string, personId: string): string {
  return `${origin}/person/${personId}`;
}
