/** How the address that a school goes out with is learnt. */
export type EgressSetting =
  /** It never changes, and was typed in. */
  | { readonly how: 'typed-in'; readonly address: string }
  /** A server of the school's own answers with it. */
  | { readonly how: 'asked'; readonly source: string };

/** Whom a school lets Countersign ask beside the pages under review. Nobody is asked by default. */
export interface SchoolNetwork {
  /** Name or address of a time server, with a port where it isn't 123. */
  readonly timeServer: string | null;
  readonly egress: EgressSetting | null;
}

/** Nobody is asked anything. */
export const NOBODY_ASKED: SchoolNetwork = { timeServer: null, egress: null };

/** Where a time server is. */
export interface TimeServerPlace {
  /** Lower case; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
}

const NTP_PORT = 123;
const MAX_CHARACTERS = 200;

/**
 * Read the name of a time server: `ntp.school.example`, `10.0.0.5:1123`, `fd00::1` or `[fd00::1]:123`.
 * @param text - as typed or as stored
 * @returns null for anything else
 */
export function timeServerPlace(text: string): TimeServerPlace | null {
  if (text.length > MAX_CHARACTERS) return null;
  const bare = ipAddress(text);
  if (bare !== null) return { host: bare, port: NTP_PORT };
  const parts = /^(\[[\da-f:.]+\]|[\p{L}\d._-]+)(?::(\d{1,5}))?$/iu.exec(text);
  const [, given = '', port = String(NTP_PORT)] = parts ?? [];
  const host = hostOf(given);
  if (parts === null || host === null) return null;
  const number = Number(port);
  if (number < 1 || number > 65_535) return null;
  return { host: host.replace(/^\[|\]$/gu, ''), port: number };
}

/**
 * Read the address of a server that answers with the address a school goes out with.
 * @returns http or https, without user, password or fragment; null for anything else
 */
export function egressSource(text: string): string | null {
  const url = text.length > MAX_CHARACTERS ? null : URL.parse(text);
  if (url === null || !/^https?:$/u.test(url.protocol)) return null;
  if (url.username !== '' || url.password !== '' || url.hash !== '') return null;
  return url.href;
}

/**
 * Read an IP address as people and servers write one: dotted IPv4 of four decimal numbers, or IPv6 without
 * brackets or zone.
 * @returns as RFC 5952 writes it; null for anything else
 */
export function ipAddress(text: string): string | null {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/u.test(text)) {
    return /(?:^|\.)0\d/u.test(text) ? null : text;
  }
  if (!/^[\da-f:.]{2,45}$/iu.test(text) || !text.includes(':')) return null;
  return hostOf(`[${text}]`)?.slice(1, -1) ?? null;
}

/** Whether a host is this computer itself. @param host - a name or an IP address without brackets */
export function isThisComputer(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/u, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  const ip = ipAddress(name);
  if (ip === null) return false;
  return /^(?:127\.|0\.0\.0\.0$|::1?$|::ffff:(?:7f[\da-f]{2}|0):)/u.test(ip);
}

/**
 * Whether anything in these settings asks this computer itself: only a demonstration may, because whoever
 * asks himself learns nothing.
 */
export function asksThisComputer({ timeServer, egress }: SchoolNetwork): boolean {
  const time = timeServer === null ? null : timeServerPlace(timeServer);
  const source = egress?.how === 'asked' ? URL.parse(egress.source) : null;
  const hosts = [time?.host, source?.hostname.replace(/^\[|\]$/gu, '')];
  return hosts.some((host) => host !== undefined && isThisComputer(host));
}

function hostOf(text: string): string | null {
  const url = URL.parse(`http://${text}/`);
  return url === null || url.hostname === '' ? null : url.hostname;
}
