import type { ReactElement } from 'react';
import { call } from '../api.ts';
import { counted } from '../format.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import classes from './shell.module.css';

/** The last minute before an idle pause. Spoken once, not every second. */
export function IdleWarning({ secondsLeft }: { readonly secondsLeft: number }): ReactElement {
  return (
    <section className={classes.over} aria-label="About to pause">
      <p className="hidden" role="status">
        Nobody has touched the computer. The sitting pauses within a minute.
      </p>
      <Notice
        kind="attention"
        icon="deadline"
        title={`The sitting pauses in ${counted(secondsLeft, 'second')}`}
      >
        <p>Nobody has touched the computer. A pause loses nothing: both sign in again to go on.</p>
        <div>
          <Button onPress={() => void call('sitting.still-here', {})}>We are still here</Button>
        </div>
      </Notice>
    </section>
  );
}
