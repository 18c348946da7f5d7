import { fromBase64 } from '#src/core/bytes.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { isInstant } from '#src/core/clock.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError, type EvidenceErrorCode } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';
import { isPackPath } from '#src/pack/format.ts';

/** A JSON object's members as read, none believed. */
export type JsonFields = { readonly [key: string]: JsonValue };

const KIND = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const EXHIBIT_REF = /^[A-Z]{2,5}\/[1-9][0-9]{0,5}(?:\/[1-9][0-9]{0,5})?$/;

/** Whether a value is a JSON object. */
export function isFields(value: JsonValue | undefined): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with exactly the fields of a format; each reader narrows one or throws the format's code. */
export class Fields {
  readonly #fields: JsonFields;
  readonly #code: EvidenceErrorCode;

  /**
   * @param value - hostile
   * @param name - what it is, for the message
   * @param names - exactly these members and no other
   * @param code - of what is thrown
   */
  constructor(
    value: JsonValue | undefined,
    name: string,
    names: readonly string[],
    code: EvidenceErrorCode,
  ) {
    this.#code = code;
    if (!isFields(value)) throw this.#malformed(name, 'an object');
    const known =
      Object.keys(value).length === names.length && names.every((one) => Object.hasOwn(value, one));
    if (!known) throw this.#malformed(name, 'exactly its fields');
    this.#fields = value;
  }

  #malformed(name: string, expected: string, cause?: unknown): EvidenceError {
    const options = cause === undefined ? {} : { cause };
    return new EvidenceError(this.#code, `"${name}" expected ${expected}`, options);
  }

  /** Any JSON. */
  json(name: string): JsonValue {
    return this.#fields[name] ?? null;
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== 'string') throw this.#malformed(name, 'text');
    return value;
  }

  textOrNull(name: string): string | null {
    return this.#fields[name] === null ? null : this.text(name);
  }

  flag(name: string): boolean {
    const value = this.#fields[name];
    if (typeof value !== 'boolean') throw this.#malformed(name, 'true or false');
    return value;
  }

  count(name: string): number {
    const value = this.#fields[name];
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw this.#malformed(name, 'a whole number from 0');
    }
    return value;
  }

  /** The number of a format's version. */
  version(name: string, expected: number): void {
    if (this.#fields[name] !== expected) throw this.#malformed(name, String(expected));
  }

  id(name: string): string {
    const value = this.#fields[name];
    if (!isId(value)) throw this.#malformed(name, 'an identifier');
    return value;
  }

  instant(name: string): string {
    const value = this.#fields[name];
    if (!isInstant(value)) throw this.#malformed(name, 'an RFC 3339 UTC instant');
    return value;
  }

  digest(name: string): Digest {
    const value = this.#fields[name];
    if (!isDigest(value)) throw this.#malformed(name, 'a digest');
    return value;
  }

  /** A path of a payload file. */
  path(name: string): string {
    const value = this.text(name);
    if (!isPackPath(value) || !value.startsWith('data/'))
      throw this.#malformed(name, 'a path below data');
    return value;
  }

  /** Base64 of any bytes, decoded. */
  base64(name: string): Uint8Array {
    return this.#decoded(name, this.text(name));
  }

  #decoded(name: string, text: string): Uint8Array {
    try {
      return fromBase64(text);
    } catch (cause) {
      throw this.#malformed(name, 'base64', cause);
    }
  }

  /** Base64 of anything, at least one and each once, as it stands. */
  base64List(name: string): string[] {
    const found = this.list(name, (value) => {
      if (typeof value !== 'string') throw this.#malformed(name, 'base64');
      this.#decoded(name, value);
      return value;
    });
    if (found.length === 0) throw this.#malformed(name, 'at least one');
    if (new Set(found).size !== found.length) throw this.#malformed(name, 'each once');
    return found;
  }

  /** Name of a kind: kebab-case, 1 to 64 characters. */
  kind(name: string): string {
    const value = this.text(name);
    if (!KIND.test(value) || value.length > 64) throw this.#malformed(name, 'a kind');
    return value;
  }

  /** Reference of an exhibit or of a part of one. */
  exhibitRef(name: string): string {
    const value = this.text(name);
    if (!EXHIBIT_REF.test(value)) throw this.#malformed(name, 'a reference such as ABC/1');
    return value;
  }

  list<T>(name: string, read: (value: JsonValue) => T): T[] {
    const value = this.#fields[name];
    if (!Array.isArray(value)) throw this.#malformed(name, 'a list');
    return (value as readonly JsonValue[]).map(read);
  }

  digests(name: string): Digest[] {
    return this.list(name, (value) => {
      if (!isDigest(value)) throw this.#malformed(name, 'digests');
      return value;
    });
  }

  /** Identifiers, each once. */
  ids(name: string): string[] {
    const found = this.list(name, (value) => {
      if (!isId(value)) throw this.#malformed(name, 'identifiers');
      return value;
    });
    if (new Set(found).size !== found.length) throw this.#malformed(name, 'each identifier once');
    return found;
  }
}
