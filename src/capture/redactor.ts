import { mapInTurns, Turns } from '#src/core/turns.ts';
import type { OpenExchange } from './exchange-log.ts';
import { objectOf } from './read-json.ts';
import {
  isSecretHeader,
  redactAddress,
  redactHeaders,
  REMOVED,
  type RedactedHeaders,
} from './redact.ts';

// More would make the pattern slow; the longest go first, and those are the ones that matter.
const MAX_VALUES = 1_000;
const MAX_VALUE = 8_192;

/**
 * Takes credentials out of one capture's record: those that a name gives away, and their repetitions
 * anywhere else in addresses and headers.
 * @see docs/spec/capture.md, section 6.3
 */
export class Redactor {
  readonly #pattern: RegExp | null;
  /** Headers and parameters taken out, and repetitions of credentials replaced, so far. */
  readonly removed = { headers: 0, parameters: 0, values: 0 };

  private constructor(values: ReadonlySet<string>) {
    const longest = [...values].sort((a, b) => b.length - a.length).slice(0, MAX_VALUES);
    this.#pattern =
      longest.length === 0 ? null : new RegExp(longest.map(escapePattern).join('|'), 'gu');
  }

  /**
   * Collect the credentials to look for.
   * @param exchanges - everything recorded, standing still: a credential of one exchange may be repeated by another
   * @param addresses - further addresses that may hold credentials
   */
  static async of(
    exchanges: readonly OpenExchange[],
    addresses: readonly string[] = [],
  ): Promise<Redactor> {
    const values = new Set<string>();
    const add = (value: string): void => {
      for (const form of formsOf(value)) if (isLookedFor(form)) values.add(form);
    };
    for (const address of addresses) redactAddress(address, add);
    await mapInTurns(exchanges, new Turns(), (exchange) => {
      collect(exchange, add);
    });
    return new Redactor(values);
  }

  /** An address fit for the record. */
  address(raw: string): string {
    const { text, removed } = redactAddress(raw.toWellFormed());
    this.removed.parameters += removed;
    return this.#repeated(text);
  }

  /** Headers fit for the record, and the names of those whose value was taken out. */
  headers(raw: Readonly<Record<string, unknown>>): RedactedHeaders {
    const clean = redactHeaders(raw);
    this.removed.parameters += clean.parameters;
    const headers = clean.headers.map(([name, value]): [string, string] => [
      name,
      this.#repeated(value),
    ]);
    return { ...clean, headers };
  }

  /** Any other text of the browser's, such as the reason of a failure. */
  text(raw: string): string {
    return this.#repeated(raw);
  }

  #repeated(text: string): string {
    if (this.#pattern === null) return text;
    return text.replace(this.#pattern, () => {
      this.removed.values += 1;
      return REMOVED;
    });
  }
}

function collect(exchange: OpenExchange, add: (value: string) => void): void {
  for (const hop of exchange.hops) {
    redactAddress(hop.address, add);
    for (const headers of [hop.request, objectOf(hop.response, 'headers')]) {
      collectHeaders(headers, add);
    }
  }
  for (const extra of [...exchange.requestExtras, ...exchange.responseExtras]) {
    collectHeaders(objectOf(extra, 'headers'), add);
  }
}

function collectHeaders(
  headers: Readonly<Record<string, unknown>>,
  add: (value: string) => void,
): void {
  redactHeaders(headers, add);
  for (const [name, raw] of Object.entries(headers)) {
    if (typeof raw !== 'string' || !isSecretHeader(name)) continue;
    const lower = name.toLowerCase();
    if (lower.startsWith('cookie')) raw.split(';').forEach((pair) => add(valueOf(pair)));
    else if (lower.startsWith('set-cookie')) {
      raw.split('\n').forEach((line) => add(valueOf(line.split(';')[0] ?? '')));
    } else if (lower.endsWith('authorization')) credentialsOf(raw).forEach(add);
    else raw.split(/[,\s]+/u).forEach(add);
  }
}

function valueOf(pair: string): string {
  return pair
    .slice(pair.indexOf('=') + 1)
    .trim()
    .replaceAll('"', '');
}

function credentialsOf(header: string): readonly string[] {
  const [scheme = '', ...rest] = header.trim().split(/\s+/u);
  if (scheme.toLowerCase() !== 'basic') return rest;
  const plain = Buffer.from(rest[0] ?? '', 'base64').toString('utf8');
  return [...rest, plain.slice(plain.indexOf(':') + 1)];
}

function formsOf(value: string): readonly string[] {
  const forms = new Set([value.slice(0, MAX_VALUE).toWellFormed()]);
  for (const form of [...forms]) {
    forms.add(encodeURIComponent(form));
    try {
      forms.add(decodeURIComponent(form));
    } catch {
      // Not encoded.
    }
  }
  return [...forms];
}

function isLookedFor(value: string): boolean {
  if (value.includes(REMOVED)) return false;
  return value.length >= 12 || (value.length >= 8 && /\p{L}/u.test(value) && /\d/u.test(value));
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
