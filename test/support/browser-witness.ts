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

const SHARED_WORKERS = {
  ...{ autoAttach: true, waitForDebuggerOnStart: true, flatten: true },
  filter: [{ type: 'shared_worker' }, { exclude: true }],
};

/**
 * See every request of a raw browser before it is sent, whatever asks for it, and let it go on. Web sockets
 * don't pass where requests do: those of shared workers are seen from inside, a page's are in its own DevTools.
 */
export async function watchBrowser(browser: RawBrowser): Promise<BrowserWitness> {
  const { root } = browser.process.connection;
  const seen: WitnessedRequest[] = [];
  const told = new Set<string>();
  const tell = (witnessed: WitnessedRequest): void => {
    seen.push(witnessed);
    network?.witness(witnessed);
  };
  let network: NetworkRecord | null = null;
  root.on('Fetch.requestPaused', (params) => {
    root.post('Fetch.continueRequest', { requestId: textOf(params, 'requestId') });
    const request = objectOf(params, 'request');
    // A service worker that lets a request pass makes it seen twice.
    const key = `${textOf(params, 'networkId')} ${textOf(request, 'url')}`;
    if (params['networkId'] !== undefined && told.has(key)) return;
    told.add(key);
    tell({
      address: textOf(request, 'url'),
      method: textOf(request, 'method', 'GET'),
      kind: textOf(params, 'resourceType', 'Other'),
      seenAt: new Date().toISOString(),
    });
  });
  root.on('Target.attachedToTarget', (params) => {
    if (textOf(objectOf(params, 'targetInfo'), 'type') !== 'shared_worker') return;
    const worker = browser.process.connection.session(textOf(params, 'sessionId'));
    worker.on('Network.webSocketCreated', (socket) => {
      const seenAt = new Date().toISOString();
      tell({ address: textOf(socket, 'url'), method: 'GET', kind: 'WebSocket', seenAt });
    });
    worker.post('Network.enable');
    worker.post('Runtime.runIfWaitingForDebugger');
  });
  await root.send('Target.setAutoAttach', SHARED_WORKERS);
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
