import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { proxyPages } from '#test/support/site/hostile/d-proxy.ts';
import { ELSEWHERE } from '#test/support/site/hostile/elsewhere.ts';
import { GROUPS, type Group } from '#test/support/site/hostile/page.ts';
import { HOSTILE_PAGES } from '#test/support/site/hostile/registry.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const list = readFileSync(`${root}docs/hostile-pages.md`, 'utf8');
const SPANS: Readonly<Record<Group, readonly [number, number]>> = {
  A: [1, 11],
  B: [12, 27],
  C: [28, 37],
  D: [38, 64],
  E: [65, 85],
  F: [86, 97],
  G: [98, 105],
  H: [106, 112],
};
const pages = [...HOSTILE_PAGES, ...proxyPages];

describe('the list of hostile pages', () => {
  it('has each of the 112 as a page that is run, or by number with the reason', () => {
    const listed = new Set([...pages, ...ELSEWHERE].map(({ number }) => number));
    expect([...listed].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 112 }, (_, at) => at + 1),
    );
    for (const { number, where, why } of ELSEWHERE) {
      if (where.length === 0) expect(why, String(number)).not.toBeNull();
      for (const file of where) expect(existsSync(root + file), file).toBe(true);
    }
  });

  it('has each page in the group of its number, and a third of them in the fast run', () => {
    for (const { number, group } of [...pages, ...ELSEWHERE]) {
      const [from, to] = SPANS[group];
      expect(number >= from && number <= to, String(number)).toBe(true);
    }
    const fast = new Set(pages.filter((page) => page.fast === true).map(({ number }) => number));
    expect(fast.size).toBeGreaterThanOrEqual(Math.floor(112 / 3));
    expect(Object.keys(GROUPS)).toEqual(Object.keys(SPANS));
  });

  it('stands in docs/hostile-pages.md, each page with its title, its rule and its reason', () => {
    for (const { number, title, rule } of pages) {
      expect(list).toContain(`| ${number} |`);
      expect(list, String(number)).toContain(title);
      expect(list, String(number)).toContain(rule);
    }
    for (const { title, why } of ELSEWHERE) {
      expect(list).toContain(title);
      if (why !== null) expect(list).toContain(why);
    }
  });
});
