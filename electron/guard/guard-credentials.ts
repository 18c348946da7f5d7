import type { App } from 'electron';
import type { Refusals } from './refusals.ts';

/**
 * Nobody logs in anywhere: password challenges and requests for a client certificate are answered with
 * nothing and reported. Without a handler Electron would send a matching certificate by itself.
 */
export function guardCredentials(app: App, refusals: Refusals): void {
  app.on('login', (event, contents, details, _info, answer) => {
    event.preventDefault();
    answer();
    refusals.report(contents?.id ?? null, 'log-in', details.url);
  });
  app.on('select-client-certificate', (event, contents, url, _list, answer) => {
    event.preventDefault();
    answer();
    refusals.report(contents?.id ?? null, 'client-certificate', url);
  });
}
