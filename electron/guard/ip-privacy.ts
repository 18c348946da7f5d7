/** Where an IP address leads: the open internet, this computer, or some network that isn't the internet. */
export type IpPrivacy = 'public' | 'loopback' | 'private' | 'not-an-ip';

type Range = readonly [base: string, prefixBits: number];

/** IPv4 space that is not the open internet (IANA special-purpose registry, multicast, reserved). */
const PRIVATE_V4: readonly Range[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Tell where an IP address leads.
 * @param text - dotted IPv4, or IPv6 with or without brackets and zone index; any spelling that the URL
 *   parser takes (decimal, octal, hexadecimal) counts as what it stands for
 * @returns `not-an-ip` for names and anything else
 */
export function privacyOfIp(text: string): IpPrivacy {
  const bare = text.replace(/^\[|\]$/gu, '').replace(/%.*$/u, '');
  if (bare.includes(':')) {
    const groups = parseV6(bare);
    return groups === null ? 'not-an-ip' : privacyOfV6(groups);
  }
  const number = parseV4(bare);
  return number === null ? 'not-an-ip' : privacyOfV4(number);
}

function privacyOfV4(address: number): IpPrivacy {
  if (address >>> 24 === 127) return 'loopback';
  return PRIVATE_V4.some((range) => isIn(address, range)) ? 'private' : 'public';
}

/** Loopback, unspecified, link-local, site-local, unique local, multicast, discard, and embedded IPv4. */
function privacyOfV6(groups: readonly number[]): IpPrivacy {
  const [first = 0, second = 0, third = 0] = groups;
  const low = embedded(groups, 6);
  if (groups.slice(0, 5).every((group) => group === 0)) {
    if (groups[5] === 0 && low <= 1) return low === 1 ? 'loopback' : 'private';
    if (groups[5] === 0 || groups[5] === 0xffff) return privacyOfV4(low);
  }
  // ::ffff:0:0/96 in its translated form, and NAT64 prefixes, lead to an IPv4 address.
  if (groups.slice(0, 4).every((group) => group === 0) && groups[4] === 0xffff)
    return privacyOfV4(low);
  if (first === 0x64 && second === 0xff9b) return third === 0 ? privacyOfV4(low) : 'private';
  if (first === 0x2002) return privacyOfV4(embedded(groups, 1));
  // Teredo: the client's address is stored inverted.
  if (first === 0x2001 && second === 0) return privacyOfV4(~low >>> 0);
  if (first === 0x100 && second === 0) return 'private';
  const isGlobalUnicast = first >>> 13 === 1;
  return isGlobalUnicast ? 'public' : 'private';
}

function embedded(groups: readonly number[], at: number): number {
  return (((groups[at] ?? 0) << 16) | (groups[at + 1] ?? 0)) >>> 0;
}

function isIn(address: number, [base, prefixBits]: Range): boolean {
  const mask = (0xffffffff << (32 - prefixBits)) >>> 0;
  return (address & mask) >>> 0 === ((parseV4(base) ?? 0) & mask) >>> 0;
}

/** The URL parser is the authority on what counts as IPv4, since it is what the browser uses too. */
function parseV4(text: string): number | null {
  if (text === '' || /[^0-9a-fx.]/iu.test(text)) return null;
  const host = hostOf(text);
  if (host === null || !/^\d{1,3}(?:\.\d{1,3}){3}$/u.test(host)) return null;
  return host.split('.').reduce((sum, part) => (sum << 8) | Number(part), 0) >>> 0;
}

function parseV6(text: string): readonly number[] | null {
  const host = hostOf(`[${text}]`);
  if (host === null) return null;
  const [head = '', tail] = host.slice(1, -1).split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after];
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

function hostOf(text: string): string | null {
  try {
    return new URL(`http://${text}/`).hostname;
  } catch {
    return null;
  }
}
