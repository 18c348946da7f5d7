import { useId, useState, type ReactElement, type ReactNode } from 'react';
import type { PictureView } from '../../src/contract/views.ts';
import { Button } from './button.tsx';
import layout from './layout.module.css';
import classes from './pictures.module.css';

/** Which picture and which of its sheets is on the screen. */
export interface Shown {
  readonly picture: PictureView;
  readonly sheet: number;
}

/**
 * The pictures of one capture, one at a time and a tall one sheet by sheet, so that a page of any height takes no
 * more of the screen's memory than one sheet.
 */
export function Pictures(props: {
  readonly pictures: readonly PictureView[];
  readonly children: (shown: Shown) => ReactNode;
}): ReactElement | null {
  const [key, setKey] = useState<string | null>(null);
  const [sheet, setSheet] = useState(0);
  const id = useId();
  const picture = props.pictures.find((one) => one.key === key) ?? props.pictures[0];
  if (picture === undefined) return null;
  const at = Math.min(sheet, Math.max(0, picture.sheets - 1));
  return (
    <>
      {props.pictures.length > 1 || picture.sheets > 1 ? (
        <div className={classes.choose}>
          {props.pictures.length > 1 ? (
            <div className={classes.which}>
              <label htmlFor={id}>Picture</label>
              <select
                id={id}
                value={picture.key}
                onChange={(event) => {
                  setKey(event.target.value);
                  setSheet(0);
                }}
              >
                {props.pictures.map(({ key: value, name }) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
          ) : null}
          {picture.sheets > 1 ? (
            <div className={layout.row} role="group" aria-label="Sheets of this picture">
              <Button
                refusal={at === 0 ? 'This is the first sheet' : null}
                onPress={() => {
                  setSheet(at - 1);
                }}
              >
                Sheet above
              </Button>
              <span className="num" role="status">
                Sheet {at + 1} of {picture.sheets}
              </span>
              <Button
                refusal={at === picture.sheets - 1 ? 'This is the last sheet' : null}
                onPress={() => {
                  setSheet(at + 1);
                }}
              >
                Sheet below
              </Button>
            </div>
          ) : null}
        </div>
      ) : null}
      {props.pictures.length > 1 || picture.key !== 'page' ? (
        <p className={picture.key === 'without-overlays' ? classes.altered : classes.caption}>
          <bdi>{picture.caption}</bdi>{' '}
          <span className="num">
            {picture.widthPx.toLocaleString('en-GB')} × {picture.heightPx.toLocaleString('en-GB')}{' '}
            px
          </span>
        </p>
      ) : null}
      {props.children({ picture, sheet: at })}
    </>
  );
}
