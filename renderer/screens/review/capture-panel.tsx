import { useState, type ReactElement } from 'react';
import type { AppView, ReviewView } from '../../../src/contract/views.ts';
import { firstNameOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { AgreementPair } from '../../parts/agreement.tsx';
import { Action, Button } from '../../parts/button.tsx';
import { CheckBox } from '../../parts/choices.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import { Progress } from '../../parts/progress.tsx';
import { GrowingPicture } from './growing-picture.tsx';
import classes from './panel.module.css';

/** Capture this page? Asked, agreed by both, then made. */
export function CapturePanel(props: {
  readonly review: ReviewView;
  readonly view: AppView;
}): ReactElement | null {
  const { review, view } = props;
  const propose = useCommand('agreement.propose');
  const drop = useCommand('agreement.drop');
  const cancel = useCommand('capture.cancel');
  const [secondLook, setSecondLook] = useState(false);
  if (review.progress !== null) {
    return (
      <section className={`${classes.section} ${classes.now}`}>
        <Progress
          progress={review.progress}
          cancelSays="If you cancel, nothing is kept. That you tried stays on record. STOP works too."
          onCancel={() => void cancel.run({})}
        />
        {review.progress.captureId === null ? null : (
          <GrowingPicture captureId={review.progress.captureId} />
        )}
      </section>
    );
  }
  if (review.current === null) return null;
  const { agreement } = review;
  if (agreement?.what === 'capture') {
    return (
      <section className={`${classes.section} ${classes.now}`} aria-label="Capture this page?">
        <h2>Capture this page?</h2>
        <p className={layout.small}>
          Each of you: <b>“{agreement.statement}”</b>
        </p>
        <AgreementPair agreement={agreement} first={view.first} second={view.second} />
        <p className={layout.caption} role="status">
          {waitingFor(agreement.firstAgreedAt, agreement.secondAgreedAt, view)} The capture begins
          when both have agreed. It keeps a picture of the page, its text and its facts.{' '}
          <b>Any doubt? Press STOP. You don’t have to be sure.</b>
        </p>
        <div>
          <Button kind="quiet" busy={drop.busy} onPress={() => void drop.run({})}>
            Don’t capture it
          </Button>
        </div>
      </section>
    );
  }
  return (
    <section
      className={
        review.captureRefusal === null ? `${classes.section} ${classes.now}` : classes.section
      }
    >
      <h2>Capture this page?</h2>
      {propose.failure === null ? null : <FailureNotice {...propose.failure} />}
      <Action
        wide
        kind="primary"
        icon="capture"
        busy={propose.busy}
        refusal={review.captureRefusal}
        why="Nothing is kept until both of you have agreed. You can review without capturing."
        onPress={() => void propose.run({ what: 'capture', secondLook })}
      >
        Capture this page…
      </Action>
      {review.captureRefusal === null ? (
        <>
          <CheckBox
            id="second-look"
            checked={secondLook}
            onChange={setSecondLook}
            describedBy="second-look-says"
          >
            Ask the site for this page a second time as well
          </CheckBox>
          <p id="second-look-says" className={layout.caption}>
            It shows whether the site gives others the same. The site can see that it was asked
            again. No picture is taken of it.
          </p>
        </>
      ) : null}
    </section>
  );
}

function waitingFor(first: string | null, second: string | null, view: AppView): string {
  const left = view.first === null ? 'the first' : firstNameOf(view.first.name);
  const right = view.second === null ? 'the second' : firstNameOf(view.second.name);
  if (first === null && second === null) return `Waiting for ${left} and ${right}.`;
  if (first === null) return `Waiting for ${left}.`;
  return second === null ? `Waiting for ${right}.` : 'Both have agreed.';
}
