import type { Clock } from '#src/core/clock.ts';
import type { JsonObject } from './devtools-port.ts';
import { flagOf, numberOf, objectOf, textOf } from './read-json.ts';
import { wordsOf } from './words.ts';

/** One hop as it is built up from events; the browser's own words, not yet fit for the record. */
export interface OpenHop {
  readonly address: string;
  readonly method: string;
  readonly request: JsonObject;
  response: JsonObject | null;
  hasExtraInfo: boolean;
  /** The browser's wall clock when it asked; ours where it didn't say. */
  sentAt: string;
  /** When its headers were heard of. */
  answeredAt: string | null;
}

/** Messages of a web socket or an event stream, as scripts hear them. */
export interface MessageCount {
  sent: number;
  received: number;
  sentBytes: number;
  receivedBytes: number;
}

/** One exchange under way. */
export interface OpenExchange {
  readonly no: number;
  readonly sessionId: string | null;
  readonly requestId: string;
  readonly target: string;
  kind: string;
  readonly hops: OpenHop[];
  /** Lists of headers from the network stack, in the order of the hops that have them. */
  readonly requestExtras: JsonObject[];
  readonly responseExtras: JsonObject[];
  readonly frameId: string;
  readonly loaderId: string;
  state: 'finished' | 'failed' | 'unfinished';
  reason: string | null;
  blocked: boolean;
  receivedBytes: number;
  servedFromCache: boolean;
  messages: MessageCount | null;
  readonly startedAt: string;
  readonly startedMs: number;
  finishedAt: string | null;
}

// A page in a sitting can ask for things for ever; what comes later is counted, not kept.
const MAX_OPEN = 50_000;
// Words of messages that are kept to trace the page's text by; nothing else of a message is.
const MAX_HEARD = 100_000;
const NO_MESSAGES: MessageCount = { sent: 0, received: 0, sentBytes: 0, receivedBytes: 0 };
const DAY_MS = 86_400_000;

/**
 * Builds exchanges from the Network events of any number of sessions. The browser's request ids are unique
 * across them, and have to be: a frame's document and a worker's script are asked for in their parent's
 * session and answered in their own.
 */
export class ExchangeLog {
  readonly #clock: Clock;
  readonly #byId = new Map<string, OpenExchange>();
  readonly #early = new Map<string, { requests: JsonObject[]; responses: JsonObject[] }>();
  readonly #all: OpenExchange[] = [];
  readonly #heard = new Set<string>();
  #dropped = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** All exchanges in the order they began. */
  get exchanges(): readonly OpenExchange[] {
    return this.#all;
  }

  /** How many were not kept because there were too many. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Words of the messages that web sockets and event streams brought, without order. */
  get heard(): ReadonlySet<string> {
    return this.#heard;
  }

  /** Take one event. @param target - what the session is: `page`, `frame`, `worker` and so on */
  take(method: string, params: JsonObject, sessionId: string | null, target: string): void {
    const id = textOf(params, 'requestId');
    switch (method) {
      case 'Network.requestWillBeSent':
        this.#sent(params, id, sessionId, target);
        break;
      case 'Network.requestWillBeSentExtraInfo':
        this.#extra(id, 'requests', params);
        break;
      case 'Network.responseReceivedExtraInfo':
        this.#extra(id, 'responses', params);
        break;
      case 'Network.webSocketCreated':
        this.#socket(params, id, sessionId, target);
        break;
      default: {
        const exchange = this.#byId.get(id);
        if (exchange !== undefined) this.#progress(method, params, exchange);
      }
    }
  }

  #sent(params: JsonObject, id: string, sessionId: string | null, target: string): void {
    const request = objectOf(params, 'request');
    const known = this.#byId.get(id);
    const hop: OpenHop = {
      address: textOf(request, 'url'),
      method: textOf(request, 'method', 'GET'),
      request: objectOf(request, 'headers'),
      response: null,
      hasExtraInfo: false,
      sentAt: this.#wallTime(params),
      answeredAt: null,
    };
    if (known === undefined) {
      this.#begin(params, id, sessionId, target, hop);
      return;
    }
    const last = known.hops.at(-1);
    const redirected = params['redirectResponse'] !== undefined;
    // Told by a second session, it is the same request.
    if (!redirected && known.sessionId !== sessionId) return;
    if (redirected && last !== undefined) {
      last.response = objectOf(params, 'redirectResponse');
      last.hasExtraInfo = flagOf(params, 'redirectHasExtraInfo');
      last.answeredAt = this.#clock.now();
    }
    known.hops.push(hop);
  }

  #begin(
    params: JsonObject,
    id: string,
    sessionId: string | null,
    target: string,
    hop: OpenHop,
  ): OpenExchange | null {
    if (this.#all.length >= MAX_OPEN) {
      this.#dropped += 1;
      return null;
    }
    const early = this.#early.get(id);
    this.#early.delete(id);
    const exchange: OpenExchange = {
      no: this.#all.length,
      sessionId,
      requestId: id,
      target,
      kind: textOf(params, 'type', 'Other'),
      hops: [hop],
      requestExtras: early?.requests ?? [],
      responseExtras: early?.responses ?? [],
      frameId: textOf(params, 'frameId'),
      loaderId: textOf(params, 'loaderId'),
      state: 'unfinished',
      reason: null,
      blocked: false,
      receivedBytes: 0,
      servedFromCache: false,
      messages: null,
      startedAt: this.#clock.now(),
      startedMs: this.#clock.monotonicMs(),
      finishedAt: null,
    };
    this.#all.push(exchange);
    this.#byId.set(id, exchange);
    return exchange;
  }

  // The network stack's own headers may come before or after the event they belong to.
  #extra(id: string, which: 'requests' | 'responses', params: JsonObject): void {
    const exchange = this.#byId.get(id);
    if (exchange !== undefined) {
      (which === 'requests' ? exchange.requestExtras : exchange.responseExtras).push(params);
      return;
    }
    if (this.#early.size > 1_000) return;
    const early = this.#early.get(id) ?? { requests: [], responses: [] };
    early[which].push(params);
    this.#early.set(id, early);
  }

  #socket(params: JsonObject, id: string, sessionId: string | null, target: string): void {
    const hop: OpenHop = {
      address: textOf(params, 'url'),
      method: 'GET',
      request: {},
      response: null,
      hasExtraInfo: false,
      sentAt: this.#clock.now(),
      answeredAt: null,
    };
    const exchange = this.#begin({ ...params, type: 'WebSocket' }, id, sessionId, target, hop);
    if (exchange !== null) exchange.messages = { ...NO_MESSAGES };
  }

  // The browser's wall clock is this computer's; what makes no sense is not taken.
  #wallTime(params: JsonObject): string {
    const now = this.#clock.now();
    const saidMs = Math.floor(numberOf(params, 'wallTime') * 1000);
    return Math.abs(saidMs - Date.parse(now)) < DAY_MS ? new Date(saidMs).toISOString() : now;
  }

  #message(exchange: OpenExchange, way: 'sent' | 'received', text: string, bytes: number): void {
    exchange.messages ??= { ...NO_MESSAGES };
    exchange.messages[way] += 1;
    exchange.messages[`${way}Bytes`] += bytes;
    if (way === 'sent') return;
    for (const word of wordsOf(text)) {
      if (this.#heard.size >= MAX_HEARD) return;
      this.#heard.add(word);
    }
  }

  #frame(exchange: OpenExchange, way: 'sent' | 'received', params: JsonObject): void {
    const frame = objectOf(params, 'response');
    const opcode = numberOf(frame, 'opcode', 1);
    // Closing, pings and pongs are the protocol's own.
    if (opcode > 2) return;
    const payload = textOf(frame, 'payloadData');
    if (opcode === 2) {
      this.#message(exchange, way, '', Buffer.byteLength(payload, 'base64'));
    } else {
      this.#message(exchange, way, payload, Buffer.byteLength(payload));
    }
  }

  #progress(method: string, params: JsonObject, exchange: OpenExchange): void {
    const hop = exchange.hops.at(-1);
    switch (method) {
      case 'Network.responseReceived':
        if (hop === undefined) return;
        hop.response = objectOf(params, 'response');
        hop.hasExtraInfo = flagOf(params, 'hasExtraInfo');
        hop.answeredAt = this.#clock.now();
        exchange.kind = textOf(params, 'type', exchange.kind);
        break;
      case 'Network.requestServedFromCache':
        exchange.servedFromCache = true;
        break;
      case 'Network.dataReceived':
        exchange.receivedBytes += Math.max(0, numberOf(params, 'dataLength'));
        break;
      case 'Network.loadingFinished':
        this.#end(exchange, 'finished', null);
        break;
      case 'Network.loadingFailed':
        exchange.blocked = textOf(params, 'blockedReason') !== '';
        this.#end(exchange, 'failed', textOf(params, 'errorText', 'failed').slice(0, 200));
        break;
      case 'Network.webSocketWillSendHandshakeRequest':
        exchange.requestExtras.push({ headers: objectOf(objectOf(params, 'request'), 'headers') });
        if (hop !== undefined) hop.sentAt = this.#wallTime(params);
        break;
      case 'Network.webSocketHandshakeResponseReceived':
        if (hop === undefined) return;
        hop.response = objectOf(params, 'response');
        hop.answeredAt = this.#clock.now();
        break;
      case 'Network.webSocketFrameSent':
        this.#frame(exchange, 'sent', params);
        break;
      case 'Network.webSocketFrameReceived':
        this.#frame(exchange, 'received', params);
        break;
      case 'Network.eventSourceMessageReceived': {
        const data = textOf(params, 'data');
        this.#message(exchange, 'received', data, Buffer.byteLength(data));
        break;
      }
      case 'Network.webSocketFrameError':
        exchange.reason = textOf(params, 'errorMessage', 'failed').slice(0, 200);
        break;
      case 'Network.webSocketClosed':
        this.#end(exchange, exchange.reason === null ? 'finished' : 'failed', exchange.reason);
        break;
      default:
    }
  }

  #end(exchange: OpenExchange, state: 'finished' | 'failed', reason: string | null): void {
    // The browser's own error page ends "well" under the id of the request that failed.
    if (exchange.state === 'failed') return;
    exchange.state = state;
    exchange.reason = reason;
    exchange.finishedAt = this.#clock.now();
  }
}
