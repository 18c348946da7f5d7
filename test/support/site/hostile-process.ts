import { html, page, type SiteRoutes } from '#scripts/demo-site/server.ts';

const START =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Hostile</title><h1>Hostile</h1><p>Some text that people can read.</p>';

/** Run a script a moment after the page has loaded, so that it was seen before it wedges. */
function later(script: string, ms = 400): string {
  return `${START}<script>addEventListener('load', () => setTimeout(() => { ${script} }, ${ms}))</script>`;
}

/** Pages that wedge, crash or exhaust their process (security.md §3, groups B and F). */
export const hostileProcessRoutes: SiteRoutes = {
  '/hostile/endless-loop': page(later('for (;;) {}')),
  '/hostile/frame-blocks': page(
    later(
      'const block = () => { const end = Date.now() + 3000; while (Date.now() < end); requestAnimationFrame(block); }; block();',
    ),
  ),
  '/hostile/push-state-flood': page(
    later('setInterval(() => { for (;;) history.pushState(0, "", "#" + Math.random()); }, 0)'),
  ),
  '/hostile/hash-flood': page(
    later(
      'let n = 0; setInterval(() => { for (let i = 0; i < 5000; i++) location.hash = ++n; }, 0)',
    ),
  ),
  '/hostile/memory': page(
    later('const held = []; for (;;) held.push(new Uint8Array(64 * 1024 * 1024).fill(1));'),
  ),
  '/hostile/console-flood': page(
    later('setInterval(() => { for (let i = 0; i < 2000; i++) console.log("x".repeat(500)); }, 0)'),
  ),
  '/hostile/message-flood': page(
    later('onmessage = () => { postMessage(0, "*"); postMessage(0, "*"); }; postMessage(0, "*");'),
  ),
  '/hostile/debugger-loop': page(later('setInterval(() => { debugger; }, 1)')),
  '/hostile/worker-spin': page(
    `${START}<script>for (let i = 0; i < 4; i++) new Worker(URL.createObjectURL(new Blob(['for (;;) {}'])))</script>`,
  ),
  '/hostile/many-nodes': page(
    later(
      'let s = ""; for (let i = 0; i < 300000; i++) s += "<i>x</i>"; document.body.insertAdjacentHTML("beforeend", s);',
      0,
    ),
  ),
  '/hostile/deep-nesting': (_request, response) => {
    html(response, `${START}${'<div>'.repeat(100_000)}deep`);
  },
  '/hostile/reload-loop': page(`${START}<script>setTimeout(() => location.reload(), 50)</script>`),
};
