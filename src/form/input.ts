import type { Digest } from '#src/core/digest.ts';
import type { ExhibitLabel } from '#src/exhibit/label.ts';

/** A person as a form prints them. */
export interface FormPerson {
  readonly personId: string;
  readonly name: string;
  readonly position: string;
}

/** One row of `Web site(s) address / device | Reason for concern`. */
export interface FormVisit {
  readonly number: number;
  /** Inert text. */
  readonly address: string;
  readonly finalAddress: string | null;
  readonly openedAt: string;
  /** The reviewers' words, or null where both saw no concern. */
  readonly reason: string | null;
  /** `not-needed` where nothing was opened: it was tried and refused. */
  readonly judgement: 'open' | 'concern' | 'no-concern' | 'not-needed';
  /** E.g. `could not be reached`; null where the page was shown. */
  readonly failure: string | null;
  readonly exhibitRefs: readonly string[];
}

/** What the school decided once senior staff judged. */
export interface FormJudgement {
  readonly substance: boolean;
  readonly reasons: string;
  readonly outcome: string;
  readonly actions: readonly string[];
  readonly by: readonly FormPerson[];
  readonly at: string;
}

/** Everything "Record of reviewing devices / Internet sites" is filled from. @see procedure.md §1.2, §9a */
export interface RecordOfReviewInput {
  readonly version: number;
  readonly schoolName: string;
  readonly reference: string;
  readonly demonstration: boolean;
  readonly preview: boolean;
  /** `Investigators` unless the school changed it. */
  readonly investigatorsLabel: string;
  readonly date: string;
  readonly reason: string;
  readonly scope: string;
  readonly first: FormPerson;
  readonly second: FormPerson;
  readonly computer: { readonly name: string; readonly location: string; readonly assetNo: string };
  readonly authority: {
    readonly givenBy: FormPerson;
    readonly givenAt: string;
    readonly document: string;
  };
  readonly visits: readonly FormVisit[];
  readonly conclusions: readonly string[];
  /** Null in the first version. */
  readonly judgement: FormJudgement | null;
  readonly caFingerprint: Digest;
  /** Version that this one supersedes; null for the first. */
  readonly supersedes: number | null;
}

/** One exhibit as printed: its label, then its screenshot sheets (R20). */
export interface SheetExhibit {
  readonly exhibitRef: string;
  readonly address: string;
  readonly capturedAt: string;
  /** Of the evidential copy, or of the capture record where there are several tiles. */
  readonly digest: Digest;
  readonly widthPx: number;
  readonly heightPx: number;
  /** PNG tiles in page order; none where it has no picture. */
  readonly tiles: readonly Uint8Array[];
  /** Pictures besides that of the page as it stood, each with what it is. */
  readonly others: readonly {
    readonly caption: string;
    readonly widthPx: number;
    readonly heightPx: number;
    readonly tiles: readonly Uint8Array[];
  }[];
  readonly label: ExhibitLabel;
  /** What its continuity does not account for, a sentence each. */
  readonly gaps: readonly string[];
  /** Set for a part of an exhibit. */
  readonly part: SheetPart | null;
}

interface SheetBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What was marked in the picture of an exhibit, and what stands there. */
export interface SheetPart {
  readonly parentRef: string;
  readonly username: string;
  readonly displayName: string;
  readonly shownAt: string;
  readonly said: string;
  readonly why: string;
  readonly css: SheetBox;
  readonly px: SheetBox;
  readonly parents: readonly { readonly name: string; readonly digest: Digest }[];
}

/** What a screenshot sheet is filled from. */
export interface ScreenshotSheetInput {
  readonly schoolName: string;
  readonly reference: string;
  readonly demonstration: boolean;
  readonly preview: boolean;
  readonly first: FormPerson;
  readonly second: FormPerson;
  readonly exhibits: readonly SheetExhibit[];
}
