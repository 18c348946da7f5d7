import { describe, expect, it } from 'vitest';
import { isRole, ROLES } from '#src/core/roles.ts';

describe('isRole', () => {
  it('is true for each of the roles and nothing else', () => {
    expect(ROLES.every(isRole)).toBe(true);
    expect(new Set(ROLES).size).toBe(ROLES.length);
    for (const other of ['caretaker', 'DSL', '', null, 0, ['dsl']])
      expect(isRole(other)).toBe(false);
  });
});
