import type { InvestigationFacts } from '#src/vault/statement.ts';
import type { Vault } from '#src/vault/vault.ts';

const CAPTURE_ENDS = ['capture-kept', 'capture-discarded', 'capture-failed', 'capture-stopped'];
const VISIT_ENDS = ['visit-finished', 'visit-failed', 'visit-refused'];
const SITTING_ENDS = ['sitting-paused', 'sitting-ended', 'locked'];

/**
 * What was under way when the app last ended without being closed, from the kinds of the entries alone:
 * those are readable before anybody has signed in.
 * @returns words, or null when the last sitting was paused, ended or stopped
 */
export function underWayBefore(vault: Vault): string | null {
  const last = lastOpened(vault);
  if (last === null) return null;
  const { investigationId, reference } = last;
  const kinds = [...vault.ledger(vault.originOf(investigationId)).readEntries()].map(
    ({ kind }) => kind,
  );
  const started = kinds.lastIndexOf('sitting-started');
  if (started < 0 || lastOf(kinds, SITTING_ENDS) > started) return null;
  const since = kinds.slice(started);
  const parts = [
    ...(unfinished(since, 'capture-started', CAPTURE_ENDS)
      ? ['a capture that was not kept, which nobody can open']
      : []),
    ...(unfinished(since, 'visit-started', VISIT_ENDS) ? ['a page that was loading'] : []),
  ];
  const what = parts.length === 0 ? 'no capture and no page load' : parts.join(' and ');
  return `A sitting on ${reference}: ${what}.`;
}

/** The one that was opened last: an older crash in another has been told at the start that followed it. */
function lastOpened(vault: Vault): InvestigationFacts | null {
  return vault
    .investigations()
    .filter(({ state, lastOpenedAt }) => state === 'open' && lastOpenedAt !== null)
    .reduce<InvestigationFacts | null>(
      (latest, facts) =>
        (facts.lastOpenedAt ?? '') > (latest?.lastOpenedAt ?? '') ? facts : latest,
      null,
    );
}

function unfinished(kinds: readonly string[], begins: string, ends: readonly string[]): boolean {
  return kinds.lastIndexOf(begins) > lastOf(kinds, ends);
}

function lastOf(kinds: readonly string[], any: readonly string[]): number {
  return Math.max(...any.map((kind) => kinds.lastIndexOf(kind)));
}
