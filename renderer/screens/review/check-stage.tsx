import type { ReactElement } from 'react';
import type { CaptureCheckView } from '../../../src/contract/views.ts';
import { counted } from '../../format.ts';
import { useFetched } from '../../hooks/use-fetched.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { Picture } from '../../parts/picture.tsx';
import { Pictures, type Shown } from '../../parts/pictures.tsx';
import { Digest } from '../../parts/values.tsx';
import classes from './stage.module.css';

/** Fetched for as long as it is shown; the one before it is gone by then. */
function Sheet(props: { readonly check: CaptureCheckView; readonly shown: Shown }): ReactElement {
  const { check, shown } = props;
  const { picture, sheet } = shown;
  const { value: shot, failure } = useFetched(
    'capture.sheet',
    { captureId: check.captureId, picture: picture.key, sheet },
    check.digest,
  );
  return (
    <div className={classes.frame}>
      <div
        className={classes.shot}
        tabIndex={0}
        role="region"
        aria-label="Picture of the page; scrolls"
      >
        {failure === null ? null : <FailureNotice {...failure} />}
        {shot === null && failure === null ? (
          // An empty frame would look like a page with nothing on it.
          <p className={classes.words} role="status">
            The picture is being put on the screen…
          </p>
        ) : null}
        {shot === null ? null : (
          <Picture png={shot.png} scale={shot.scale} alt={altOf(picture.name, shown)} />
        )}
      </div>
    </div>
  );
}

function NoPicture(): ReactElement {
  return (
    <div className={classes.frame}>
      <div className={classes.inside}>
        <div className={classes.words}>
          <p className={classes.title}>There is no picture of this page</p>
          <p>What could be recorded stands beside it, and what is missing.</p>
        </div>
      </div>
    </div>
  );
}

function altOf(name: string, { picture, sheet }: Shown): string {
  const what = picture.key === 'page' ? 'The page as it was captured' : name;
  return picture.sheets > 1 ? `${what}, sheet ${sheet + 1} of ${picture.sheets}` : what;
}

/** The picture as it would be kept, in place of the page. */
export function CheckStage({ check }: { readonly check: CaptureCheckView }): ReactElement {
  return (
    <section className={classes.stage} aria-label="The picture, as it would be kept">
      <div className={classes.head}>
        <span className={classes.legend}>The picture, as it would be kept</span>
        <StateBadge state={check.state} />
        <span className={`${classes.said} num`}>
          {check.tiles === 0
            ? 'Not the whole page'
            : `${check.widthPx.toLocaleString('en-GB')} × ${check.heightPx.toLocaleString('en-GB')} px · ${counted(check.tiles, 'part')}`}
        </span>
      </div>
      {check.pictures.length === 0 ? <NoPicture /> : null}
      <Pictures key={check.captureId} pictures={check.pictures}>
        {(shown) => (
          <Sheet key={`${shown.picture.key}-${shown.sheet}`} check={check} shown={shown} />
        )}
      </Pictures>
      <div className={classes.digest}>
        <Digest label="SHA-256 digest" value={check.digest} />
      </div>
    </section>
  );
}
