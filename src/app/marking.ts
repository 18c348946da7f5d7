import { EvidenceError } from '#src/core/errors.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { App } from './app.ts';
import type { FoldedEntry } from './folded.ts';
import { record } from './recording.ts';

/** Name of the one file of a part. */
export const PART_NAME = 'part.png';

/** Forget the exhibit that is open for marking, with its key; a part that waits for both is dropped. */
export function stopMarking(app: App): void {
  const { live } = app;
  if (live.marking === null) return;
  const waits = live.investigation?.folded.state.agreement?.what === 'part';
  live.marking = null;
  if (waits && live.sitting?.open === true) record(app, { kind: 'drop-agreement' });
}

/**
 * Keep what both agreed to, encrypted to the key of its whole: so what holds for that, a stop above all,
 * holds for the part.
 * @throws {EvidenceError} CAPTURE_UNKNOWN - the exhibit was closed meanwhile
 */
export async function keepMarked(app: App): Promise<void> {
  const { marking } = app.live;
  const { marked } = app.investigation().folded.state;
  const cut = marking?.cut ?? null;
  if (marking === null || cut === null || cut.agreementId !== marked?.agreementId)
    throw new EvidenceError('CAPTURE_UNKNOWN', 'exhibit expected to be open, got a closed one');
  const check = app.stillWanted();
  const bytes = cut.png;
  const stored = await app.opened().store.objects.put(await marking.opened.encrypt(bytes));
  check();
  const { objectId, fileDigest, fileBytes } = stored;
  const [digest, sizeBytes] = [digestOf(bytes), bytes.length];
  const file = { name: PART_NAME, mediaType: 'image/png', objectId, digest, sizeBytes };
  record(
    app,
    { kind: 'keep-part', exhibitId: app.newId(), markedAt: app.now(), file },
    {
      objects: [
        { objectId, plaintextDigest: digest, plaintextBytes: sizeBytes, fileDigest, fileBytes },
      ],
    },
  );
  marking.cut = null;
}

/**
 * R22: who reported it stands in nothing that leaves. Found only where the two may read the name: it is
 * kept from reviewers, who attest instead that they have not written it.
 */
export function namesReporter(entries: readonly FoldedEntry[], texts: readonly string[]): boolean {
  const all = plain(texts.join('\n'));
  return entries.some(
    ({ event }) => event?.kind === 'reporter-named' && all.includes(plain(event.name)),
  );
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
