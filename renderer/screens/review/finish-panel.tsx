import type { ReactElement } from 'react';
import type { ReviewView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import classes from './panel.module.css';

/** The end of the review: no more pages, the record is next. */
export function FinishPanel({ review }: { readonly review: ReviewView }): ReactElement {
  const complete = useCommand('review.complete');
  const go = useCommand('screen.go');
  return (
    <section className={classes.section}>
      {complete.failure === null ? null : <FailureNotice {...complete.failure} />}
      <Action
        wide
        busy={complete.busy}
        refusal={review.completeRefusal}
        why="Then no more pages are opened, and both of you check and sign the record."
        onPress={() => void complete.run({})}
      >
        The review is finished
      </Action>
      <Action kind="quiet" onPress={() => void go.run({ to: 'investigation' })}>
        Back to the overview
      </Action>
    </section>
  );
}
