import type { ReactElement } from 'react';
import type { ProgressView } from '../../src/contract/views.ts';
import { Button } from './button.tsx';
import layout from './layout.module.css';
import classes from './progress.module.css';

/** How far something has come. Said aloud at the start, at each quarter and at the end. */
export function Progress(props: {
  readonly progress: ProgressView;
  readonly onCancel?: () => void;
  readonly cancelSays?: string;
  /** 2 where nothing but the screen's own heading stands above it. */
  readonly level?: 2 | 3;
}): ReactElement {
  const { progress } = props;
  const Heading = props.level === 2 ? 'h2' : 'h3';
  const quarter = progress.total === 0 ? 0 : Math.floor((progress.done / progress.total) * 4) * 25;
  return (
    <div className={layout.stackS}>
      <div className={`${layout.row} ${layout.between}`}>
        <Heading>{progress.name}</Heading>
        <span className={layout.caption}>
          {progress.done} of {progress.total} steps
        </span>
      </div>
      <progress
        className={classes.bar}
        aria-label={progress.name}
        value={progress.done}
        max={Math.max(progress.total, 1)}
      />
      <p className="hidden" role="status">
        {progress.name}, {quarter} %
      </p>
      <div className={`${layout.row} ${layout.between}`}>
        <span className={layout.small}>
          {progress.step}
          {progress.part === null || progress.part.total < 2
            ? null
            : `, ${progress.part.done.toLocaleString('en-GB')} of ${progress.part.total.toLocaleString('en-GB')}`}
        </span>
        {progress.cancellable && props.onCancel !== undefined ? (
          <Button onPress={props.onCancel}>Cancel</Button>
        ) : null}
      </div>
      {props.cancelSays === undefined ? null : <p className={layout.caption}>{props.cancelSays}</p>}
    </div>
  );
}
