import { fromBase64 } from '#src/core/bytes.ts';
import { parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import { isInstant } from '#src/core/clock.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';
import { isRole, type Role } from '#src/core/roles.ts';

const MAX_TEXT_CHARACTERS = 16_384;
const MAX_LIST = 256;

/**
 * Strict reader of one JSON object that came from disk: exactly the named members, each of its kind.
 * Every refusal is STORE_DAMAGED.
 */
export class Fields {
  readonly #what: string;
  readonly #members: { readonly [key: string]: JsonValue };

  /**
   * @param what - name of the object in messages
   * @param value - untrusted
   * @param names - the members it must have, no others
   */
  constructor(what: string, value: JsonValue, names: readonly string[]) {
    this.#what = what;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw this.#damaged('object', 'an object');
    }
    const members = value as { readonly [key: string]: JsonValue };
    if (Object.keys(members).sort().join() !== [...names].sort().join()) {
      throw this.#damaged('object', 'exactly its members');
    }
    this.#members = members;
  }

  /** @returns any text, also an empty one */
  text(name: string): string {
    const value = this.#members[name];
    if (typeof value !== 'string' || value.length > MAX_TEXT_CHARACTERS) {
      throw this.#damaged(name, 'text');
    }
    return value;
  }

  /** @returns a text of 1 to 200 characters without control characters */
  line(name: string): string {
    const value = this.text(name);
    if (!/^\P{Cc}{1,200}$/u.test(value)) throw this.#damaged(name, 'a line of text');
    return value;
  }

  id(name: string): string {
    const value = this.#members[name];
    if (!isId(value)) throw this.#damaged(name, 'an identifier');
    return value;
  }

  instant(name: string): string {
    const value = this.#members[name];
    if (!isInstant(value)) throw this.#damaged(name, 'an RFC 3339 UTC instant');
    return value;
  }

  digest(name: string): Digest {
    const value = this.#members[name];
    if (!isDigest(value)) throw this.#damaged(name, 'a digest');
    return value;
  }

  boolean(name: string): boolean {
    const value = this.#members[name];
    if (typeof value !== 'boolean') throw this.#damaged(name, 'true or false');
    return value;
  }

  count(name: string): number {
    const value = this.#members[name];
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw this.#damaged(name, 'a whole number from 0');
    }
    return value;
  }

  /** @returns bytes of canonical base64; exactly `lengthBytes` of them when given */
  bytes(name: string, lengthBytes?: number): Uint8Array {
    let value: Uint8Array;
    try {
      value = fromBase64(this.text(name));
    } catch {
      throw this.#damaged(name, 'base64');
    }
    if (lengthBytes !== undefined && value.length !== lengthBytes) {
      throw this.#damaged(name, `${lengthBytes} bytes`);
    }
    return value;
  }

  /** @returns different identifiers, in their order */
  ids(name: string): readonly string[] {
    return this.#list(name, isId, 'different identifiers');
  }

  roles(name: string): readonly Role[] {
    return this.#list(name, isRole, 'different roles');
  }

  counts(name: string): readonly number[] {
    const isCount = (value: unknown): value is number => Number.isSafeInteger(value);
    return this.#list(name, isCount, 'different whole numbers');
  }

  /** @returns the member as it is, for a reader of its own */
  value(name: string): JsonValue {
    return this.#members[name] ?? null;
  }

  /** @throws {EvidenceError} STORE_DAMAGED - `version` is no version; STORE_NEWER_VERSION - later than `known` */
  version(name: string, known: number): void {
    const version = this.count(name);
    if (version > known) {
      throw new EvidenceError(
        'STORE_NEWER_VERSION',
        `${this.#what} expected version ${known}, got ${version}`,
        { details: { version } },
      );
    }
    if (version !== known) throw this.#damaged(name, String(known));
  }

  #list<T>(name: string, is: (value: unknown) => value is T, expected: string): readonly T[] {
    const value = this.#members[name];
    if (!Array.isArray(value) || value.length > MAX_LIST || !value.every(is)) {
      throw this.#damaged(name, expected);
    }
    if (new Set(value).size !== value.length) throw this.#damaged(name, expected);
    return value;
  }

  #damaged(name: string, expected: string): EvidenceError {
    return damaged(`"${name}" of ${this.#what} expected ${expected}`);
  }
}

/**
 * Read canonical JSON that came from disk.
 * @throws {EvidenceError} STORE_DAMAGED - anything else
 */
export function readJson(what: string, bytes: Uint8Array): JsonValue {
  try {
    return parseCanonical(bytes, 1 << 20);
  } catch (cause) {
    throw damaged(`${what} expected canonical JSON`, cause);
  }
}

/** A coded error for something on disk that is not what was written. */
export function damaged(message: string, cause?: unknown): EvidenceError {
  return new EvidenceError('STORE_DAMAGED', message, cause === undefined ? {} : { cause });
}

/** A coded error for a key that is not the one the school's CA or two people vouched for. */
export function swapped(message: string, cause?: unknown): EvidenceError {
  return new EvidenceError(
    'VAULT_RECIPIENT_SWAPPED',
    message,
    cause === undefined ? {} : { cause },
  );
}
