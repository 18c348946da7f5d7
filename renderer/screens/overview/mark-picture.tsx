import { useRef, type PointerEvent, type ReactElement } from 'react';
import type { ChannelInput } from '../../../src/contract/channels.ts';
import { TextField } from '../../parts/field.tsx';
import { Picture } from '../../parts/picture.tsx';
import classes from './mark-part.module.css';

/** A rectangle of the page, whole css px. */
export type Css = ChannelInput<'part.propose'>['css'];

/** The picture to drag on, and the same four numbers as fields for the keyboard. */
export function MarkPicture(props: {
  readonly png: Uint8Array;
  readonly alt: string;
  /** Of the whole page, css px. */
  readonly width: number;
  readonly height: number;
  readonly css: Css;
  readonly onChange: (css: Css) => void;
}): ReactElement {
  const { width, height, css, onChange } = props;
  const from = useRef<{ x: number; y: number } | null>(null);
  const at = (event: PointerEvent<HTMLDivElement>): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: within(((event.clientX - box.left) / box.width) * width, width),
      y: within(((event.clientY - box.top) / box.height) * height, height),
    };
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const start = from.current;
    if (start === null) return;
    const end = at(event);
    onChange({
      ...{ x: Math.min(start.x, end.x), y: Math.min(start.y, end.y) },
      ...{ width: Math.abs(end.x - start.x), height: Math.abs(end.y - start.y) },
    });
  };
  const percent = (value: number, of: number): string => `${(value / of) * 100}%`;
  return (
    <>
      <div className={classes.frame} tabIndex={0} role="region" aria-label="The picture; scrolls">
        <div
          className={classes.board}
          onPointerDown={(event) => {
            event.preventDefault();
            event.currentTarget.setPointerCapture(event.pointerId);
            from.current = at(event);
          }}
          onPointerMove={drag}
          onPointerUp={(event) => {
            drag(event);
            from.current = null;
          }}
          onPointerCancel={() => {
            from.current = null;
          }}
        >
          <Picture png={props.png} alt={props.alt} />
          {css.width > 0 && css.height > 0 ? (
            <div
              className={classes.box}
              style={{
                ...{ left: percent(css.x, width), top: percent(css.y, height) },
                ...{ width: percent(css.width, width), height: percent(css.height, height) },
              }}
            />
          ) : null}
        </div>
      </div>
      <div className={classes.numbers} role="group" aria-label="The part in numbers, CSS pixels">
        {NUMBERS.map(({ name, label }) => (
          <TextField
            key={name}
            id={`mark-${name}`}
            label={label}
            inputMode="numeric"
            maxLength={7}
            value={String(css[name])}
            onChange={(value) => {
              onChange({ ...css, [name]: Number(value.replace(/\D/g, '')) });
            }}
          />
        ))}
      </div>
    </>
  );
}

const NUMBERS = [
  { name: 'x', label: 'From the left' },
  { name: 'y', label: 'From the top' },
  { name: 'width', label: 'Width' },
  { name: 'height', label: 'Height' },
] as const;

function within(value: number, most: number): number {
  return Math.max(0, Math.min(Math.round(value), Math.floor(most)));
}
