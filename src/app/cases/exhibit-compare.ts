import { EvidenceError } from '#src/core/errors.ts';
import { inOrderOfCapture } from '#src/investigation/comparing.ts';
import type { Exhibit } from '#src/investigation/state.ts';
import { openContent } from '#src/vault/investigation-keys.ts';
import type { ComparedOnShow, ComparedSide, StoredCapture } from '../capture-port.ts';
import { RECORD_NAME } from '../make-capture.ts';
import { openExhibit } from '../open-exhibit.ts';
import { record } from '../recording.ts';
import { withBoth } from '../with-both.ts';
import type { UseCase } from '../use-case.ts';

/** Both look at two captures side by side, with what changed; that they did is on record first. */
export const compareExhibits: UseCase<'exhibit.compare'> = async (app, input) => {
  const { exhibitIds, credentials } = input;
  const { investigationId, folded } = app.investigation();
  return withBoth(app, 'compare-exhibits', credentials, async (people, signerIds) => {
    record(app, { kind: 'compare-exhibits', exhibitIds }, { signerIds });
    const both = inOrderOfCapture(folded.state, exhibitIds);
    if (both === null)
      throw new EvidenceError('CAPTURE_UNKNOWN', 'exhibits expected to be known, got others');
    const check = app.stillWanted();
    const content = await openContent(app.opened().vault, investigationId, people);
    const stored = async (exhibit: Exhibit): Promise<StoredCapture> => {
      const opened = await openExhibit(app, investigationId, exhibit, content);
      const open = async (name: string): Promise<Uint8Array> => {
        const bytes = await opened.open(name);
        // Each file anew: a stop ends it between two of them.
        check();
        return bytes;
      };
      return { record: await open(RECORD_NAME), open };
    };
    const [earlier, later] = both;
    const compared = await app.ports.capture.compare(await stored(earlier), await stored(later));
    check();
    return {
      words: [...compared.words],
      earlier: sideOf(earlier, compared.earlier, compared.pictures.earlier),
      later: sideOf(later, compared.later, compared.pictures.later),
      facts: compared.facts.map((fact) => ({ ...fact })),
      text: {
        ...compared.text,
        notes: [...compared.text.notes],
        lines: compared.text.lines.map((line) => ({ ...line })),
      },
      pictures: { state: compared.pictures.state, notes: [...compared.pictures.notes] },
      requests: requestsOf(compared.requests),
    };
  });
};

function sideOf(
  { exhibitId, exhibitRef, address, capturedAt }: Exhibit,
  { caption, sheets }: ComparedSide,
  bands: readonly { readonly topCss: number; readonly heightCss: number }[],
) {
  return {
    ...{ exhibitId, exhibitRef, address, capturedAt, caption },
    sheets: sheets.map(({ png, ...place }) => ({ png: new Uint8Array(png), ...place })),
    bands: bands.map((band) => ({ ...band })),
  };
}

type Requests = ComparedOnShow['requests'];

function requestsOf({ changed, appeared, gone, unknown, same }: Requests) {
  const copy = ({ count, addresses }: Requests['changed']) => ({
    count,
    addresses: [...addresses],
  });
  return {
    ...{ changed: copy(changed), appeared: copy(appeared), gone: copy(gone) },
    ...{ unknown: copy(unknown), same },
  };
}
