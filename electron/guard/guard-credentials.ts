import type { App, AuthInfo, AuthenticationResponseDetails } from 'electron';
import { plainHost } from './decide-way.ts';
import type { ProxyChallenge, ProxyChallenges } from './proxy-challenges.ts';
import type { Refusals } from './refusals.ts';

/**
 * Nobody logs in anywhere: password challenges and requests for a client certificate are answered with
 * nothing and reported. Without a handler Electron would send a matching certificate by itself. The one
 * challenge that people are asked about is that of a proxy which the system's settings name for the request.
 */
export function guardCredentials(app: App, refusals: Refusals, challenges: ProxyChallenges): void {
  app.on('login', (event, contents, details, info, answer) => {
    event.preventDefault();
    const viewId = contents?.id ?? null;
    const refused = (): void => {
      answer();
      refusals.report(viewId, 'log-in', details.url);
    };
    const isTaken =
      info.isProxy &&
      viewId !== null &&
      challenges.take(viewId, challengeOf(details, info), (login) => {
        if (login === null) refused();
        else answer(login.name, login.password);
      });
    if (!isTaken) refused();
  });
  app.on('select-client-certificate', (event, contents, url, _list, answer) => {
    event.preventDefault();
    answer();
    refusals.report(contents?.id ?? null, 'client-certificate', url);
  });
}

function challengeOf(details: AuthenticationResponseDetails, info: AuthInfo): ProxyChallenge {
  return {
    ...{ host: plainHost(info.host), port: info.port, realm: info.realm.slice(0, 200) },
    ...{ scheme: info.scheme.slice(0, 40), address: details.url },
    isFirst: details.firstAuthAttempt,
  };
}
