import type { ReactElement } from 'react';
import type { AppView, ReviewView } from '../../../src/contract/views.ts';
import { ArchiveChoice } from './archive-choice.tsx';
import { CapturePanel } from './capture-panel.tsx';
import { CheckPanel } from './check-panel.tsx';
import { CheckStage } from './check-stage.tsx';
import { ConcernPanel } from './concern-panel.tsx';
import { ExceptionsPanel } from './exceptions-panel.tsx';
import { ExhibitsPanel } from './exhibits-panel.tsx';
import { FinishPanel } from './finish-panel.tsx';
import { OverlayChoice } from './overlay-choice.tsx';
import classes from './panel.module.css';
import { ProxyQuestion } from './proxy-question.tsx';
import { Stage } from './stage.tsx';
import { VisitsPanel } from './visits-panel.tsx';

/** The review: the page on the left, what to do about it on the right. */
export function Review(props: {
  readonly review: ReviewView;
  readonly view: AppView;
}): ReactElement {
  const { review } = props;
  const { check } = review;
  return (
    <>
      <h1 className="hidden">Review</h1>
      {check === null ? <Stage {...props} /> : <CheckStage check={check} />}
      <div
        className={classes.panel}
        role="region"
        aria-label={check === null ? 'This visit' : 'This capture'}
        tabIndex={0}
        data-region="panel"
      >
        {check === null ? (
          <>
            <ProxyQuestion review={review} />
            <ConcernPanel review={review} />
            <CapturePanel {...props} />
            <ArchiveChoice key={review.current?.visitId ?? 'none'} {...props} />
            <ExceptionsPanel {...props} />
            <VisitsPanel review={review} />
            <ExhibitsPanel review={review} />
            <FinishPanel review={review} />
          </>
        ) : (
          <>
            <OverlayChoice check={check} {...props} />
            <CheckPanel key={check.captureId} check={check} />
          </>
        )}
      </div>
    </>
  );
}
