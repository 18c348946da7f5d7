import type { Role, SubjectKind } from '../../../src/contract/values.ts';
import type { PersonView } from '../../../src/contract/views.ts';
import { instantOf } from '../../format.ts';
import { needed, type FormError } from '../../hooks/use-form-errors.ts';

/** The answers so far. They are kept by the screen alone until both have given their passphrase. */
export interface Draft {
  readonly title: string;
  readonly reason: string;
  readonly scope: string;
  readonly subjectKind: SubjectKind | null;
  readonly ladoAt: string;
  readonly ladoName: string;
  readonly ladoAdvice: string;
  readonly excludedIds: readonly string[];
  readonly firstReviewerId: string;
  readonly secondReviewerId: string;
  readonly givenById: string;
  readonly givenAt: string;
  readonly document: string;
}

export const emptyDraft: Draft = {
  title: '',
  reason: '',
  scope: '',
  subjectKind: null,
  ladoAt: '',
  ladoName: '',
  ladoAdvice: '',
  excludedIds: [],
  firstReviewerId: '',
  secondReviewerId: '',
  givenById: '',
  givenAt: '',
  document: '',
};

export type QuestionKey =
  'reason' | 'scope' | 'subject' | 'lado' | 'excluded' | 'reviewers' | 'authority' | 'check';

/** Whether nothing may be viewed before the LADO has been contacted (R12). */
export function needsLado(draft: Draft): boolean {
  return draft.subjectKind === 'staff' || draft.subjectKind === 'headteacher';
}

/** The questions this investigation has, in order. */
export function questionsOf(draft: Draft): readonly QuestionKey[] {
  return [
    'reason',
    'scope',
    'subject',
    ...(needsLado(draft) ? (['lado'] as const) : []),
    'excluded',
    'reviewers',
    'authority',
    'check',
  ];
}

/** What is still wrong with one answer. */
export function errorsOf(key: QuestionKey, draft: Draft): readonly FormError[] {
  switch (key) {
    case 'reason':
      return [
        ...needed('new-title', draft.title, 'Give it a neutral title'),
        ...needed('new-reason', draft.reason, 'Say why it is looked into'),
      ];
    case 'scope':
      return needed('new-scope', draft.scope, 'Say what may be looked at');
    case 'subject':
      return draft.subjectKind === null ? [{ id: 'new-subject', message: 'Choose one' }] : [];
    case 'lado':
      return [
        ...needed('lado-name', draft.ladoName, 'Say who at the LADO’s was spoken to'),
        ...(instantOf(draft.ladoAt) === null ? [{ id: 'lado-at', message: 'Say when' }] : []),
        ...needed('lado-advice', draft.ladoAdvice, 'Write down the advice'),
      ];
    case 'reviewers':
      return reviewerErrors(draft);
    case 'authority':
      return [
        ...needed('authority-by', draft.givenById, 'Choose who gave it'),
        ...(instantOf(draft.givenAt) === null ? [{ id: 'authority-at', message: 'Say when' }] : []),
        ...needed('authority-document', draft.document, 'Name the document'),
      ];
    case 'excluded':
    case 'check':
      return [];
  }
}

function reviewerErrors(draft: Draft): readonly FormError[] {
  const both = [
    ...needed('reviewer-first', draft.firstReviewerId, 'Choose the first reviewer'),
    ...needed('reviewer-second', draft.secondReviewerId, 'Choose the second reviewer'),
  ];
  if (both.length > 0 || draft.firstReviewerId !== draft.secondReviewerId) return both;
  return [{ id: 'reviewer-second', message: 'Two different people review' }];
}

/** Who may give the authority: the Headteacher or a deputy; the Chair or a deputy where it is about the Headteacher. */
export function authorisersOf(draft: Draft, all: readonly PersonView[]): readonly PersonView[] {
  const open = all.filter((person) => !draft.excludedIds.includes(person.personId));
  const mine: Role = draft.subjectKind === 'headteacher' ? 'chair' : 'headteacher';
  return open.filter((person) => person.roles.includes(mine) || person.deputyFor.includes(mine));
}

/** Take out of the answers whoever has been excluded since. */
export function withExcluded(draft: Draft, excludedIds: readonly string[]): Draft {
  const keep = (personId: string): string => (excludedIds.includes(personId) ? '' : personId);
  return {
    ...draft,
    excludedIds,
    firstReviewerId: keep(draft.firstReviewerId),
    secondReviewerId: keep(draft.secondReviewerId),
    givenById: keep(draft.givenById),
  };
}
