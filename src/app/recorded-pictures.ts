import type { CaptureRecord, InnerPart, WithoutOverlays } from '#src/capture/record.ts';

/** One picture of a capture, put together from its own pieces. */
export interface RecordedPictureParts {
  /** `page`, `without-overlays`, `inner-1` and so on. */
  readonly key: string;
  readonly name: string;
  /** What it is and where it ends, in plain words. */
  readonly caption: string;
  /** 0 where only the picture itself says it, as `heightPx`. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pieces from top to bottom; places in px of the picture. */
  readonly tiles: readonly { readonly object: string; readonly x: number; readonly y: number }[];
}

/** Key of the picture of the page as it stood. */
export const PAGE_PICTURE = 'page';

/** Every picture of a capture that shows more than a moment: the page itself first; none without any. */
export function picturesOf(record: CaptureRecord): readonly RecordedPictureParts[] {
  const { picture, withoutOverlays } = record;
  if (picture === null || picture.tiles.length === 0) return viewOnly(record);
  const { widthPx, heightPx, tiles, capsReached, devicePixelRatio } = picture;
  const caption = ['The page as it stood.', ...capsReached.map(({ text }) => text)].join(' ');
  return [
    { key: PAGE_PICTURE, name: 'The page', caption, widthPx, heightPx, tiles },
    ...(withoutOverlays === null ? [] : secondOf(withoutOverlays)),
    ...picture.inner
      .filter(({ tiles: own }) => own.length > 0)
      .map((part) => innerOf(part, devicePixelRatio)),
  ];
}

/** Where the page could be pictured no further; the record doesn't say how large a view is, its PNG does. */
function viewOnly({ objects }: CaptureRecord): readonly RecordedPictureParts[] {
  const view = objects.find(({ role }) => role === 'viewport');
  if (view === undefined) return [];
  return [
    {
      ...{ key: 'view', name: 'What was in view at first', widthPx: 0, heightPx: 0 },
      caption: 'Only what was in view at first: the page could be pictured no further.',
      tiles: [{ object: view.name, x: 0, y: 0 }],
    },
  ];
}

function secondOf(facts: WithoutOverlays): readonly RecordedPictureParts[] {
  const { picture, hidden, remaining } = facts;
  if (picture === null || picture.tiles.length === 0) return [];
  const { widthPx, heightPx, tiles } = picture;
  const words = hidden.map((one) => `“${one.words.slice(0, 60)}”`).slice(0, 3);
  const caption = [
    'Not the page as it stood: for this second picture a script of Countersign hid what lay over the page,',
    `as both reviewers agreed (${words.join(', ')}).`,
    ...(remaining > 0 ? ['Some of it could not be hidden.'] : []),
  ].join(' ');
  const name = 'Without what lay over it';
  return [{ key: 'without-overlays', name, caption, widthPx, heightPx, tiles }];
}

function innerOf(part: InnerPart, dpr: number): RecordedPictureParts {
  const { tiles, kind, label, address, state, reason } = part;
  const right = Math.max(...tiles.map(({ x, width }) => x + width));
  const bottom = Math.max(...tiles.map(({ y, height }) => y + height));
  const what = {
    part: `A part of the page that scrolls inside itself (${label}).`,
    frame: `A frame of the page that scrolls inside itself (${address ?? label}).`,
    page: 'The page view by view, as its rows are there only while they are in view.',
  };
  const ends = state === 'whole' ? 'Pictured from its beginning to its end.' : (reason ?? '');
  return {
    key: `inner-${part.part}`,
    name: kind === 'page' ? 'The page, view by view' : `Part ${part.part}: ${label}`,
    caption: `${what[kind]} ${ends}`.trim(),
    widthPx: Math.max(right, Math.round(part.contentWidthCss * dpr)),
    heightPx: Math.max(bottom, Math.round(part.contentHeightCss * dpr)),
    tiles,
  };
}

/** What a capture has besides pictures of whole things, for the check and the exhibit page. */
export function partsFacts(
  record: CaptureRecord,
): { readonly name: string; readonly value: string }[] {
  const { picture, withoutOverlays, passingText, trace } = record;
  const inner = picture?.inner ?? [];
  const facts: { name: string; value: string }[] = [];
  const samples = picture?.samples ?? [];
  if (samples.length > 0) {
    const differ = samples.filter(({ different }) => (different ?? 0) > 0).length;
    const value = differ === 0 ? 'all alike' : `${differ} differ from the picture`;
    facts.push({ name: 'Places looked at again', value: `${samples.length}, ${value}` });
  }
  if (inner.length > 0) {
    facts.push({ name: 'Parts that scroll', value: innerWords(inner) });
    for (const part of inner.filter(({ state }) => state !== 'whole').slice(0, 5)) {
      const value = part.reason ?? 'Not pictured to its end.';
      facts.push({ name: `Part ${part.part}: ${part.label}`, value });
    }
  }
  if (passingText !== null) {
    const value = `${passingText.lines} lines, kept as text${passingText.cut ? ', cut' : ''}`;
    facts.push({ name: 'Text that came and went', value });
  }
  if (withoutOverlays !== null) {
    const { hidden, remaining, restored } = withoutOverlays;
    const value = `${hidden.length} hidden, ${remaining} left${restored ? '' : ', not put back'}`;
    facts.push({ name: 'What lay over the page', value });
  }
  const again = secondWords(trace.second);
  if (again !== null) facts.push({ name: 'Second request', value: again });
  return facts;
}

function innerWords(inner: readonly InnerPart[]): string {
  const of = (state: InnerPart['state']): number =>
    inner.filter((one) => one.state === state).length;
  return `${of('whole')} pictured whole, ${of('cut')} in part, ${of('listed')} not at all`;
}

/** What came of the second request in words; null where there was none. */
export function secondWords(second: CaptureRecord['trace']['second']): string | null {
  if (second === null) return null;
  if (second.same) return 'Gave the same';
  const { onlyFirst, onlySecond, status } = second;
  return `Gave something else: ${onlyFirst.lines} lines only at first, ${onlySecond.lines} only then, status ${status ?? 'none'}`;
}
