import type { JsonObject } from './devtools-port.ts';

/** The value as an object, an empty one where it isn't. For what the browser says: hostile. */
export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

/** The named member as well-formed text, the fallback where it isn't text. */
export function textOf(value: unknown, name: string, fallback = ''): string {
  const found = asObject(value)[name];
  return typeof found === 'string' ? found.toWellFormed() : fallback;
}

/** The named member as a finite number, the fallback where it isn't. */
export function numberOf(value: unknown, name: string, fallback = 0): number {
  const found = asObject(value)[name];
  return typeof found === 'number' && Number.isFinite(found) ? found : fallback;
}

/** Whether the named member is `true`. */
export function flagOf(value: unknown, name: string): boolean {
  return asObject(value)[name] === true;
}

/** The named member as a list, an empty one where it isn't. */
export function listOf(value: unknown, name: string): readonly unknown[] {
  const found: unknown = asObject(value)[name];
  return Array.isArray(found) ? found : [];
}

/** The named member as an object, an empty one where it isn't. */
export function objectOf(value: unknown, name: string): JsonObject {
  return asObject(asObject(value)[name]);
}

/** A count that the record can hold: a whole number from 0. */
export function countOf(value: unknown, name: string): number {
  const found = Math.round(numberOf(value, name));
  return Number.isSafeInteger(found) && found > 0 ? found : 0;
}

/** The UTF-8 bytes of a text cut to a length, with a mark where it was cut. */
export function cutText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  return `${text.slice(0, maxCharacters).toWellFormed()}… [cut, ${text.length} characters]`;
}
