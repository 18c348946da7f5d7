import type { Session } from 'electron';
import type { ReviewEvent } from '#src/app/ports.ts';
import { parseWay, plainHost, proxyName, type NamedProxy, type Way } from '../guard/decide-way.ts';

type WayEvent = Extract<ReviewEvent, { kind: 'way' }>;

/** Deadline of asking which way an address goes; a script of the school may have to be fetched first, ms. */
const WAY_DEADLINE_MS = 10_000;
/** How long the addresses of a proxy are believed, ms. */
const ADDRESSES_FOR_MS = 60_000;
const MAX_TOLD = 2_000;

interface Asked {
  readonly atMs: number;
  readonly addresses: Promise<readonly string[]>;
}

/**
 * Which way the requests of one session go: asked of Chromium, which follows the system's settings and a
 * school's script (PAC). Nothing here changes the way.
 */
export class Ways {
  readonly #session: Session;
  readonly #emit: (event: WayEvent) => void;
  readonly #named = new Map<string, NamedProxy>();
  readonly #addresses = new Map<string, Asked>();
  readonly #told = new Set<string>();

  /** @param emit - hears of each origin's way once, and again when it is another one */
  constructor(session: Session, emit: (event: WayEvent) => void) {
    this.#session = session;
    this.#emit = emit;
  }

  /**
   * Ask which way a request goes, before it leaves.
   * @param url - parses as a URL
   * @returns null where that can't be learnt: whoever asks is then as strict as without a proxy
   */
  async of(url: string): Promise<Way | null> {
    const { answer, error } = await this.#resolve(url);
    const way = answer === null ? null : parseWay(answer);
    for (const proxy of way?.proxies ?? []) this.#named.set(proxyName(proxy), proxy);
    const why = way === null ? (error ?? 'the answer could not be read') : null;
    void this.#tell(new URL(url).origin, way, why);
    return way;
  }

  /** Whether the settings have named this very proxy for a request of this session. */
  names(host: string, port: number): boolean {
    return this.#named.has(proxyName({ host: plainHost(host), port }));
  }

  /** Whether an address is one of a proxy's on this way: exactly those, as asked now where they moved. */
  async leadsTo(way: Way, address: string): Promise<boolean> {
    for (const fresh of [false, true]) {
      for (const proxy of way.proxies) {
        const known = await this.#addressesOf(proxy.host, fresh);
        if (known.includes(plainHost(address))) return true;
      }
    }
    return false;
  }

  async #resolve(
    url: string,
  ): Promise<{ readonly answer: string | null; readonly error: string | null }> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => {
        resolve(null);
      }, WAY_DEADLINE_MS);
    });
    try {
      const answer = await Promise.race([this.#session.resolveProxy(url), late]);
      return { answer, error: answer === null ? 'no answer in time' : null };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message.slice(0, 200) : 'no reason given';
      return { answer: null, error };
    } finally {
      clearTimeout(timer);
    }
  }

  async #tell(origin: string, way: Way | null, error: string | null): Promise<void> {
    const proxies = (way?.proxies ?? []).map((one) => `${one.scheme}://${proxyName(one)}`);
    const key = [origin, way?.direct, error, ...proxies].join(' ');
    if (this.#told.has(key) || this.#told.size >= MAX_TOLD) return;
    this.#told.add(key);
    const hosts = (way?.proxies ?? []).map(({ host }) => host);
    const addresses = await Promise.all(hosts.map((host) => this.#addressesOf(host, false)));
    const kind = way === null ? 'unknown' : proxies.length > 0 ? 'proxy' : 'direct';
    this.#emit({
      ...{ kind: 'way', origin, way: kind, proxies, orDirect: way?.direct === true },
      ...{ addresses: [...new Set(addresses.flat())], error },
    });
  }

  #addressesOf(host: string, fresh: boolean): Promise<readonly string[]> {
    const known = this.#addresses.get(host);
    const nowMs = performance.now();
    if (!fresh && known !== undefined && nowMs - known.atMs < ADDRESSES_FOR_MS) {
      return known.addresses;
    }
    const addresses = this.#session.resolveHost(host).then(
      ({ endpoints }) => endpoints.map(({ address }) => plainHost(address)),
      () => [],
    );
    this.#addresses.set(host, { atMs: nowMs, addresses });
    return addresses;
  }
}
