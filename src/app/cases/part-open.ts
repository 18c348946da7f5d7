import { fromUtf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { openToMarkRefusal } from '#src/investigation/marking.ts';
import { openContent } from '#src/vault/investigation-keys.ts';
import { RECORD_NAME } from '../make-capture.ts';
import { stopMarking } from '../marking.ts';
import { openExhibit } from '../open-exhibit.ts';
import { noteRefusal, record, refusalError } from '../recording.ts';
import { withBoth } from '../with-both.ts';
import type { UseCase } from '../use-case.ts';

const TEXT_NAME = 'text.txt';
const MAX_LINES = 5000;
const MAX_LINE = 1000;

/** Both open an exhibit to mark parts of its picture; that they looked is on record first. */
export const openForMarking: UseCase<'part.open'> = async (app, { exhibitId, credentials }) => {
  const { investigationId, folded } = app.investigation();
  return withBoth(app, 'propose-part', credentials, async (people, signerIds) => {
    const refusal = openToMarkRefusal(folded.state, app.context(signerIds));
    if (refusal !== null) {
      noteRefusal(app, 'propose-part', refusal, signerIds);
      throw refusalError(refusal);
    }
    stopMarking(app);
    record(app, { kind: 'look-at-exhibit', exhibitId }, { signerIds });
    const exhibit = folded.state.exhibits.find((one) => one.exhibitId === exhibitId);
    if (exhibit === undefined)
      throw new EvidenceError('CAPTURE_UNKNOWN', 'exhibit expected to be known, got another');
    const check = app.stillWanted();
    const content = await openContent(app.opened().vault, investigationId, people);
    const opened = await openExhibit(app, investigationId, exhibit, content);
    const recordBytes = await opened.open(RECORD_NAME);
    const picture = app.ports.capture.pictureOf(recordBytes);
    const preview = await app.ports.capture.preview(recordBytes, (name) => opened.open(name));
    const text = exhibit.files.some(({ name }) => name === TEXT_NAME)
      ? fromUtf8(await opened.open(TEXT_NAME))
      : '';
    check();
    if (preview === null || picture === null)
      throw new EvidenceError('CAPTURE_UNKNOWN', 'exhibit expected a picture, got none');
    app.live.marking = { parentId: exhibitId, opened, record: recordBytes, cut: null };
    const ratio = picture.devicePixelRatio;
    return {
      ...{ png: new Uint8Array(preview.png), scale: preview.scale, ratio },
      ...{ width: picture.widthPx / ratio, height: picture.heightPx / ratio },
      lines: linesOf(text),
    };
  });
};

/** Lines that say something, cut where there are very many or very long ones. */
function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .slice(0, MAX_LINES)
    .map((line) => line.slice(0, MAX_LINE));
}
