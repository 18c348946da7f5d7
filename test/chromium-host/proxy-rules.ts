import { createContext, Script } from 'node:vm';
import { commandLine } from './command-line.ts';
import { hostOptions } from './options.ts';

const PAC_DEADLINE_MS = 1_000;

/** Functions of a PAC script that need no name server. */
const HELPERS = String.raw`
function isPlainHostName(host) { return host.indexOf('.') === -1; }
function dnsDomainIs(host, domain) { return host.endsWith(domain); }
function localHostOrDomainIs(host, name) { return host === name || name.split('.')[0] === host; }
function dnsDomainLevels(host) { return host.split('.').length - 1; }
function shExpMatch(text, pattern) {
  const source = pattern.replace(/[.+^{}()|[\]\\$]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp('^' + source + '$').test(text);
}
`;

/**
 * Which way the browser sends a request, as far as its switches say: `--proxy-server` with `--proxy-bypass-list`,
 * `--proxy-pac-url`. DevTools doesn't tell, so a system's own settings aren't seen.
 * @returns as Electron's `session.resolveProxy`, such as `PROXY proxy.example:3128` or `DIRECT`
 */
export async function resolveProxy(address: string): Promise<string> {
  const url = new URL(address);
  const pac = switchOf('proxy-pac-url');
  if (pac !== '') return (await ask(pac, url)).trim();
  const server = switchOf('proxy-server');
  if (server === '' || isBypassed(url, switchOf('proxy-bypass-list'))) return 'DIRECT';
  return proxyOf(server, url);
}

/** Address of the proxy that the browser's requests for an address reach; null where they go straight. */
export async function proxyHostFor(address: string): Promise<string | null> {
  const first = (await resolveProxy(address)).split(';')[0]?.trim() ?? '';
  const match = /^\w+\s+(\[[^\]]+\]|[^:]+)/u.exec(first);
  return match?.[1]?.replace(/^\[(.*)\]$/u, '$1') ?? null;
}

/** `http=a:1;https=b:2`, or one for all. */
function proxyOf(server: string, url: URL): string {
  const scheme = url.protocol.replace(/^ws/u, 'http').replace(':', '');
  const parts = server.split(';').map((part) => part.trim());
  const own = parts.find((part) => part.startsWith(`${scheme}=`))?.slice(scheme.length + 1);
  const one = own ?? parts.find((part) => !part.includes('='));
  if (one === undefined) return 'DIRECT';
  const match = /^(?:(\w+):\/\/)?(.+)$/u.exec(one);
  const kinds: Readonly<Record<string, string>> = {
    ...{ http: 'PROXY', https: 'HTTPS', socks: 'SOCKS5', socks4: 'SOCKS', socks5: 'SOCKS5' },
  };
  const host = match?.[2] ?? one;
  const port = /:\d+$/u.test(host) ? '' : ':80';
  return `${kinds[match?.[1] ?? 'http'] ?? 'PROXY'} ${host}${port}`;
}

/** Loopback is always bypassed, unless the list says `<-loopback>`. */
function isBypassed(url: URL, list: string): boolean {
  const rules = list.split(/[;,]/u).map((rule) => rule.trim());
  const host = url.hostname;
  const isLoopback = host === 'localhost' || host === '[::1]' || host.startsWith('127.');
  if (isLoopback && !rules.includes('<-loopback>')) return true;
  return rules.some((rule) => {
    if (rule === '<local>') return !host.includes('.');
    const source = rule.replaceAll(/[.+?^${}()|[\]\\]/gu, '\\$&').replaceAll('*', '.*');
    return (
      rule !== '' &&
      new RegExp(`^${source.startsWith('\\.') ? '.*' : ''}${source}$`, 'iu').test(host)
    );
  });
}

const scripts = new Map<string, Promise<string>>();

async function ask(pac: string, url: URL): Promise<string> {
  let text = scripts.get(pac);
  if (text === undefined) {
    text = fetch(pac).then((answer) => answer.text());
    scripts.set(pac, text);
  }
  // Chromium shows a script no more than the host of an encrypted address.
  const shown = url.protocol === 'https:' || url.protocol === 'wss:' ? `${url.origin}/` : url.href;
  const context = createContext({});
  new Script(HELPERS + (await text)).runInContext(context, { timeout: PAC_DEADLINE_MS });
  const call = `FindProxyForURL(${JSON.stringify(shown)}, ${JSON.stringify(url.hostname)})`;
  return String(new Script(call).runInContext(context, { timeout: PAC_DEADLINE_MS }));
}

function switchOf(name: string): string {
  const prefix = `--${name}=`;
  const flag = hostOptions().browserFlags.find((one) => one.startsWith(prefix));
  return flag?.slice(prefix.length) ?? commandLine.getSwitchValue(name);
}
