import type { NetworkRecord } from '#src/capture/network-record.ts';
import type { WitnessedRequest } from '#src/capture/witness.ts';
import { objectOf, textOf } from '#src/capture/read-json.ts';
import type { RawBrowser } from './raw-devtools.ts';

/** A second witness beside the page's own DevTools: the browser's side, as `webRequest` is in Electron. */
export interface BrowserWitness {
  /** Tell what is seen from now on, and what was seen since {@link watchBrowser}. */
  tell(network: NetworkRecord): void;
  /** Forget what was seen, and tell nobody. */
  clear(): void;
}

/**
 * See every request of a raw browser before it is sent, whatever asks for it, and let it go on.
 * Web sockets don't pass here; those of a page are in its own DevTools.
 */
export async function watchBrowser(browser: RawBrowser): Promise<BrowserWitness> {
  const { root } = browser.process.connection;
  const seen: WitnessedRequest[] = [];
  const told = new Set<string>();
  let network: NetworkRecord | null = null;
  root.on('Fetch.requestPaused', (params) => {
    root.post('Fetch.continueRequest', { requestId: textOf(params, 'requestId') });
    const request = objectOf(params, 'request');
    // A service worker that lets a request pass makes it seen twice.
    const key = `${textOf(params, 'networkId')} ${textOf(request, 'url')}`;
    if (params['networkId'] !== undefined && told.has(key)) return;
    told.add(key);
    const witnessed = {
      address: textOf(request, 'url'),
      method: textOf(request, 'method', 'GET'),
      kind: textOf(params, 'resourceType', 'Other'),
      seenAt: new Date().toISOString(),
    };
    seen.push(witnessed);
    network?.witness(witnessed);
  });
  await root.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] });
  return {
    tell(next) {
      network = next;
      for (const one of seen) network.witness(one);
    },
    clear() {
      network = null;
      seen.length = 0;
      told.clear();
    },
  };
}
