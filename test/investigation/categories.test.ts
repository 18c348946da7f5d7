import { describe, expect, it } from 'vitest';
import {
  CATEGORIES,
  CATEGORIES_EDITION,
  CATEGORY_ACTS,
  strictestOf,
} from '#src/investigation/categories.ts';

describe('strictestOf', () => {
  it('holds all 23 categories once, each telling somebody, under a dated edition', () => {
    expect(CATEGORIES.map(({ id }) => id)).toEqual(
      Array.from({ length: 23 }, (_, place) => `C${place + 1}`),
    );
    expect(CATEGORIES.every(({ notify }) => notify.length > 0)).toBe(true);
    expect(CATEGORIES_EDITION).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('forbids the full archive for exactly C1, C2, C5 and C11', () => {
    const forbidden = CATEGORIES.filter(({ fullArchive }) => !fullArchive).map(({ id }) => id);
    expect(forbidden).toEqual(['C1', 'C2', 'C5', 'C11']);
    expect(strictestOf(['C14']).fullArchive).toBe(true);
    expect(strictestOf(['C14', 'C11']).fullArchive).toBe(false);
  });

  it('lets the strictest of several win, for every act and every pair', () => {
    const rank = { yes: 0, conditional: 1, no: 2 };
    for (const one of CATEGORIES) {
      for (const two of CATEGORIES) {
        const both = strictestOf([one.id, two.id]);
        for (const act of CATEGORY_ACTS) {
          const worst = Math.max(rank[one.permissions[act]], rank[two.permissions[act]]);
          expect(rank[both.permissions[act]]).toBe(worst);
        }
        expect(both.notify).toEqual([...new Set([...one.notify, ...two.notify])]);
      }
    }
  });

  it('never allows C1 or C2 to be viewed, captured, printed or exported inside', () => {
    for (const id of ['C1', 'C2'] as const) {
      const { view, capture, print, internal } = strictestOf([id]).permissions;
      expect([view, capture, print, internal]).toEqual(['no', 'no', 'no', 'no']);
    }
  });

  it('forbids everything for an unknown category, and nothing where there is none', () => {
    expect(Object.values(strictestOf(['C99']).permissions)).toEqual(['no', 'no', 'no', 'no', 'no']);
    expect(strictestOf(['C99']).fullArchive).toBe(false);
    expect(Object.values(strictestOf([]).permissions)).toEqual(['yes', 'yes', 'yes', 'yes', 'yes']);
  });
});
