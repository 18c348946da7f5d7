import { describe, expect, it } from 'vitest';
import {
  authorisersOf,
  emptyDraft,
  errorsOf,
  needsLado,
  questionsOf,
  withExcluded,
  type Draft,
} from '../../../../renderer/screens/new/draft.ts';
import { cedric, rowan, septimus } from '../../views.ts';

function about(subjectKind: Draft['subjectKind']): Draft {
  return { ...emptyDraft, subjectKind };
}

describe('questionsOf', () => {
  it('asks what the LADO said for staff and for the Headteacher, and for nobody else', () => {
    const asked = (['pupil', 'staff', 'headteacher', 'parent', 'other', 'unknown'] as const).filter(
      (kind) => questionsOf(about(kind)).includes('lado'),
    );
    expect(asked).toEqual(['staff', 'headteacher']);
    expect(needsLado(emptyDraft)).toBe(false);
  });
});

describe('errorsOf', () => {
  it('needs name, time and advice of the LADO contact', () => {
    expect(errorsOf('lado', about('staff')).map((error) => error.id)).toEqual([
      'lado-name',
      'lado-at',
      'lado-advice',
    ]);
  });

  it('refuses one person as both reviewers', () => {
    const draft = {
      ...emptyDraft,
      firstReviewerId: rowan.personId,
      secondReviewerId: rowan.personId,
    };
    expect(errorsOf('reviewers', draft)).toEqual([
      { id: 'reviewer-second', message: 'Two different people review' },
    ]);
  });
});

describe('authorisersOf', () => {
  const all = [cedric, rowan, septimus];

  it('offers the Headteacher and deputies, and the Chair alone where it is about the Headteacher', () => {
    expect(authorisersOf(about('pupil'), all)).toEqual([cedric, rowan]);
    expect(authorisersOf(about('headteacher'), all)).toEqual([septimus]);
  });

  it('offers nobody who is excluded', () => {
    const draft = { ...about('pupil'), excludedIds: [cedric.personId] };
    expect(authorisersOf(draft, all)).toEqual([rowan]);
  });

  it('offers nobody rather than the Chair, whose authority would be refused, where it is not about the Headteacher', () => {
    const draft = { ...about('pupil'), excludedIds: [cedric.personId, rowan.personId] };
    expect(authorisersOf(draft, all)).toEqual([]);
  });
});

describe('withExcluded', () => {
  it('takes whoever is excluded out of the other answers', () => {
    const draft = {
      ...about('staff'),
      firstReviewerId: rowan.personId,
      secondReviewerId: septimus.personId,
      givenById: cedric.personId,
    };
    expect(withExcluded(draft, [rowan.personId, cedric.personId])).toMatchObject({
      firstReviewerId: '',
      secondReviewerId: septimus.personId,
      givenById: '',
    });
  });
});
