import type { ReactElement } from 'react';
import type { AppView, CaptureCheckView, ReviewView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { AgreementPair } from '../../parts/agreement.tsx';
import { Action, Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import classes from './panel.module.css';

/** Something lies over the page: capture it again with that hidden for a second picture? Both are asked. */
export function OverlayChoice(props: {
  readonly check: CaptureCheckView;
  readonly review: ReviewView;
  readonly view: AppView;
}): ReactElement | null {
  const { check, view } = props;
  const { agreement } = props.review;
  const again = useCommand('capture.again');
  const drop = useCommand('agreement.drop');
  if (agreement?.what === 'overlays') {
    return (
      <section className={`${classes.section} ${classes.now}`} aria-label="Capture it again?">
        <h2>Capture it again, with the overlay hidden as well?</h2>
        <p className={layout.small}>
          Each of you: <b>“{agreement.statement}”</b>
        </p>
        <AgreementPair agreement={agreement} first={view.first} second={view.second} />
        <p className={layout.caption}>
          When both have agreed, this capture is let go and a new one begins. It pictures the page
          as it stands first. <b>Any doubt? Press STOP. You don’t have to be sure.</b>
        </p>
        <div>
          <Button kind="quiet" busy={drop.busy} onPress={() => void drop.run({})}>
            Leave it as it is
          </Button>
        </div>
      </section>
    );
  }
  if (!check.mayHideOverlays) return null;
  return (
    <section className={classes.section} aria-label="What lies over the page">
      <h2>Something lies over the page</h2>
      <p className={layout.small}>
        It is in the picture as it stood. A new capture can hold a second picture as well, without
        it: a script of Countersign hides it for that, and the record says so.
      </p>
      {again.failure === null ? null : <FailureNotice {...again.failure} />}
      <Action
        wide
        busy={again.busy}
        why="Both of you are asked for your sitting codes. This capture is then let go; that it was made stays on record."
        onPress={() => void again.run({ captureId: check.captureId })}
      >
        Capture again with the overlay hidden as well…
      </Action>
    </section>
  );
}
