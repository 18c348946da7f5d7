/** Values as they cross between the main process and a preload script: a JSON text that keeps bytes. */
export interface Codec {
  /** @throws {Error} the value holds something that can't be cloned, such as a function */
  encode(value: unknown): string;
  decode(source: string): unknown;
}

/**
 * Self-contained on purpose: its source text also runs in the preload world.
 * @param toBase64 - the platform's encoder
 * @param fromBase64 - the platform's decoder
 */
export function makeCodec(
  toBase64: (bytes: Uint8Array) => string,
  fromBase64: (source: string) => Uint8Array,
): Codec {
  function wrap(value: unknown): unknown {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
    if (typeof value === 'number' && !Number.isFinite(value))
      return { $: 'number', v: String(value) };
    if (typeof value === 'function' || typeof value === 'symbol')
      throw new Error('An object could not be cloned.');
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(wrap);
    if (value instanceof Uint8Array) return { $: 'bytes', v: toBase64(value) };
    if (ArrayBuffer.isView(value))
      return {
        $: 'bytes',
        v: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
      };
    if (value instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(value)) };
    if (value instanceof Date) return { $: 'date', v: value.getTime() };
    if (value instanceof Map)
      return { $: 'map', v: [...value].map(([key, one]) => [wrap(key), wrap(one)]) };
    if (value instanceof Set) return { $: 'set', v: [...value].map(wrap) };
    if (value instanceof Error)
      return {
        $: 'error',
        v: { name: value.name, message: value.message, stack: value.stack ?? '' },
      };
    const out: [string, unknown][] = Object.entries(value).map(([key, one]) => [key, wrap(one)]);
    return out.some(([key]) => key === '$' || key === '__proto__')
      ? { $: 'object', v: out }
      : Object.fromEntries(out);
  }
  function unwrap(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(unwrap);
    const tagged = value as { readonly $?: unknown; readonly v?: unknown };
    if (typeof tagged.$ === 'string') return untag(tagged.$, tagged.v);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unwrap(one)]));
  }
  function untag(tag: string, v: unknown): unknown {
    const source = typeof v === 'string' ? v : '';
    if (tag === 'bytes') return fromBase64(source);
    if (tag === 'buffer') return fromBase64(source).slice().buffer;
    if (tag === 'bigint') return BigInt(source);
    if (tag === 'number') return Number(source);
    if (tag === 'date') return new Date(Number(v));
    const items: unknown[] = Array.isArray(v) ? v : [];
    if (tag === 'set') return new Set(items.map(unwrap));
    const pairs = items.map((pair): [unknown, unknown] =>
      Array.isArray(pair) ? [unwrap(pair[0]), unwrap(pair[1])] : [undefined, undefined],
    );
    if (tag === 'map') return new Map(pairs);
    if (tag === 'object') return Object.fromEntries(pairs.map(([key, one]) => [String(key), one]));
    if (tag === 'error') {
      const error = v as {
        readonly name: string;
        readonly message: string;
        readonly stack: string;
      };
      return Object.assign(new Error(error.message), { name: error.name, stack: error.stack });
    }
    return undefined;
  }
  return {
    encode: (value) => JSON.stringify(wrap(value)),
    decode: (source) => unwrap(JSON.parse(source)),
  };
}

/** The main process's side. */
export const codec: Codec = makeCodec(
  (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  (source) => new Uint8Array(Buffer.from(source, 'base64')),
);
