import type { BrowserHost } from './browser-host.ts';
import { hostEvent } from './event.ts';
import { requesterOf } from './owners.ts';
import type { Requester } from './owners.ts';
import { fields, text } from './values.ts';
import type { Fields } from './values.ts';

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
        firstAuthAttempt: true,
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
