import { cutText } from './read-json.ts';

/** What stands where a credential stood. */
export const REMOVED = '[removed]';

const SECRET_HEADERS = new Set([
  'cookie',
  'cookie2',
  'set-cookie',
  'set-cookie2',
  'authorization',
  'proxy-authorization',
  'authentication-info',
  'proxy-authentication-info',
  'x-api-key',
  'x-auth-token',
  'x-access-token',
  'x-csrf-token',
  'x-xsrf-token',
  'x-csrftoken',
  // Some services take a token in the place of a subprotocol's name.
  'sec-websocket-protocol',
]);

/** Names that credentials go by, alone or as the last word of a longer name; a pattern for the flags `iu`. */
export const CREDENTIAL_WORDS =
  '(?:access_?token|id_?token|refresh_?token|token|auth|authorization|password|passwd|passwort|pwd|pass|secret|client_?secret|session|session_?id|sid|jsessionid|phpsessid|api_?key|apikey|signature|sig|jwt|csrf|xsrf|otp|ticket|credential)';
const SECRET_NAME = `(?:[a-z0-9]*[_.-])?${CREDENTIAL_WORDS}`;
const SECRET_PARAMETER = new RegExp(`([?&;#]${SECRET_NAME})=([^&;#\\s"'<>]+)`, 'giu');
// The same inside an address that is itself a parameter, encoded once or more often.
const NESTED_PARAMETER = new RegExp(
  `(%(?:25)*(?:3F|26|3B|23)${SECRET_NAME}%(?:25)*3D)((?:(?!%(?:25)*(?:26|23|3B))[^&;#\\s"'<>])+)`,
  'giu',
);
const WEB_TOKEN = /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/gu;
const USER_INFO = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#@\s]*)@/iu;

const MAX_ADDRESS = 8_192;
const MAX_DATA_ADDRESS = 128;
const MAX_HEADER = 4_096;

/** The values that {@link redactText} would take out of a text. */
export function secretParametersOf(text: string): string[] {
  return [...text.matchAll(SECRET_PARAMETER)].flatMap((match) => {
    const value = match[2] ?? '';
    const query = match[1]?.startsWith(';') === true ? value.indexOf('?') : -1;
    if (query === -1) return [value];
    return [value.slice(0, query), ...secretParametersOf(value.slice(query))];
  });
}

/** A text without credentials, and how many were taken out. */
export interface Redacted {
  readonly text: string;
  readonly removed: number;
}

/** Hears each credential that is taken out. */
export type SecretListener = (value: string) => void;

/** Whether a header's value is never written. @param name - in any case */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADERS.has(name.toLowerCase());
}

/** Take credentials out of whatever addresses a text holds. */
export function redactText(text: string, heard: SecretListener = nobody): Redacted {
  let removed = 0;
  const take = (value: string): void => {
    removed += 1;
    heard(value);
  };
  const clean = text
    .replace(SECRET_PARAMETER, (whole, name: string, value: string) => {
      if (value === REMOVED) return whole;
      // A parameter of the path ends where the query begins.
      const query = name.startsWith(';') ? value.indexOf('?') : -1;
      take(query === -1 ? value : value.slice(0, query));
      return `${name}=${REMOVED}${query === -1 ? '' : redactText(value.slice(query), take).text}`;
    })
    .replace(NESTED_PARAMETER, (whole, name: string, value: string) => {
      if (value === REMOVED) return whole;
      take(value);
      return `${name}${REMOVED}`;
    })
    .replace(WEB_TOKEN, (token) => {
      take(token);
      return REMOVED;
    });
  return { text: clean, removed };
}

function nobody(): void {
  // Nobody asked.
}

/**
 * An address fit for the record: no user information, no credentials in parameters, of bounded length.
 * A `data:` address is content, not a place: only its beginning is kept.
 */
export function redactAddress(address: string, heard: SecretListener = nobody): Redacted {
  if (/^(?:data|blob):/iu.test(address)) {
    return {
      text: cutText(address, address.startsWith('blob:') ? 512 : MAX_DATA_ADDRESS),
      removed: 0,
    };
  }
  let removed = 0;
  const anonymous = address.replace(USER_INFO, (whole, scheme: string, user: string) => {
    if (user === REMOVED) return whole;
    removed += 1;
    heard(user.slice(user.indexOf(':') + 1));
    return `${scheme}${REMOVED}@`;
  });
  const clean = redactText(anonymous, heard);
  return { text: cutText(clean.text, MAX_ADDRESS), removed: removed + clean.removed };
}

/** Headers fit for the record, the names of those whose value was taken out, and the parameters removed. */
export interface RedactedHeaders {
  readonly headers: [string, string][];
  readonly removed: string[];
  readonly parameters: number;
}

/** Take credentials out of headers. @param headers - name and value, values of one name joined by line feeds */
export function redactHeaders(
  headers: Readonly<Record<string, unknown>>,
  heard: SecretListener = nobody,
): RedactedHeaders {
  const kept: [string, string][] = [];
  const removed: string[] = [];
  let parameters = 0;
  for (const [name, raw] of Object.entries(headers)) {
    if (typeof raw !== 'string') continue;
    const lower = name.toLowerCase().toWellFormed();
    if (isSecretHeader(lower)) {
      removed.push(lower);
      continue;
    }
    const value =
      lower === 'referer' || lower === 'location'
        ? redactAddress(raw, heard)
        : redactText(raw, heard);
    parameters += value.removed;
    kept.push([cutText(name.toWellFormed(), 256), cutText(value.text.toWellFormed(), MAX_HEADER)]);
  }
  return { headers: kept, removed, parameters };
}
