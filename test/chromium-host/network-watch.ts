import type { CdpSession } from './cdp.ts';
import { reportRefusal } from './certificates.ts';
import { resolveHost } from './host-rules.ts';
import { proxyHostFor } from './proxy-rules.ts';
import type { Requester } from './owners.ts';
import { fields, flag, number, text } from './values.ts';
import type { Fields } from './values.ts';

interface Known {
  readonly requester: Requester;
  details: Fields;
  fromCache: boolean;
}

/** Requests under way, by the browser's network id, until their body has ended. */
const known = new Map<string, Known>();
const numbers = new Map<string, number>();
let nextNumber = 1;

/** Note a request or its answer, to be told about again when its body has come. */
export function follow(networkId: string, requester: Requester, details: Fields): void {
  known.set(networkId, { requester, details, fromCache: false });
}

/** Nothing more will be told of it. */
export function unfollow(networkId: string): void {
  known.delete(networkId);
}

/** Follow a target's exchanges to their end: `onResponseStarted`, `onCompleted`, `onErrorOccurred`. */
function watchNetwork(session: CdpSession): void {
  session.on('Network.responseReceived', (params) => {
    void started(params);
  });
  session.on('Network.loadingFinished', (params) => {
    end(text(params, 'requestId'), 'onCompleted', 'net::OK');
  });
  session.on('Network.loadingFailed', (params) => {
    judged(params);
    end(text(params, 'requestId'), 'onErrorOccurred', errorOf(params));
  });
  session.on('Network.webSocketCreated', (params) => {
    webSocket(session, params);
  });
  session.post('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 });
}

const socketOwners = new WeakMap<CdpSession, Requester>();

async function started(params: Fields): Promise<void> {
  const found = known.get(text(params, 'requestId'));
  if (found === undefined) return;
  const response = fields(params['response']);
  found.fromCache = flag(response, 'fromDiskCache');
  const statusCode = number(response, 'status');
  found.details = { ...found.details, fromCache: found.fromCache, statusCode };
  const ip = text(response, 'remoteIPAddress').replace(/^\[(.*)\]$/, '$1');
  found.details = { ...found.details, ip: ip || (await likelyAddress(found.details)) };
  found.requester.session.webRequest.tell('onResponseStarted', found.details);
}

// A document given back with other headers has no server any more: ask where its name, or its proxy's, leads.
async function likelyAddress(details: Fields): Promise<string> {
  const url = text(details, 'url');
  if (!/^https?:/.test(url)) return '';
  const proxy = await proxyHostFor(url).catch(() => null);
  const hostname = proxy ?? new URL(url).hostname;
  const found = await resolveHost(hostname.replace(/^\[(.*)\]$/, '$1')).catch(() => null);
  return found?.endpoints[0]?.address ?? '';
}

/** Say whose target a session watches, for what only `Network` reports. */
export function watchFor(session: CdpSession, requester: Requester): void {
  socketOwners.set(session, requester);
  watchNetwork(session);
}

// Web sockets don't pass `Fetch`: they can be reported, not cancelled.
function webSocket(session: CdpSession, params: Fields): void {
  const requester = socketOwners.get(session);
  if (requester === undefined) return;
  void requester.session.webRequest.ask('onBeforeRequest', {
    ...who(requester),
    id: nextNumber++,
    url: text(params, 'url'),
    method: 'GET',
    resourceType: 'webSocket',
    referrer: '',
    timestamp: Date.now(),
    uploadData: [],
  });
}

function end(networkId: string, stage: 'onCompleted' | 'onErrorOccurred', error: string): void {
  const found = known.get(networkId);
  if (found === undefined) return;
  known.delete(networkId);
  numbers.delete(networkId);
  found.requester.session.webRequest.tell(stage, {
    ...found.details,
    fromCache: found.fromCache,
    error,
  });
}

// A part of a page whose server was refused: the verifier hears of it as of a page's.
function judged(params: Fields): void {
  const found = known.get(text(params, 'requestId'));
  const error = errorOf(params);
  if (found === undefined || !error.startsWith('net::ERR_CERT_')) return;
  if (text(found.details, 'resourceType') === 'mainFrame') return;
  void reportRefusal(found.requester.session, text(found.details, 'url'), error);
}

/** @returns the network error without DevTools' own ending (`.Inspector`) */
function errorOf(params: Fields): string {
  return (text(params, 'errorText') || 'net::ERR_FAILED').replace(/\.[A-Za-z]+$/, '');
}

/** @returns the fields that tell whose request it is */
export function who(requester: Requester): Fields {
  return requester.contents === null
    ? {}
    : { webContents: requester.contents, webContentsId: requester.contents.id };
}

/** @returns the request's own number, the same at every stage */
export function numberOf(networkId: string): number {
  const found = numbers.get(networkId) ?? nextNumber++;
  numbers.set(networkId, found);
  return found;
}
