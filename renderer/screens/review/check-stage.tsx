import type { ReactElement } from 'react';
import type { CaptureCheckView } from '../../../src/contract/views.ts';
import { counted } from '../../format.ts';
import { useFetched } from '../../hooks/use-fetched.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { Picture } from '../../parts/picture.tsx';
import { Digest } from '../../parts/values.tsx';
import classes from './stage.module.css';

/** The picture as it would be kept, in place of the page. */
export function CheckStage({ check }: { readonly check: CaptureCheckView }): ReactElement {
  const { value: shot, failure } = useFetched(
    'capture.preview',
    { captureId: check.captureId },
    check.digest,
  );
  return (
    <section className={classes.stage} aria-label="The picture, as it would be kept">
      <div className={classes.head}>
        <span className={classes.legend}>The picture, as it would be kept</span>
        <StateBadge state={check.state} />
        <span className={`${classes.said} num`}>
          {check.widthPx.toLocaleString('en-GB')} × {check.heightPx.toLocaleString('en-GB')} px ·{' '}
          {counted(check.tiles, 'part')}
        </span>
      </div>
      <div className={classes.frame}>
        <div
          className={classes.shot}
          tabIndex={0}
          role="region"
          aria-label="Picture of the page; scrolls"
        >
          {failure === null ? null : <FailureNotice {...failure} />}
          {shot === null ? null : (
            <Picture png={shot.png} scale={shot.scale} alt="The page as it was captured" />
          )}
        </div>
      </div>
      <div className={classes.digest}>
        <Digest label="SHA-256 digest" value={check.digest} />
      </div>
    </section>
  );
}
