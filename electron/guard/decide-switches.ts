/** Switches under which the app does not start: each opens the process, or takes a protection away. */
const REFUSED: ReadonlySet<string> = new Set([
  'inspect',
  'inspect-brk',
  'inspect-brk-node',
  'inspect-port',
  'inspect-publish-uid',
  'debug-port',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'no-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-running-insecure-content',
  'js-flags',
  'load-extension',
  'log-net-log',
  'ssl-key-log-file',
]);

/**
 * The refused switches a process was started with.
 * @param argv - command line, switches before and after the program's own arguments alike
 * @returns the names, without dashes and values, each once; empty when the app may start
 */
export function refusedSwitches(argv: readonly string[]): readonly string[] {
  const names = argv
    .filter((argument) => argument.startsWith('-'))
    .map((argument) => argument.replace(/^-+/u, '').split('=')[0]?.toLowerCase() ?? '');
  return [...new Set(names.filter((name) => REFUSED.has(name)))];
}
