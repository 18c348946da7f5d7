import type { Role, SubjectKind } from '../src/contract/values.ts';
import type { RailStep } from '../src/contract/views.ts';

/** What each role is called. */
export const roleNames: Readonly<Record<Role, string>> = {
  reviewer: 'Reviewer',
  dsl: 'Designated safeguarding lead (DSL)',
  headteacher: 'Headteacher',
  chair: 'Chair of trustees',
  'online-safety-lead': 'Online safety lead',
  'network-manager': 'Network manager',
  dpo: 'Data protection officer',
  trustee: 'Online safety trustee',
};

/** Who a concern can be about, and what that answer means. */
export const subjects: Readonly<Record<SubjectKind, { name: string; note: string }>> = {
  pupil: { name: 'A pupil', note: 'The DSL decides whether it is a safeguarding matter' },
  staff: {
    name: 'A member of staff, a volunteer or a contractor',
    note: 'Nothing may be viewed until the LADO has been contacted',
  },
  headteacher: {
    name: 'The Headteacher',
    note: 'The Chair of trustees gives the authority. The LADO is contacted first',
  },
  parent: { name: 'A parent or carer', note: 'Public pages only' },
  other: { name: 'Another adult', note: 'For example someone outside the school' },
  unknown: { name: 'We don’t know', note: 'An anonymous account, or nobody named yet' },
};

/** The procedure rail, in order. */
export const railSteps: readonly { readonly step: RailStep; readonly name: string }[] = [
  { step: 'report', name: 'Report' },
  { step: 'triage', name: 'Triage' },
  { step: 'authority', name: 'Authority' },
  { step: 'review', name: 'Review' },
  { step: 'sign', name: 'Sign' },
  { step: 'judge', name: 'Judge' },
  { step: 'act', name: 'Act' },
  { step: 'debrief', name: 'Debrief' },
];
