import { EvidenceError } from '#src/core/errors.ts';
import { openContent } from '#src/vault/investigation-keys.ts';
import type { PartMark } from '#src/investigation/events-review.ts';
import type { Part } from '#src/investigation/state.ts';
import type { ScaledPicture } from '../capture-port.ts';
import { RECORD_NAME } from '../make-capture.ts';
import { PART_NAME } from '../marking.ts';
import { openExhibit } from '../open-exhibit.ts';
import { record } from '../recording.ts';
import { withBoth } from '../with-both.ts';
import type { UseCase } from '../use-case.ts';

function sent({ png, scale }: ScaledPicture): { png: Uint8Array<ArrayBuffer>; scale: number } {
  return { png: new Uint8Array(png), scale };
}

function partPicture({ exhibitRef, parentRef, mark }: Part, picture: ScaledPicture) {
  const { width: widthPx, height: heightPx } = mark.px;
  const caption = `Cut from ${parentRef} as it was recorded.`;
  const name = `The part ${exhibitRef}`;
  return { key: 'part', name, caption, widthPx, heightPx, tiles: 1, sheets: [sent(picture)] };
}

/** What the two typed of it, in the order of S004 §9. */
function factsOf(mark: PartMark): { readonly name: string; readonly value: string }[] {
  const { username, displayName, shownAt, said, why } = mark;
  const typed = [
    ['User name', username || 'Not shown'],
    ['Display name', displayName || 'Not shown'],
    ['Date and time as shown', shownAt || 'Not shown'],
    ['What was said', said || 'Not shown'],
    ['Why this part', why],
  ] as const;
  return typed.map(([name, value]) => ({ name, value }));
}

/** Both look at an earlier exhibit together; that they did is on record first. */
export const lookAtExhibit: UseCase<'exhibit.look'> = async (app, { exhibitId, credentials }) => {
  const { investigationId, folded } = app.investigation();
  return withBoth(app, 'look-at-exhibit', credentials, async (people, signerIds) => {
    record(app, { kind: 'look-at-exhibit', exhibitId }, { signerIds });
    const { exhibits, parts } = folded.state;
    const exhibit = [...exhibits, ...parts].find((one) => one.exhibitId === exhibitId);
    if (exhibit === undefined)
      throw new EvidenceError('CAPTURE_UNKNOWN', 'exhibit expected to be known, got another');
    const check = app.stillWanted();
    const content = await openContent(app.opened().vault, investigationId, people);
    const opened = await openExhibit(app, investigationId, exhibit, content);
    if ('parentRef' in exhibit) {
      const picture = { png: await opened.open(PART_NAME), scale: 1 };
      check();
      return {
        ...sent(picture),
        pictures: [partPicture(exhibit, picture)],
        facts: factsOf(exhibit.mark),
      };
    }
    const recordBytes = await opened.open(RECORD_NAME);
    const picture = await app.ports.capture.preview(recordBytes, (name) => opened.open(name));
    check();
    if (picture === null)
      throw new EvidenceError('CAPTURE_UNKNOWN', 'exhibit expected a picture, got none');
    const pictures = picture.pictures.map((one) => ({ ...one, sheets: one.sheets.map(sent) }));
    return { ...sent(picture), pictures, facts: picture.facts.map((fact) => ({ ...fact })) };
  });
};
