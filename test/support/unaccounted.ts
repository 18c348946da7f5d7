import type { SiteRequest } from '#scripts/demo-site/server.ts';
import type { CaptureRecord } from '#src/capture/record.ts';

/**
 * Requests that a server saw and that a record neither has nor lists as missed; one by one, so that a
 * request seen twice has to be there twice.
 */
export function unaccounted(record: CaptureRecord, log: readonly SiteRequest[]): string[] {
  const accounted = new Map<string, number>();
  const add = (method: string, address: string): void => {
    const url = URL.parse(address);
    if (url === null || !/^(?:http|ws)/u.test(url.protocol)) return;
    const key = `${method} ${url.host} ${url.pathname}`;
    accounted.set(key, (accounted.get(key) ?? 0) + 1);
  };
  for (const { method, hops } of record.network.exchanges) {
    // What a cache or a service worker answered never reached the server.
    for (const hop of hops) if (hop.from === 'network') add(method, hop.address);
  }
  for (const { method, address, reason } of record.network.missed) {
    if (reason === 'not-in-devtools') add(method, address);
  }
  return log.flatMap((request) => {
    const key = `${request.method} ${request.host} ${request.path.split('?')[0] ?? ''}`;
    const left = accounted.get(key) ?? 0;
    accounted.set(key, left - 1);
    return left > 0 ? [] : [key];
  });
}

type Messages = NonNullable<CaptureRecord['network']['exchanges'][number]['messages']>;

/** Messages of a record's web sockets and event streams, by the path of their address. */
export function messagesOf(record: CaptureRecord): {
  readonly sockets: ReadonlyMap<string, Messages>;
  readonly streams: ReadonlyMap<string, Messages>;
} {
  const sockets = new Map<string, Messages>();
  const streams = new Map<string, Messages>();
  for (const { kind, hops, messages } of record.network.exchanges) {
    if (messages === null) continue;
    const path = new URL(hops[0]?.address ?? '').pathname;
    (kind === 'WebSocket' ? sockets : streams).set(path, messages);
  }
  return { sockets, streams };
}
