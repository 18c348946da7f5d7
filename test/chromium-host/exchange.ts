import type { BrowserHost } from './browser-host.ts';
import { requesterOf } from './owners.ts';
import type { Requester } from './owners.ts';
import { CdpError } from './cdp.ts';
import { blockedByVerifier } from './certificates.ts';
import { follow, numberOf, unfollow, who } from './network-watch.ts';
import { redirectTarget, REDIRECTS } from './redirects.ts';
import { toAppUrl, toBrowserPolicy, toBrowserUrl } from './url-map.ts';
import { fields, flag, list, number, text, texts } from './values.ts';
import type { Fields } from './values.ts';

/** Longest wait for the whole of a document. */
const BODY_DEADLINE_MS = 25_000;

const TYPES: Readonly<Record<string, string>> = {
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Media: 'media',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  WebSocket: 'webSocket',
};

/** Decide one paused request or response; always answers the browser, whatever a handler does. */
export async function answerPaused(browser: BrowserHost, params: Fields): Promise<void> {
  const requestId = text(params, 'requestId');
  try {
    const requester = await requesterOf(text(params, 'frameId'));
    if (requester === null) {
      fail(browser, requestId, 'BlockedByClient');
      return;
    }
    const answered =
      params['responseStatusCode'] !== undefined || params['responseErrorReason'] !== undefined;
    if (answered) await atResponse(browser, requester, params);
    else await atRequest(browser, requester, params);
  } catch (error) {
    fail(browser, requestId, 'Failed');
    queueMicrotask(() => {
      throw error;
    });
  }
}

async function atRequest(
  browser: BrowserHost,
  requester: Requester,
  params: Fields,
): Promise<void> {
  const requestId = text(params, 'requestId');
  const { contents, session } = requester;
  if (text(params, 'resourceType') === 'Document' && contents !== null) {
    if (!contents.navigation.allows(params)) {
      fail(browser, requestId, 'Aborted');
      return;
    }
  }
  const details = describe(requester, params);
  follow(text(params, 'networkId', requestId), requester, details);
  const decision = await session.webRequest.ask('onBeforeRequest', details);
  if (flag(decision, 'cancel')) {
    fail(browser, requestId, 'BlockedByClient');
    return;
  }
  const redirectURL = text(decision, 'redirectURL');
  if (redirectURL !== '') {
    browser.root.post('Fetch.fulfillRequest', {
      requestId,
      responseCode: 307,
      responseHeaders: [{ name: 'Location', value: toBrowserUrl(redirectURL) }],
    });
    return;
  }
  const requestHeaders = texts(params['request'], 'headers');
  const headers = await session.webRequest.ask('onBeforeSendHeaders', {
    ...details,
    requestHeaders,
  });
  if (flag(headers, 'cancel')) {
    fail(browser, requestId, 'BlockedByClient');
    return;
  }
  session.webRequest.tell('onSendHeaders', { ...details, requestHeaders });
  const handler = session.protocol.handlerOf(text(details, 'url'));
  if (handler !== undefined) {
    await serve(browser, requestId, handler, details, params);
    return;
  }
  const changed = headers['requestHeaders'];
  browser.root.post('Fetch.continueRequest', {
    requestId,
    ...(changed === undefined ? {} : { headers: headerList(fields(changed)) }),
  });
}

async function atResponse(
  browser: BrowserHost,
  requester: Requester,
  params: Fields,
): Promise<void> {
  const requestId = text(params, 'requestId');
  if (params['responseStatusCode'] === undefined) {
    browser.root.post('Fetch.continueRequest', { requestId });
    return;
  }
  const details = describe(requester, params);
  const statusCode = number(params, 'responseStatusCode');
  const statusLine = `HTTP/1.1 ${String(statusCode)} ${text(params, 'responseStatusText')}`.trim();
  const responseHeaders = headerMap(list(params, 'responseHeaders'));
  const full = { ...details, statusCode, statusLine, responseHeaders };
  if (await blockedByVerifier(browser, requester.session, text(details, 'url'))) {
    fail(browser, requestId, 'Failed');
    return;
  }
  const decision = await requester.session.webRequest.ask('onHeadersReceived', full);
  if (flag(decision, 'cancel')) {
    fail(browser, requestId, 'BlockedByClient');
    return;
  }
  const redirectURL = redirectTarget(text(details, 'url'), statusCode, responseHeaders);
  if (redirectURL !== null) {
    requester.session.webRequest.tell('onBeforeRedirect', {
      ...full,
      redirectURL,
      fromCache: false,
    });
  } else {
    remember(requestId, requester, params, full);
  }
  if (text(params, 'resourceType') === 'Document' && !REDIRECTS.has(statusCode)) {
    requester.contents?.navigation.answered(
      text(params, 'frameId'),
      statusCode,
      text(params, 'responseStatusText'),
    );
  }
  const changed = decision['responseHeaders'];
  if (changed === undefined) browser.root.post('Fetch.continueResponse', { requestId });
  else await continueWith(browser, params, headerList(fields(changed)));
}

type Header = { readonly name: string; readonly value: string };

/**
 * Let a response in with other headers. A document's policies have been read by then, so a document
 * is taken whole and given back as ours: the price is that DevTools no longer tells its server.
 */
async function continueWith(
  browser: BrowserHost,
  params: Fields,
  responseHeaders: readonly Header[],
): Promise<void> {
  const requestId = text(params, 'requestId');
  const responseCode = number(params, 'responseStatusCode');
  const phrase = text(params, 'responseStatusText') || 'OK';
  if (text(params, 'resourceType') !== 'Document' || REDIRECTS.has(responseCode)) {
    browser.root.post('Fetch.continueResponse', {
      requestId,
      responseCode,
      responsePhrase: phrase,
      responseHeaders,
    });
    return;
  }
  let body: Fields;
  try {
    body = await browser.root.send('Fetch.getResponseBody', { requestId }, BODY_DEADLINE_MS);
  } catch (error) {
    // One that never ends stays open, as it would: the program has a deadline of its own.
    if (!(error instanceof CdpError && error.timedOut))
      browser.root.post('Fetch.failRequest', { requestId, errorReason: 'ConnectionAborted' });
    return;
  }
  const bytes = Buffer.from(text(body, 'body'), flag(body, 'base64Encoded') ? 'base64' : 'utf8');
  const gone = /^content-(encoding|length)$|^transfer-encoding$/i;
  browser.root.post('Fetch.fulfillRequest', {
    requestId,
    responseCode,
    responsePhrase: phrase,
    responseHeaders: responseHeaders.filter(({ name }) => !gone.test(name)),
    body: bytes.toString('base64'),
  });
}

function remember(requestId: string, requester: Requester, params: Fields, details: Fields): void {
  const networkId = text(params, 'networkId');
  if (networkId !== '') {
    follow(networkId, requester, details);
    return;
  }
  // Nothing else will report it: a worker's own script, a browser's icon request.
  unfollow(requestId);
  requester.session.webRequest.tell('onResponseStarted', { ...details, fromCache: false });
  requester.session.webRequest.tell('onCompleted', {
    ...details,
    fromCache: false,
    error: 'net::OK',
  });
}

async function serve(
  browser: BrowserHost,
  requestId: string,
  handler: (request: Request) => Response | Promise<Response>,
  details: Fields,
  params: Fields,
): Promise<void> {
  const request = fields(params['request']);
  const body = text(request, 'postData');
  let response: Response;
  try {
    response = await handler(
      new Request(text(details, 'url'), {
        method: text(request, 'method'),
        headers: texts(request, 'headers'),
        ...(body === '' ? {} : { body }),
      }),
    );
  } catch {
    fail(browser, requestId, 'Failed');
    return;
  }
  const responseHeaders = [...response.headers].map(([name, value]) => ({
    name,
    value: name.startsWith('content-security-policy') ? toBrowserPolicy(value) : value,
  }));
  const bytes = Buffer.from(await response.arrayBuffer());
  browser.root.post('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status === 0 ? 500 : response.status,
    responseHeaders,
    body: bytes.toString('base64'),
  });
}

function describe(requester: Requester, params: Fields): Fields {
  const request = fields(params['request']);
  const type = text(params, 'resourceType');
  const frameId = text(params, 'frameId');
  const frame = requester.contents?.frameOf(frameId) ?? null;
  const isMain = requester.contents !== null && requester.contents.isMainFrame(frameId);
  const body = text(request, 'postData');
  const headers = texts(request, 'headers');
  return {
    ...who(requester),
    frame,
    id: numberOf(text(params, 'networkId', text(params, 'requestId'))),
    url: toAppUrl(text(request, 'url')),
    method: text(request, 'method'),
    resourceType:
      type === 'Document' ? (isMain ? 'mainFrame' : 'subFrame') : (TYPES[type] ?? 'other'),
    referrer: toAppUrl(headers['Referer'] ?? ''),
    timestamp: Date.now(),
    uploadData: body === '' ? [] : [{ bytes: Buffer.from(body) }],
  };
}

function fail(browser: BrowserHost, requestId: string, errorReason: string): void {
  browser.root.post('Fetch.failRequest', { requestId, errorReason });
}

function headerMap(items: readonly unknown[]): Record<string, string[]> {
  const out: Record<string, string[]> = {};
  for (const item of items) {
    const name = text(item, 'name');
    // One field a line where the browser joined repeated fields with line ends.
    (out[name] ??= []).push(...text(item, 'value').split('\n'));
  }
  return out;
}

function headerList(headers: Fields): Header[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({ name, value: String(one) })),
  );
}
