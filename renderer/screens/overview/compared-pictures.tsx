import { useState, type ReactElement } from 'react';
import type { ChannelOutput } from '../../../src/contract/channels.ts';
import { counted, dateTimeOf } from '../../format.ts';
import { Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { Picture } from '../../parts/picture.tsx';
import { Address } from '../../parts/values.tsx';
import classes from './compare.module.css';

type Compared = ChannelOutput<'exhibit.compare'>;
type Side = Compared['earlier'];
type Sheet = Side['sheets'][number];
type Band = Side['bands'][number];

/** Both pictures sheet by sheet together, what differs outlined on each. */
export function ComparedPictures({ compared }: { readonly compared: Compared }): ReactElement {
  const { earlier, later, pictures } = compared;
  const [sheet, setSheet] = useState(0);
  const sheets = Math.max(earlier.sheets.length, later.sheets.length);
  return (
    <section className={layout.stackS} aria-labelledby="compared-pictures">
      <h3 id="compared-pictures">The pictures</h3>
      <p className={layout.small}>
        {PICTURES[pictures.state]}
        {pictures.notes.map((note) => ` ${note}`)}
      </p>
      {sheets > 1 ? (
        <div className={layout.row} role="group" aria-label="Sheets of both pictures">
          <Button
            refusal={sheet === 0 ? 'These are the first sheets' : null}
            onPress={() => {
              setSheet(sheet - 1);
            }}
          >
            Sheets above
          </Button>
          <span className="num" role="status">
            Sheets {sheet + 1} of {sheets}
          </span>
          <Button
            refusal={sheet === sheets - 1 ? 'These are the last sheets' : null}
            onPress={() => {
              setSheet(sheet + 1);
            }}
          >
            Sheets below
          </Button>
        </div>
      ) : null}
      <div className={classes.pair}>
        <OneSide name="Earlier" side={earlier} sheet={sheet} />
        <OneSide name="Later" side={later} sheet={sheet} />
      </div>
    </section>
  );
}

const PICTURES: Readonly<Record<Compared['pictures']['state'], string>> = {
  same: 'Every row of pixels is the same.',
  differs: 'What differs is outlined; what only moved up or down is not.',
  'not-compared': 'Nothing is outlined.',
};

function OneSide(props: {
  readonly name: string;
  readonly side: Side;
  readonly sheet: number;
}): ReactElement {
  const { name, side } = props;
  const sheet = side.sheets[props.sheet];
  const bands = sheet === undefined ? [] : bandsOn(sheet, side.bands);
  const what = `${name}: ${side.exhibitRef}`;
  return (
    <div className={layout.stackS}>
      <h4>{what}</h4>
      <p className={layout.small}>
        {dateTimeOf(side.capturedAt)}
        <br />
        <Address>{side.address}</Address>
      </p>
      {sheet === undefined ? (
        <p className={`${layout.small} ${layout.muted}`}>
          {side.sheets.length === 0 ? side.caption : 'This picture has ended above.'}
        </p>
      ) : (
        <div
          className={classes.shot}
          tabIndex={0}
          role="region"
          aria-label={`${what}, the picture; scrolls`}
        >
          <div className={classes.board}>
            <Picture png={sheet.png} alt={`The page as it was captured in ${side.exhibitRef}`} />
            {bands.map(({ top, height }) => (
              <div
                key={top}
                className={classes.band}
                style={{ top: `${top * 100}%`, height: `${height * 100}%` }}
              />
            ))}
          </div>
        </div>
      )}
      <p className={layout.caption}>{bandWords(side.bands)}</p>
    </div>
  );
}

/** Where the bands lie on a sheet, as shares of its height. */
function bandsOn(
  { topCss, heightCss }: Sheet,
  bands: readonly Band[],
): readonly { readonly top: number; readonly height: number }[] {
  return bands.flatMap((band) => {
    const top = Math.max(0, (band.topCss - topCss) / heightCss);
    const bottom = Math.min(1, (band.topCss + band.heightCss - topCss) / heightCss);
    return bottom <= top ? [] : [{ top, height: bottom - top }];
  });
}

/** The same in words: an outline alone tells nothing to whoever can't see it. */
function bandWords(bands: readonly Band[]): string {
  if (bands.length === 0) return 'No stretch of this picture is outlined.';
  const places = bands
    .slice(0, 6)
    .map(({ topCss, heightCss }) => `${topCss} to ${topCss + heightCss}`);
  const more = bands.length > places.length ? ' and so on' : '';
  return `${counted(bands.length, 'stretch', 'stretches')} outlined, CSS pixels from the top: ${places.join(', ')}${more}.`;
}
