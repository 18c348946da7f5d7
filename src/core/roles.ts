/** Roles a person may hold; one person may hold several (procedure.md §1.3, §9a). */
export const ROLES = [
  'reviewer',
  'dsl',
  'headteacher',
  'chair',
  'online-safety-lead',
  'network-manager',
  'dpo',
  'trustee',
] as const;

export type Role = (typeof ROLES)[number];

/** Who a concern is about (procedure.md §2.2). */
export const SUBJECT_KINDS = [
  'pupil',
  'staff',
  'headteacher',
  'parent',
  'other',
  'unknown',
] as const;

export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Whether a value is one of the {@link ROLES}. */
export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}
