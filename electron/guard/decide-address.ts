import type { EvidenceErrorCode } from '#src/core/errors.ts';
import { privacyOfIp, type IpPrivacy } from './ip-privacy.ts';

/** What a vault allows: loopback only in one made as a demonstration. */
export interface AddressRules {
  readonly allowLoopback: boolean;
}

/** The codes an address can be refused with. */
export type AddressCode = Extract<
  EvidenceErrorCode,
  'ADDRESS_INVALID' | 'ADDRESS_SCHEME' | 'ADDRESS_PRIVATE'
>;

/** Whether an address may be asked for; `reason` is for the record and never quotes the address. */
export type AddressDecision =
  | { readonly allowed: true; readonly url: string }
  | { readonly allowed: false; readonly code: AddressCode; readonly reason: string };

const PAGE_SCHEMES = new Set(['http:', 'https:']);
const REQUEST_SCHEMES = new Set(['http:', 'https:', 'ws:', 'wss:']);
/** Names that by convention or RFC 6761, 6762, 8375 stay inside a network. */
const INSIDE_SUFFIXES = [
  'local',
  'internal',
  'lan',
  'home',
  'corp',
  'intranet',
  'localdomain',
  'home.arpa',
];
const CONTROL = /[\u0000-\u001f\u007f]/u;
const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/iu;
const MAX_TYPED = 4096;

/**
 * Decide about an address as a reviewer typed it, before anything is requested.
 * @param typed - up to 4,096 characters; without a scheme `https` is meant
 * @param rules - what this vault allows
 * @returns the address as it will be requested, or why not
 */
export function decideAddress(typed: string, rules: AddressRules): AddressDecision {
  const trimmed = typed.trim();
  if (trimmed === '' || trimmed.length > MAX_TYPED || CONTROL.test(trimmed)) {
    return refuse('ADDRESS_INVALID', 'empty, too long or with control characters');
  }
  return decide(hasScheme(trimmed) ? trimmed : `https://${trimmed}`, rules, PAGE_SCHEMES);
}

/**
 * Decide about an address that a page wants as its own or a frame's document.
 * @param address - as the browser reports it: attacker-controlled
 */
export function decidePageAddress(address: string, rules: AddressRules): AddressDecision {
  return decide(address, rules, PAGE_SCHEMES);
}

/**
 * Decide about any request of a page before DNS: http, https and web sockets.
 * @param address - as the browser reports it: attacker-controlled
 */
export function decideRequestAddress(address: string, rules: AddressRules): AddressDecision {
  return decide(address, rules, REQUEST_SCHEMES);
}

/**
 * Decide about what a name resolved to: one private answer refuses all of them.
 * @param ips - addresses from the resolver, a zone index allowed
 */
export function mayConnectTo(ips: readonly string[], rules: AddressRules): boolean {
  return ips.every((ip) => isAllowedIp(privacyOfIp(ip), rules));
}

function decide(
  address: string,
  rules: AddressRules,
  schemes: ReadonlySet<string>,
): AddressDecision {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return refuse('ADDRESS_INVALID', 'not a URL');
  }
  if (!schemes.has(url.protocol)) return refuse('ADDRESS_SCHEME', `scheme ${url.protocol}`);
  if (url.username !== '' || url.password !== '') {
    return refuse('ADDRESS_INVALID', 'a name or password before the host');
  }
  const inside = insideReason(url.hostname, rules);
  if (inside !== null) return refuse('ADDRESS_PRIVATE', inside);
  return { allowed: true, url: url.href };
}

/** The parser has already turned decimal, octal and hexadecimal IPv4 into dotted form. */
function insideReason(hostname: string, rules: AddressRules): string | null {
  const host = hostname.replace(/\.$/u, '').toLowerCase();
  if (host === '') return 'no host';
  const privacy = privacyOfIp(host);
  if (privacy !== 'not-an-ip') {
    return isAllowedIp(privacy, rules)
      ? null
      : 'an address of the local network or of this computer';
  }
  if (host === 'localhost' || host.endsWith('.localhost')) {
    return rules.allowLoopback ? null : 'a name of this computer';
  }
  if (!host.includes('.')) return 'a name without a dot';
  const suffix = INSIDE_SUFFIXES.find((name) => host.endsWith(`.${name}`));
  return suffix === undefined ? null : `a name under .${suffix}`;
}

function isAllowedIp(privacy: IpPrivacy, rules: AddressRules): boolean {
  return privacy === 'public' || (privacy === 'loopback' && rules.allowLoopback);
}

/** `example.org:8080` has a port, not a scheme; `tel:123` has a scheme. */
function hasScheme(text: string): boolean {
  const match = HAS_SCHEME.exec(text);
  if (match === null) return false;
  const before = match[0].slice(0, -1);
  const after = text.slice(match[0].length);
  const looksLikePort = /^\d{1,5}(?:[/?#]|$)/u.test(after);
  return !(looksLikePort && (before.includes('.') || before.toLowerCase() === 'localhost'));
}

function refuse(code: AddressCode, reason: string): AddressDecision {
  return { allowed: false, code, reason };
}
