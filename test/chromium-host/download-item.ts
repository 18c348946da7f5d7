import { EventEmitter } from 'node:events';
import { toAppUrl } from './url-map.ts';
import { text } from './values.ts';
import type { Fields } from './values.ts';

/** @returns Electron's download item for one that the browser has already refused */
export function refusedDownload(params: Fields): EventEmitter {
  const url = toAppUrl(text(params, 'url'));
  return Object.assign(new EventEmitter(), {
    getURL: () => url,
    getURLChain: () => [url],
    getFilename: () => text(params, 'suggestedFilename'),
    getMimeType: () => '',
    getTotalBytes: () => 0,
    getReceivedBytes: () => 0,
    getState: () => 'cancelled',
    cancel: () => undefined,
    setSavePath: () => undefined,
  });
}
