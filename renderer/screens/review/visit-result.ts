import type { VisitView } from '../../../src/contract/views.ts';

/** What came of a visit, in words. */
export function resultOf(visit: VisitView, open: boolean): string {
  if (visit.exhibits.length > 0) return `Kept as ${visit.exhibits.join(', ')}`;
  if (visit.outcome === 'loading') return 'Loading';
  if (visit.outcome === 'refused') return 'Tried and refused by Countersign';
  if (visit.status !== null && visit.status >= 400) return `Answered ${visit.status}`;
  if (visit.outcome === 'failed') return 'Could not be shown';
  if (visit.outcome === 'left') return 'Left before it had finished loading';
  if (open) return 'Now open';
  return visit.judgement === 'open' ? 'Not judged yet' : 'Not captured';
}
