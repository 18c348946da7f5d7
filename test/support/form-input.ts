import type { FormVisit, RecordOfReviewInput } from '#src/form/input.ts';

/** A filled record of review, obviously fictional. */
export function recordInput(change: Partial<RecordOfReviewInput> = {}): RecordOfReviewInput {
  return {
    version: 1,
    schoolName: 'Exemplar High School (fictional)',
    reference: 'EHS-2026-001',
    demonstration: true,
    preview: false,
    investigatorsLabel: 'Investigators',
    date: '2026-11-17T10:40:00.000Z',
    reason: 'A form tutor was told of an anonymous account that names pupils.',
    scope: 'The account and the pages it links to.',
    first: { personId: 'a'.repeat(26), name: 'Rowan Testwell', position: 'Assistant headteacher' },
    second: { personId: 'b'.repeat(26), name: 'Imogen Sampleford', position: 'Head of Year 9' },
    computer: { name: 'Review laptop', location: 'Office 3', assetNo: 'EHS-LT-0417' },
    authority: {
      givenBy: { personId: 'c'.repeat(26), name: 'Harriet Exemplar', position: 'Headteacher' },
      givenAt: '2026-11-17T09:05:00.000Z',
      document: 'Letter of 17 November 2026',
    },
    visits: [
      visit(1, {
        judgement: 'concern',
        reason: 'The post invites pupils to name a pupil.',
        exhibitRefs: ['RJT/1'],
      }),
      visit(2, { judgement: 'no-concern', reason: null }),
      visit(3, { judgement: 'concern', reason: 'Page is gone.', failure: 'could not be reached' }),
    ],
    conclusions: ['The concern has substance. Year team to speak to those named.'],
    judgement: null,
    caFingerprint: `sha256:${'0123456789abcdef'.repeat(4)}`,
    supersedes: null,
    ...change,
  };
}

/** One visit of the record. */
export function visit(number: number, change: Partial<FormVisit> = {}): FormVisit {
  return {
    number,
    address: `https://chatterly.example/post/${4470 + number}`,
    finalAddress: null,
    openedAt: '2026-11-17T10:41:52.000Z',
    reason: 'It names a pupil.',
    judgement: 'concern',
    failure: null,
    exhibitRefs: [],
    ...change,
  };
}
