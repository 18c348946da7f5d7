/** Plain JSON object as the DevTools protocol carries it. */
export type Fields = Readonly<Record<string, unknown>>;

/** @returns the value as an object, or an empty one */
export function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** @returns whether the value is a plain object with string keys */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the named field as text, or the fallback */
export function text(value: unknown, name: string, fallback = ''): string {
  const found = fields(value)[name];
  return typeof found === 'string' ? found : fallback;
}

/** @returns the named field as a number, or the fallback */
export function number(value: unknown, name: string, fallback = 0): number {
  const found = fields(value)[name];
  return typeof found === 'number' ? found : fallback;
}

/** @returns whether the named field is `true` */
export function flag(value: unknown, name: string): boolean {
  return fields(value)[name] === true;
}

/** @returns the named field as a list, or an empty one */
export function list(value: unknown, name: string): readonly unknown[] {
  const found: unknown = fields(value)[name];
  return Array.isArray(found) ? found : [];
}

/** @returns the named field as a string-to-string map; other values are left out */
export function texts(value: unknown, name: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, one] of Object.entries(fields(fields(value)[name]))) {
    if (typeof one === 'string') out[key] = one;
  }
  return out;
}
