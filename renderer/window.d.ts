import type { Api } from '../src/contract/channels.ts';

declare global {
  interface Window {
    /** Put there by the preload script; used by `renderer/api.ts` only. */
    readonly api: Api;
  }
}
