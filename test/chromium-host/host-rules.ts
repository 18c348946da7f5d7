import { lookup } from 'node:dns/promises';
import { commandLine } from './command-line.ts';
import { hostOptions } from './options.ts';

export interface ResolvedHost {
  readonly endpoints: { readonly address: string; readonly family: 'ipv4' | 'ipv6' }[];
}

/**
 * Resolve as the browser would, `--host-resolver-rules` included.
 * @throws {Error} `net::ERR_NAME_NOT_RESOLVED`
 */
export async function resolveHost(host: string): Promise<ResolvedHost> {
  const name = mapped(host);
  if (name === '~NOTFOUND') throw new Error('net::ERR_NAME_NOT_RESOLVED');
  try {
    const found = await lookup(name, { all: true });
    return {
      endpoints: found.map(({ address, family }) => ({
        address,
        family: family === 6 ? 'ipv6' : 'ipv4',
      })),
    };
  } catch (error) {
    throw new Error('net::ERR_NAME_NOT_RESOLVED', { cause: error });
  }
}

function mapped(host: string): string {
  const prefix = '--host-resolver-rules=';
  const flag = hostOptions()
    .browserFlags.find((one) => one.startsWith(prefix))
    ?.slice(prefix.length);
  for (const rule of (flag ?? commandLine.getSwitchValue('host-resolver-rules')).split(',')) {
    const [verb = '', pattern = '', target = ''] = rule.trim().split(/\s+/);
    if (verb.toUpperCase() !== 'MAP' || !matches(pattern, host)) continue;
    return target.startsWith('[')
      ? target.slice(1, target.indexOf(']'))
      : target.replace(/:\d+$/, '');
  }
  return host.replace(/^\[(.*)\]$/, '$1');
}

function matches(pattern: string, host: string): boolean {
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 'i').test(host);
}
