import type { RefusedByBrowser } from '#src/app/ports.ts';

/** How an address begins with which a shim of ours reports a refusal (`review/shims.ts`). */
export const SHIM_SIGNAL = 'about:blank#countersign-refused-';

const SIGNAL = /^about:blank#countersign-refused-(print|post)=(.*)$/su;

/** What was refused with a window that a page wanted, and its address. */
export interface PopupRefusal {
  readonly what: RefusedByBrowser;
  readonly address: string | null;
}

/**
 * Tell what a window that a page wanted stands for. No window is ever opened. A page that imitates a
 * shim's address only gives its own pop-up another name.
 * @param url - attacker-controlled
 */
export function decidePopup(url: string): PopupRefusal {
  const match = SIGNAL.exec(url);
  if (match === null) return { what: 'pop-up', address: url };
  const address = decoded(match[2] ?? '');
  return {
    what: match[1] === 'print' ? 'print' : 'post',
    address: address === '' ? null : address,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
