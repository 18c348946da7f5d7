import type {
  OnBeforeRequestListenerDetails,
  OnHeadersReceivedListenerDetails,
  Session,
} from 'electron';
import type { ReviewEvent, SiteAllowance } from '#src/app/ports.ts';
import { siteOf } from '#src/investigation/site.ts';
import { mayConnectTo, type AddressRules } from '../guard/decide-address.ts';
import { decideRequest, mayReceive, type BlockedCode } from '../guard/decide-request.ts';
import type { Way } from '../guard/decide-way.ts';
import type { RefusalListener } from '../guard/refusals.ts';
import type { Ways } from './ways.ts';

/** Everything one view's requests lead to. */
export interface RequestOwner {
  readonly pictures: boolean;
  readonly rules: AddressRules;
  readonly ways: Ways;
  /** Address of the document in the top frame, now. */
  readonly page: () => string;
  /** What both agreed to, now. */
  readonly allowances: () => readonly SiteAllowance[];
  readonly emit: (event: ReviewEvent) => void;
  readonly refused: RefusalListener;
  /** The request for the page itself was cut off: what its visit fails with. */
  readonly topBlocked: (code: BlockedCode, detail: string) => void;
  /** The request for the page itself was sent elsewhere. */
  readonly topRedirected: (to: string) => void;
  /** The page's own response has begun. */
  readonly topResponded: (address: string, status: number, serverAddress: string | null) => void;
}

/** Appended to every document while pictures are not agreed: data: and blob: pictures are requests of no kind. */
const TEXT_FIRST_POLICY = "img-src 'none'; media-src 'none'; object-src 'none'; font-src 'none'";
/** Deadline of asking for a name before it is refused as one that can't be checked, milliseconds. */
const RESOLVE_DEADLINE_MS = 5_000;
/** The same behind a proxy, which asks for itself: a school's own computers may know no outside name, ms. */
const PROXIED_DEADLINE_MS = 1_500;
/** How long an answer is believed, milliseconds: short, since a name can change its address on purpose. */
const RESOLVED_FOR_MS = 2_000;
/** Most sites that are kept of one page's frames and scripts. */
const MAX_LOADED = 500;
/** Why there is no answer to a question that took too long. */
const LATE = 'no answer in time';

/**
 * Own all `webRequest` events of one review session (Electron keeps one listener an event): decide about
 * each request before and after DNS, strip what text first may not show, and bear witness of the rest.
 */
export function ownRequests(session: Session, owner: RequestOwner): void {
  const resolver = new NameCheck(session, owner);
  const { webRequest } = session;
  // A service worker that lets a request pass makes it seen twice: once on its way in, once on its way out.
  const told = new Map<number, string>();
  const loaded = new Set<string>();
  const ways = new Map<number, Way | null>();
  webRequest.onBeforeRequest((details, answer) => {
    void decideBefore(details, owner, resolver, loaded).then(({ allowed, exception, way }) => {
      ways.set(details.id, way);
      if (told.get(details.id) !== details.url) {
        told.set(details.id, details.url);
        owner.emit(witnessed(details, allowed ? 'asked' : 'blocked', null, exception));
      }
      answer({ cancel: !allowed });
    });
  });
  webRequest.onHeadersReceived((details, answer) => {
    answer(decideReceived(details, owner));
  });
  webRequest.onResponseStarted((details) => {
    const serverAddress = ipOf(details);
    if (serverAddress !== null && !mayConnectTo([serverAddress], owner.rules)) {
      void tellPrivate(details.url, serverAddress, ways.get(details.id) ?? null, owner);
    }
    noteLoaded(details, loaded);
    if (details.resourceType === 'mainFrame')
      owner.topResponded(details.url, details.statusCode, serverAddress);
  });
  webRequest.onBeforeRedirect((details) => {
    const { url, redirectURL, statusCode } = details;
    if (details.resourceType === 'mainFrame') {
      owner.emit({ kind: 'redirected', from: url, to: redirectURL, status: statusCode });
      owner.topRedirected(redirectURL);
    }
    owner.emit(witnessed(details, 'completed', statusCode));
  });
  webRequest.onCompleted((details) => {
    told.delete(details.id);
    ways.delete(details.id);
    owner.emit(witnessed(details, 'completed', details.statusCode));
  });
  webRequest.onErrorOccurred((details) => {
    told.delete(details.id);
    ways.delete(details.id);
    // What we blocked was told when it was.
    if (details.error === 'net::ERR_BLOCKED_BY_CLIENT') return;
    owner.emit(witnessed(details, 'failed', null));
  });
}

async function decideBefore(
  details: OnBeforeRequestListenerDetails,
  owner: RequestOwner,
  resolver: NameCheck,
  loaded: ReadonlySet<string>,
): Promise<{
  readonly allowed: boolean;
  readonly exception: string | null;
  readonly way: Way | null;
}> {
  const { url, method, resourceType } = details;
  const decision = decideRequest({
    address: url,
    method,
    resourceType,
    pictures: owner.pictures,
    rules: owner.rules,
    ...{ page: owner.page(), frame: frameOf(details), allowances: owner.allowances(), loaded },
  });
  if (!decision.allowed) {
    if (resourceType === 'mainFrame') owner.topBlocked(decision.code, decision.what ?? 'withheld');
    if (decision.what !== null) owner.refused(decision.what, url);
    return REFUSED;
  }
  const { exception } = decision;
  const way = await owner.ways.of(url);
  const isProxied = way !== null && way.proxies.length > 0;
  if (await resolver.mayAsk(new URL(url).hostname, isProxied)) {
    // What was agreed may have ended while the name was asked for.
    if (exception === null || owner.allowances().some((one) => one.agreementId === exception))
      return { ...decision, way };
    owner.refused('post', url);
    return REFUSED;
  }
  if (resourceType === 'mainFrame')
    owner.topBlocked('ADDRESS_PRIVATE', 'the name leads inside the network');
  owner.refused('private-address', url);
  return REFUSED;
}

/** Keep the sites whose frames and scripts the page has loaded. */
function noteLoaded({ url, resourceType }: Seen, loaded: Set<string>): void {
  if (resourceType === 'mainFrame') loaded.clear();
  const site = siteOf(url);
  if (site === null || loaded.size > MAX_LOADED) return;
  if (resourceType === 'subFrame' || resourceType === 'script') loaded.add(site);
}

const REFUSED = { allowed: false, exception: null, way: null };

/**
 * An answer came from inside the network. Of a proxy that is as it should be: exactly its own address, on a way
 * that leads by it. Else the name changed its address between our question and the browser's: too late to unsend,
 * not to see.
 */
async function tellPrivate(
  url: string,
  serverAddress: string,
  way: Way | null,
  owner: RequestOwner,
): Promise<void> {
  if (way !== null && (await owner.ways.leadsTo(way, serverAddress))) return;
  owner.refused('private-address', url);
}

/** The document that asks; null for a worker, and where its frame is gone already. */
function frameOf({ frame }: OnBeforeRequestListenerDetails): string | null {
  return frame?.url ?? null;
}

function decideReceived(
  details: OnHeadersReceivedListenerDetails,
  owner: RequestOwner,
): { cancel?: boolean; responseHeaders?: Record<string, string[]> } {
  if (owner.pictures) return {};
  const headers = details.responseHeaders ?? {};
  if (!mayReceive(headerOf(headers, 'content-type'), false)) {
    owner.refused('media', details.url);
    if (details.resourceType === 'mainFrame')
      owner.topBlocked('PAGE_FAILED', 'a picture, film, sound or font by itself');
    return { cancel: true };
  }
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'content-security-policy');
  const own = name === undefined ? [] : (headers[name] ?? []);
  const key = name ?? 'Content-Security-Policy';
  return { responseHeaders: { ...headers, [key]: [...own, TEXT_FIRST_POLICY] } };
}

/** What a name led to. */
interface Looked {
  readonly addresses: readonly string[];
  /** Why there is no answer, null where there is one. */
  readonly error: string | null;
}

/** Asks where names lead, before the browser does, for one session, and tells of each answer. */
class NameCheck {
  readonly #session: Session;
  readonly #owner: RequestOwner;
  readonly #asked = new Map<string, { readonly atMs: number; readonly answer: Promise<Looked> }>();

  constructor(session: Session, owner: RequestOwner) {
    this.#session = session;
    this.#owner = owner;
  }

  /**
   * Whether a name may be asked for by what it leads to here.
   * @param isProxied - a proxy asks for itself: no answer in time then refuses nothing
   */
  async mayAsk(hostname: string, isProxied: boolean): Promise<boolean> {
    const { addresses, error } = await this.#look(hostname, isProxied);
    if (error === LATE) return isProxied;
    // No address, so nothing to connect to: the request fails by itself, or a proxy knows the name.
    return error !== null || mayConnectTo(addresses, this.#owner.rules);
  }

  #look(hostname: string, isProxied: boolean): Promise<Looked> {
    const nowMs = performance.now();
    const key = `${hostname} ${isProxied}`;
    const known = this.#asked.get(key);
    if (known !== undefined && nowMs - known.atMs < RESOLVED_FOR_MS) return known.answer;
    const answer = this.#ask(
      hostname,
      nowMs,
      isProxied ? PROXIED_DEADLINE_MS : RESOLVE_DEADLINE_MS,
    );
    if (this.#asked.size > 500) this.#asked.clear();
    this.#asked.set(key, { atMs: nowMs, answer });
    return answer;
  }

  async #ask(hostname: string, startedMs: number, deadlineMs: number): Promise<Looked> {
    const looked = await this.#resolve(hostname, deadlineMs);
    const tookMs = Math.round(performance.now() - startedMs);
    this.#owner.emit({ kind: 'lookup', host: hostname, tookMs, ...looked });
    return looked;
  }

  async #resolve(hostname: string, deadlineMs: number): Promise<Looked> {
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<null>((resolve) => {
      timer = setTimeout(() => {
        resolve(null);
      }, deadlineMs);
    });
    try {
      const found = await Promise.race([this.#session.resolveHost(hostname), waited]);
      if (found === null) return { addresses: [], error: LATE };
      return { addresses: found.endpoints.map(({ address }) => address), error: null };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message.slice(0, 200) : 'no reason given';
      return { addresses: [], error };
    } finally {
      clearTimeout(timer);
    }
  }
}

interface Seen {
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
}

function witnessed(
  details: Seen,
  outcome: Extract<ReviewEvent, { kind: 'exchange' }>['outcome'],
  status: number | null,
  exception: string | null = null,
): ReviewEvent {
  return {
    kind: 'exchange',
    witness: 'web-request',
    address: details.url,
    method: details.method,
    resourceType: details.resourceType,
    outcome,
    exception,
    status,
    serverAddress: ipOf(details),
  };
}

/** Electron tells the server's address of every response, but its types only know of it for redirects. */
function ipOf(details: object): string | null {
  return 'ip' in details && typeof details.ip === 'string' && details.ip !== '' ? details.ip : null;
}

function headerOf(
  headers: Readonly<Record<string, readonly string[]>>,
  wanted: string,
): string | null {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === wanted);
  return name === undefined ? null : (headers[name]?.[0] ?? null);
}
