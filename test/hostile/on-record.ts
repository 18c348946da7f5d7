import { fromUtf8 } from '#src/core/bytes.ts';
import { PEOPLE } from '#scripts/demo/people.ts';
import { readObject } from '#src/app/open-exhibit.ts';
import { RECORD_NAME } from '#src/app/make-capture.ts';
import { parseCaptureRecord } from '#src/capture/record-codec.ts';
import type { CaptureRecord } from '#src/capture/record.ts';
import { decryptAge } from '#src/crypto/age-file.ts';
import type { InvestigationEvent } from '#src/investigation/events.ts';
import { openContent, openExhibitKey } from '#src/vault/investigation-keys.ts';
import { entriesOf, withVault, type OpenedCopy } from '#test/support/e2e-vault.ts';
import type { OnRecord } from '#test/support/site/hostile/page.ts';
import type { Ran } from './kit.ts';

type Kept = Extract<InvestigationEvent, { kind: 'capture-kept' }>;

/**
 * What stands on record of each run, read from the vault with the product's own code.
 * @param home - the app's `userData`; the app must have ended
 */
export async function onRecord(
  home: string,
  investigationId: string,
  ran: readonly Ran[],
): Promise<readonly OnRecord[]> {
  return await withVault(home, async (opened) => {
    const { vault, unlock } = opened;
    const byVisit = eventsByVisit(await entriesOf(opened, investigationId));
    const people = [await unlock(PEOPLE.first), await unlock(PEOPLE.second)] as const;
    const content = await openContent(vault, investigationId, people);
    const found: OnRecord[] = [];
    for (const { seen, visits } of ran) {
      const events = [...byVisit]
        .filter(([number]) => number >= visits[0] && number <= visits[1])
        .flatMap(([, some]) => some);
      const kept = events.find((event) => event.kind === 'capture-kept');
      const read =
        kept === undefined ? null : await readKept(opened, investigationId, content, kept);
      found.push({ ...seen, events, record: read?.record ?? null, text: read?.text ?? '' });
    }
    return found;
  });
}

function eventsByVisit(
  entries: readonly { readonly event: InvestigationEvent | null }[],
): ReadonlyMap<number, readonly InvestigationEvent[]> {
  const byVisit = new Map<number, InvestigationEvent[]>();
  let current: InvestigationEvent[] = [];
  for (const { event } of entries) {
    if (event === null) continue;
    if (event.kind === 'visit-started') {
      current = [];
      byVisit.set(event.number, current);
    }
    current.push(event);
  }
  return byVisit;
}

async function readKept(
  { vault, store }: OpenedCopy,
  investigationId: string,
  content: string,
  kept: Kept,
): Promise<{ readonly record: CaptureRecord; readonly text: string }> {
  const identity = await openExhibitKey(vault, investigationId, kept.captureId, content);
  const open = async (name: string): Promise<Uint8Array | null> => {
    const file = kept.files.find((one) => one.name === name);
    return file === undefined
      ? null
      : await decryptAge(await readObject(store, file.objectId), identity);
  };
  const record = await open(RECORD_NAME);
  if (record === null) throw new Error('a capture without its record');
  const text = await open('text.txt');
  return {
    record: parseCaptureRecord(record),
    text: text === null ? '' : fromUtf8(text),
  };
}
