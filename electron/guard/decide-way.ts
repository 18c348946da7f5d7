/** One proxy as the system's settings name it. */
export interface NamedProxy {
  readonly scheme: 'http' | 'https' | 'quic' | 'socks4' | 'socks5';
  /** Lower case, an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Which way a request goes: by one of these proxies, in order, or past them where `direct`. */
export interface Way {
  readonly proxies: readonly NamedProxy[];
  readonly direct: boolean;
}

/** No proxy is set for it. */
export const DIRECT: Way = { proxies: [], direct: true };

const SCHEMES: Readonly<
  Record<string, { readonly scheme: NamedProxy['scheme']; readonly port: number }>
> = {
  PROXY: { scheme: 'http', port: 80 },
  HTTP: { scheme: 'http', port: 80 },
  HTTPS: { scheme: 'https', port: 443 },
  QUIC: { scheme: 'quic', port: 443 },
  SOCKS: { scheme: 'socks4', port: 1080 },
  SOCKS4: { scheme: 'socks4', port: 1080 },
  SOCKS5: { scheme: 'socks5', port: 1080 },
};
const MAX_PROXIES = 10;

/**
 * Read an answer of `session.resolveProxy`, such as `PROXY proxy.example:3128; DIRECT`.
 * @param answer - a school's own script may have made it
 * @returns null where any of it can't be read: the way is then not known
 */
export function parseWay(answer: string): Way | null {
  const parts = answer.split(';').map((part) => part.trim());
  const proxies: NamedProxy[] = [];
  let direct = false;
  for (const part of parts.filter((one) => one !== '')) {
    if (part.toUpperCase() === 'DIRECT') {
      direct = true;
      continue;
    }
    const proxy = proxyIn(part);
    if (proxy === null) return null;
    proxies.push(proxy);
  }
  if (proxies.length > MAX_PROXIES || (proxies.length === 0 && !direct)) return null;
  return { proxies, direct };
}

/** Name and port of a proxy on one line, such as `proxy.example:3128`. */
export function proxyName({ host, port }: Pick<NamedProxy, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** One form of a host's name, so that two can be compared. */
export function plainHost(host: string): string {
  return host.replace(/^\[(.*)\]$/u, '$1').toLowerCase();
}

function proxyIn(part: string): NamedProxy | null {
  const match = /^([A-Za-z0-9]+)\s+(\[[0-9A-Fa-f:.]+\]|[^\s:[\]/@]+)(?::(\d{1,5}))?$/u.exec(part);
  const known = SCHEMES[match?.[1]?.toUpperCase() ?? ''];
  if (match === null || known === undefined) return null;
  const port = match[3] === undefined ? known.port : Number(match[3]);
  if (port < 1 || port > 65_535) return null;
  return { scheme: known.scheme, host: plainHost(match[2] ?? ''), port };
}
