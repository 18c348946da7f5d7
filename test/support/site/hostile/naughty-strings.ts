import { readFileSync } from 'node:fs';

/**
 * The Big List of Naughty Strings: what breaks programs that take text.
 * @see test/support/site/hostile/blns-LICENSE.txt
 */
export const NAUGHTY_STRINGS: readonly string[] = JSON.parse(
  readFileSync(new URL('./blns.json', import.meta.url), 'utf8'),
) as string[];
