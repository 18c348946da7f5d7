import { isInstant } from '#src/core/clock.ts';
import { isDigest, type Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { isId } from '#src/core/ids.ts';

/** Narrows one field of an untrusted payload, or throws INVESTIGATION_EVENT_MALFORMED naming it. */
export type Check<T> = (value: unknown, field: string) => T;

/** The value a shape of checks narrows to. */
export type Shaped<S extends Readonly<Record<string, Check<unknown>>>> = {
  readonly [K in keyof S]: S[K] extends Check<infer T> ? T : never;
};

/** Shapes by kind. */
export type ShapesByKind = Readonly<Record<string, Readonly<Record<string, Check<unknown>>>>>;

/** What each kind's shape narrows to, with the kind as its tag. */
export type Tagged<T extends ShapesByKind> = {
  [K in keyof T]: { readonly kind: K } & Shaped<T[K]>;
};

/** The error of every check in this folder. */
export function malformed(field: string, expected: string): EvidenceError {
  return new EvidenceError('INVESTIGATION_EVENT_MALFORMED', `"${field}" expected ${expected}`);
}

/** Text of 0 to `max` UTF-16 units, without lone surrogates. */
export function text(max: number): Check<string> {
  return (value, field) => {
    if (typeof value === 'string' && value.length <= max && value.isWellFormed()) return value;
    throw malformed(field, `text of at most ${max} characters`);
  };
}

/** Text that says something: 1 to `max` UTF-16 units, not only blanks. */
export function words(max: number): Check<string> {
  const check = text(max);
  return (value, field) => {
    const found = check(value, field);
    if (found.trim() === '') throw malformed(field, 'text that is not empty');
    return found;
  };
}

/** An identifier (`src/core/ids.ts`). */
export const id: Check<string> = (value, field) => {
  if (isId(value)) return value;
  throw malformed(field, 'an identifier');
};

/** RFC 3339 UTC with milliseconds. */
export const instant: Check<string> = (value, field) => {
  if (isInstant(value)) return value;
  throw malformed(field, 'an RFC 3339 UTC instant');
};

/** `sha256:` and 64 hexadecimal digits. */
export const digest: Check<Digest> = (value, field) => {
  if (isDigest(value)) return value;
  throw malformed(field, 'a digest');
};

/** A whole number from 0. */
export const count: Check<number> = (value, field) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw malformed(field, 'a whole number from 0');
};

/** A whole number, of either sign. */
export const whole: Check<number> = (value, field) => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw malformed(field, 'a whole number');
};

/** True or false. */
export const flag: Check<boolean> = (value, field) => {
  if (typeof value === 'boolean') return value;
  throw malformed(field, 'true or false');
};

/** One of a closed list of words. */
export function oneOf<const T extends readonly string[]>(values: T): Check<T[number]> {
  return (value, field) => {
    const found = values.find((one) => one === value);
    if (found !== undefined) return found;
    throw malformed(field, `one of ${values.join(', ')}`);
  };
}

/** Null, or what `check` narrows to. */
export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value, field) => (value === null ? null : check(value, field));
}

/** A list of at most `max` members. */
export function list<T>(check: Check<T>, max = 1000): Check<readonly T[]> {
  return (value, field) => {
    if (!Array.isArray(value) || value.length > max)
      throw malformed(field, `a list of at most ${max}`);
    return value.map((member) => check(member, field));
  };
}

/** Exactly two members. */
export function pair<T>(check: Check<T>): Check<readonly [T, T]> {
  return (value, field) => {
    if (!Array.isArray(value) || value.length !== 2) throw malformed(field, 'a list of two');
    return [check(value[0], field), check(value[1], field)];
  };
}

/** Two different identifiers. */
export const twoPeople: Check<readonly [string, string]> = (value, field) => {
  const [first, second] = pair(id)(value, field);
  if (first === second) throw malformed(field, 'two different people');
  return [first, second];
};

/** An object with exactly these fields. */
export function shaped<S extends Readonly<Record<string, Check<unknown>>>>(
  shape: S,
): Check<Shaped<S>> {
  const names = Object.keys(shape);
  return (value, field) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw malformed(field, 'an object');
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(shape, name)) throw malformed(field, 'no further field');
    }
    const read: Record<string, unknown> = {};
    for (const name of names) {
      if (!Object.hasOwn(value, name)) throw malformed(name, 'a value, got none');
      read[name] = shape[name]?.(Reflect.get(value, name), name);
    }
    // Every field was narrowed by its own check just above.
    return read as Shaped<S>;
  };
}

/**
 * Read the payload of one kind, of version 1: exactly the fields of its shape, and `v`.
 * @param payload - untrusted
 * @throws {EvidenceError} INVESTIGATION_EVENT_MALFORMED - no object, another version, a field missing, too many or out of range
 */
export function readTagged<T extends ShapesByKind, K extends keyof T>(
  shapes: T,
  kind: K,
  payload: unknown,
): Tagged<T>[K] {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    throw malformed('payload', 'an object');
  const { v, ...fields }: Readonly<Record<string, unknown>> = { ...payload };
  if (v !== 1) throw malformed('v', '1');
  return { ...shaped(shapes[kind])(fields, 'payload'), kind };
}
