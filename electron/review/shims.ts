import type { DeclaredShim } from '#src/app/ports.ts';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';

/** A script of ours that runs in every page under review before its own: declared, and in the record. */
export interface Shim extends DeclaredShim {
  readonly source: string;
}

/**
 * Name of the one function that tells us of a refusal. It exists for the moment between the document's
 * birth and the first shim, which takes it away: no page script ever sees it.
 */
export const SHIM_BINDING = '__countersignRefused';

/** Takes the binding off the page; leaves `tell` to the shims that follow in the same closure. */
const TAKE_BINDING = `const name = '${SHIM_BINDING}';
  const tell = typeof globalThis[name] === 'function' ? globalThis[name].bind(globalThis) : () => {};
  delete globalThis[name];`;

const PRINT = `window.print = function print() { tell('print'); };`;

const POST = `const posts = (form, by) =>
    String((by && by.formMethod) || form.method).toLowerCase() === 'post';
  const submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = function () {
    if (posts(this, null)) tell('post');
    else submit.call(this);
  };
  addEventListener('submit', (event) => {
    if (!posts(event.target, event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell('post');
  }, true);`;

/** One script with everything in it, so that the binding is taken away exactly once. */
const SOURCE = `(() => {
  ${TAKE_BINDING}
  ${PRINT}
  ${POST}
})();`;

/**
 * Every shim there is. Printing is not stopped by `disableDialogs`; a posted form is refused by the
 * network guard anyway, but would leave an error page in place of the page under review.
 */
export function declaredShims(): readonly Shim[] {
  return [
    {
      name: 'print-and-post',
      purpose: 'printing does nothing; a form that would be posted stays where it is',
      source: SOURCE,
      digest: digestOf(utf8(SOURCE)),
    },
  ];
}
