import type { NetworkFacts } from '../network-schema.ts';
import type { ArchiveFacts } from '../record.ts';
import type { Work } from '../work.ts';
import { MHTML_NAME, WACZ_NAME } from './names.ts';

/** What the capture record says of the archive; null where none was agreed to. */
export function archiveFactsOf(work: Work, network: NetworkFacts): ArchiveFacts | null {
  const consent = work.context.archive;
  if (consent === undefined) return null;
  const counts = work.found.archive;
  const object = (name: string): string | null =>
    work.objects.some((one) => one.name === name) ? name : null;
  const wacz = object(WACZ_NAME);
  const known = new Set(counts?.seen);
  const later = network.exchanges
    .filter(({ no }) => wacz !== null && !known.has(no))
    .map(({ no }) => ({ no, reason: 'began after the archive was made' }));
  return {
    attestedBy: [...consent.attestedBy],
    agreementId: consent.agreementId,
    wacz,
    mhtml: object(MHTML_NAME),
    responses: wacz === null ? 0 : (counts?.responses ?? 0),
    revisits: wacz === null ? 0 : (counts?.revisits ?? 0),
    bodyBytes: wacz === null ? 0 : (counts?.bodyBytes ?? 0),
    removedValues: counts?.removedValues ?? 0,
    notKept: [...(counts?.notKept ?? []), ...later].map(({ no, reason }) => ({
      no,
      reason: reason.slice(0, 300),
    })),
  };
}

/** Say in `missing` what the archive lacks, by reason. */
export function noteNotKept(work: Work, archive: ArchiveFacts | null): void {
  if (archive === null || archive.notKept.length === 0) return;
  const reasons = new Map<string, number>();
  for (const { reason } of archive.notKept) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const parts = [...reasons].map(([reason, count]) => `${count} (${reason})`);
  const text = `The archive lacks bodies of ${archive.notKept.length} exchanges: ${parts.join(', ')}.`;
  work.miss('ARCHIVE_INCOMPLETE', 'archive', text.length > 500 ? `${text.slice(0, 498)}…` : text);
}
