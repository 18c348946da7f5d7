import type { BrowserHost } from './browser-host.ts';
import { hostEvent } from './event.ts';
import { requesterOf } from './owners.ts';
import type { Requester } from './owners.ts';
import { fields, text } from './values.ts';
import type { Fields } from './values.ts';

/** Requests that were answered once already, newest last. */
const answered = new Set<string>();
const MAX_ANSWERED = 1_000;

/** Whether this very request was answered before: the browser numbers each round of it anew. */
function isFirst(requestId: string): boolean {
  const [own = ''] = requestId.split('.');
  if (answered.has(own)) return false;
  if (answered.size >= MAX_ANSWERED) answered.clear();
  answered.add(own);
  return true;
}

/** Ask the program about a log-in; without an answer the challenge is cancelled. */
export async function answerAuth(browser: BrowserHost, params: Fields): Promise<void> {
  const requester = await requesterOf(text(params, 'frameId'));
  const answer = requester?.contents == null ? null : await askLogin(requester.contents, params);
  const response =
    answer === null ? { response: 'CancelAuth' } : { response: 'ProvideCredentials', ...answer };
  browser.root.post('Fetch.continueWithAuth', {
    requestId: text(params, 'requestId'),
    authChallengeResponse: response,
  });
}

type LoginContents = NonNullable<Requester['contents']>;

function askLogin(contents: LoginContents, params: Fields): Promise<Fields | null> {
  const challenge = fields(params['authChallenge']);
  const origin = new URL(text(challenge, 'origin', 'http://unknown.invalid'));
  const isMain = contents.isMainFrame(text(params, 'frameId'));
  return new Promise((resolve) => {
    const event = hostEvent({});
    const callback = (username?: string, password?: string): void => {
      resolve(username === undefined ? null : { username, password: password ?? '' });
    };
    contents.emitWithApp(
      'login',
      event,
      {
        url: text(params['request'], 'url'),
        isRequestForNavigation: isMain,
        firstAuthAttempt: isFirst(text(params, 'requestId')),
        pid: 0,
      },
      {
        isProxy: text(challenge, 'source') === 'Proxy',
        scheme: text(challenge, 'scheme'),
        host: origin.hostname,
        port: Number(origin.port) || (origin.protocol === 'https:' ? 443 : 80),
        realm: text(challenge, 'realm'),
      },
      callback,
    );
    if (!event.defaultPrevented) resolve(null);
  });
}
