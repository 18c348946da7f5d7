import type { RunningApp } from '#test/support/e2e.ts';
import { startSchoolProxy } from '../../school-proxy.ts';
import type { HostilePage } from './page.ts';

/** A proxy that wants a log-in for one host and passes everything else on. */
export interface Proxy {
  readonly flags: readonly string[];
  close(): Promise<void>;
}

const LOCKED = 'locked.pond.example';

/** Start the proxy. */
export function startProxy(): Promise<Proxy> {
  return startSchoolProxy({
    login: { name: 'reviewers', password: 'of a made-up pond' },
    asksFor: (host) => host === LOCKED,
  });
}

/** The people answer our question, not the page's: they don't open it. */
async function dontOpen(app: RunningApp): Promise<void> {
  const { questionId } = await app.hands.until(
    'the proxy’s question',
    ({ screen }) => screen.kind === 'review' && screen.proxyQuestion,
  );
  await app.do('proxy.decline', { questionId });
}

/** Pages behind that proxy, run in an app of their own. */
export const proxyPages: readonly HostilePage[] = [
  {
    ...{ number: 55, group: 'D', outcomes: ['PAGE_PROXY_LOG_IN'], states: ['none'] },
    title: 'lies behind a proxy that asks for a name and password',
    rule: 'no prompt of the browser’s; our own question outside the page, only for the proxy that the settings name; on record',
    open: () => `http://${LOCKED}/d/407`,
    meanwhile: dontOpen,
    refused: ['log-in'],
    onRecord: ({ events }) => {
      const said = events.flatMap((event) => (event.kind === 'proxy-log-in' ? [event.what] : []));
      if (said.join() !== 'asked,given-up') throw new Error(`proxy-log-in: ${said.join()}`);
    },
  },
];
