import { EvidenceError } from '#src/core/errors.ts';
import { openContent } from '#src/vault/investigation-keys.ts';
import { RECORD_NAME } from '../make-capture.ts';
import { PART_NAME } from '../marking.ts';
import { openExhibit } from '../open-exhibit.ts';
import { record } from '../recording.ts';
import { withBoth } from '../with-both.ts';
import type { UseCase } from '../use-case.ts';

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
      const png = await opened.open(PART_NAME);
      check();
      return { png: new Uint8Array(png), scale: 1 };
    }
    const recordBytes = await opened.open(RECORD_NAME);
    const picture = await app.ports.capture.preview(recordBytes, (name) => opened.open(name));
    check();
    if (picture === null)
      throw new EvidenceError('CAPTURE_UNKNOWN', 'exhibit expected a picture, got none');
    return { png: new Uint8Array(picture.png), scale: picture.scale };
  });
};
