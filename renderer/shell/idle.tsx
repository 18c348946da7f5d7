import type { ReactElement } from 'react';
import { call } from '../api.ts';
import { counted } from '../format.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import classes from './shell.module.css';

/** The last minute before an idle pause. Spoken once, not every second. */
export function IdleWarning(props: {
  readonly secondsLeft: number;
  /** True while new recovery sheets are being made: those are void after a pause. */
  readonly sheets: boolean;
}): ReactElement {
  const what = props.sheets ? 'The making of new sheets ends' : 'The sitting pauses';
  return (
    <section className={classes.over} aria-label="About to pause">
      <p className="hidden" role="status">
        Nobody has touched the computer. {what} within a minute.
      </p>
      <Notice
        kind="attention"
        icon="deadline"
        title={`${what} in ${counted(props.secondsLeft, 'second')}`}
      >
        <p>
          Nobody has touched the computer.{' '}
          {props.sheets
            ? 'New sheets made so far are void then; the old ones stay good.'
            : 'A pause loses nothing: both sign in again to go on.'}
        </p>
        <div>
          <Button onPress={() => void call('sitting.still-here', {})}>We are still here</Button>
        </div>
      </Notice>
    </section>
  );
}
