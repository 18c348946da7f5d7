import { findCustodyGaps } from '#src/exhibit/custody.ts';
import { exhibitLabel } from '#src/exhibit/label.ts';
import type { AnsweredDoubt, CaptureAccount } from '#src/form/how-captured-input.ts';
import type { SheetExhibit } from '#src/form/input.ts';
import type { ReportedCapture } from '#src/form/technical-report.ts';
import type { InvestigationState } from '#src/investigation/state.ts';
import type { PackCapture, PackExhibit, PackInput, PackPart } from '#src/pack/input.ts';
import type { App } from './app.ts';
import type { RecordedAccount } from './capture-account.ts';
import { RECORD_NAME } from './make-capture.ts';
import { formPerson } from './record-input.ts';

type Documents = PackInput['documents'];

/** An exhibit with what its capture record says. */
interface Recorded {
  readonly exhibit: PackCapture;
  readonly recorded: RecordedAccount;
}

/**
 * What is printed for a pack from the exhibits, in memory only: labels and screenshot sheets (R20), "How
 * this was captured", the technical report. Nothing where no exhibit leaves.
 * @param printed - hears of each document
 */
export async function exportDocuments(
  app: App,
  state: InvestigationState,
  exhibits: readonly PackExhibit[],
  printed: (name: string) => void,
): Promise<Documents> {
  const marks = marksOf(app);
  const captured = exhibits.flatMap((one) => (one.kind === 'capture' ? recordedOf(app, one) : []));
  const parts = exhibits.flatMap((one) => (one.kind === 'sub-exhibit' ? [one] : []));
  if (captured.length === 0) return [];
  const print = async (name: string, html: string): Promise<Documents[number]> => {
    printed(name);
    return { name, mediaType: 'application/pdf', bytes: await app.ports.pdf.print(html) };
  };
  const { documents } = app.ports;
  const captures = captured.map((one) => accountOf(state, one));
  const reported = captured.map(reportedOf);
  return [
    await print('how-this-was-captured.pdf', await documents.howCaptured({ ...marks, captures })),
    ...(await sheets(app, state, { captured, parts }, print)),
    await print(
      'technical-report.pdf',
      await documents.technicalReport({ ...marks, captures: reported }),
    ),
  ];
}

function marksOf(app: App) {
  const { settings } = app.opened().vault;
  return {
    ...{ schoolName: settings.schoolName, reference: app.investigation().reference },
    ...{ demonstration: settings.demonstration, preview: app.ports.software.preview },
  };
}

function fileOf(exhibit: PackExhibit, name: string): Uint8Array | undefined {
  return exhibit.files.find((file) => file.name === name)?.bytes;
}

function recordedOf(app: App, exhibit: PackCapture): readonly Recorded[] {
  const bytes = fileOf(exhibit, RECORD_NAME);
  return bytes === undefined ? [] : [{ exhibit, recorded: app.ports.capture.accountOf(bytes) }];
}

function accountOf(state: InvestigationState, { exhibit, recorded }: Recorded): CaptureAccount {
  const answers =
    state.exhibits.find(({ exhibitId }) => exhibitId === exhibit.exhibitId)?.answers ?? [];
  const doubts = recorded.doubts.map(({ doubtId, question, fact }): AnsweredDoubt => ({
    ...{ question, fact },
    answer: answers.find((one) => one.doubtId === doubtId)?.reason ?? 'no answer is recorded',
  }));
  const { exhibitRef, record } = exhibit;
  return { ...recorded.account, exhibitRef, digest: record.exhibit.digest, doubts };
}

function reportedOf({ exhibit, recorded }: Recorded): ReportedCapture {
  const { exhibitRef, record } = exhibit;
  return { exhibitRef, digest: record.exhibit.digest, record: recorded.record };
}

/** None where there is no picture, or no reviewer to sign them. */
async function sheets(
  app: App,
  state: InvestigationState,
  {
    captured,
    parts,
  }: { readonly captured: readonly Recorded[]; readonly parts: readonly PackPart[] },
  print: (name: string, html: string) => Promise<Documents[number]>,
): Promise<Documents> {
  const reviewerIds = state.facts?.reviewerIds;
  const shown = captured.flatMap((one) => [
    ...sheetExhibit(app, one),
    ...parts
      .filter(({ parentRef }) => parentRef === one.exhibit.exhibitRef)
      .flatMap((part) => sheetPart(app, state, part, one.exhibit)),
  ]);
  if (shown.length === 0 || reviewerIds === undefined) return [];
  const html = await app.ports.documents.screenshotSheet({
    ...marksOf(app),
    first: formPerson(app, reviewerIds[0]),
    second: formPerson(app, reviewerIds[1]),
    exhibits: shown,
  });
  return [await print('screenshot-sheet.pdf', html)];
}

function sheetPart(
  app: App,
  state: InvestigationState,
  part: PackPart,
  whole: PackCapture,
): readonly SheetExhibit[] {
  const mark = state.parts.find(({ exhibitId }) => exhibitId === part.exhibitId)?.mark;
  if (mark === undefined) return [];
  const { exhibitRef, record } = part;
  const { address, capturedAt } = whole;
  const { username, displayName, shownAt, said, why, px, css, parents } = mark;
  return [
    {
      ...{ exhibitRef, address, capturedAt, digest: record.exhibit.digest },
      ...{ widthPx: px.width, heightPx: px.height },
      tiles: part.files.map(({ bytes }) => bytes),
      others: [],
      label: exhibitLabel(record.exhibit, record.custody),
      gaps: findCustodyGaps(record.custody, app.now()).map(({ text }) => text),
      part: {
        ...{ parentRef: part.parentRef, username, displayName, shownAt, said, why, css, px },
        parents: parents.map(({ name, digest }) => ({ name, digest })),
      },
    },
  ];
}

function sheetExhibit(app: App, { exhibit, recorded }: Recorded): readonly SheetExhibit[] {
  const { picture } = recorded.account;
  if (picture === null) return [];
  const { exhibitRef, address, capturedAt, record } = exhibit;
  const { widthPx, heightPx } = picture;
  const tiles = recorded.tileNames.flatMap((name) => fileOf(exhibit, name) ?? []);
  const others = recorded.others.map(({ tileNames, ...one }) => ({
    ...one,
    tiles: tileNames.flatMap((name) => fileOf(exhibit, name) ?? []),
  }));
  const label = exhibitLabel(record.exhibit, record.custody);
  const gaps = findCustodyGaps(record.custody, app.now()).map(({ text }) => text);
  const { digest } = record.exhibit;
  const size = { widthPx, heightPx, tiles };
  return [{ exhibitRef, address, capturedAt, digest, ...size, others, label, gaps, part: null }];
}
