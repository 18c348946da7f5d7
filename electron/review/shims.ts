import type { DeclaredShim } from '#src/app/ports.ts';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { SHIM_SIGNAL } from '../guard/decide-popup.ts';
import { TEXT_FIRST_CSS } from './text-first.css.ts';

/**
 * The one script that runs in every page under review before its own. Printing is not stopped by
 * `disableDialogs`; a posted form is refused by the network guard anyway, but would leave an error page
 * in place of the page under review. It tells us by asking for a window, which is refused and heard of
 * like any other: `Runtime.addBinding` would need `Runtime.enable`, which pages notice and can flood
 * through their console.
 */
export const SHIM_SOURCE = `(() => {
  const ask = window.open.bind(window);
  const tell = (what, address) => { ask('${SHIM_SIGNAL}' + what + '=' + encodeURIComponent(address)); };
  window.print = function print() { tell('print', ''); };
  const posts = (form, by) =>
    String((by && by.formMethod) || form.method).toLowerCase() === 'post';
  const submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = function () {
    if (posts(this, null)) tell('post', String(this.action));
    else submit.call(this);
  };
  addEventListener('submit', (event) => {
    if (!posts(event.target, event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell('post', String(event.target.action));
  }, true);
})();`;

/** In a view for a log-in, of which nothing is ever captured, the page's own forms are left to the network guard. */
export const LOG_IN_SHIM_SOURCE = `(() => {
  const ask = window.open.bind(window);
  window.print = function print() { ask('${SHIM_SIGNAL}print='); };
})();`;

/**
 * What is added to every page, as it stands in the record of every capture.
 * @param textFirst - whether pages are shown with the declared style as well
 */
export function declaredShims(textFirst: boolean): readonly DeclaredShim[] {
  const script: DeclaredShim = {
    name: 'print-and-post',
    purpose:
      'printing does nothing; a form that would be posted stays where it is; both are reported',
    digest: digestOf(utf8(SHIM_SOURCE)),
  };
  const style: DeclaredShim = {
    name: 'text-first-style',
    purpose: 'the page is shown as text: nothing that could paint a picture is drawn',
    digest: digestOf(utf8(TEXT_FIRST_CSS)),
  };
  return textFirst ? [script, style] : [script];
}
