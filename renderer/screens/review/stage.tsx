import { useRef, type ReactElement } from 'react';
import type { AppView, ReviewView } from '../../../src/contract/views.ts';
import { shortTimeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { wordsFor } from '../../messages.ts';
import { Icon } from '../../parts/icon.tsx';
import { Address } from '../../parts/values.tsx';
import { PicturesDialogue } from './pictures-dialogue.tsx';
import classes from './stage.module.css';
import { useBounds } from './use-bounds.ts';

/** Where the page is shown: everything inside the heavy border comes from outside. */
export function Stage(props: {
  readonly review: ReviewView;
  readonly view: AppView;
}): ReactElement {
  const { review } = props;
  const frame = useRef<HTMLDivElement>(null);
  const asking = review.agreement?.what === 'pictures';
  const shown = !asking && review.current !== null && review.current.outcome !== 'refused';
  useBounds(frame, shown);
  return (
    <section className={classes.stage} aria-label="Page under review">
      <div className={classes.head}>
        <PictureSwitch review={review} />
        <span className={classes.off}>
          <Icon name="off" />{' '}
          {scriptsMaySend(review)
            ? 'Forms, log-in, downloads and sound are off. This site’s scripts may send'
            : 'Posting, log-in, downloads and sound are off'}
        </span>
        {shown ? <IntoThePage /> : null}
      </div>
      <div className={classes.frame}>
        <div ref={frame} className={classes.inside} data-stage="">
          <Inside review={review} />
        </div>
      </div>
      {asking && review.agreement !== null ? (
        <PicturesDialogue
          agreement={review.agreement}
          first={props.view.first}
          second={props.view.second}
        />
      ) : null}
    </section>
  );
}

function scriptsMaySend({ exceptions: { site, list } }: ReviewView): boolean {
  return list.some((one) => one.endedAt === null && one.site === site);
}

/** The way into the page for people who use the keyboard; seen while it has the focus. */
function IntoThePage(): ReactElement {
  const focus = useCommand('review.focus');
  return (
    <button
      type="button"
      className={classes.into}
      data-region="page"
      onClick={() => void focus.run({})}
    >
      Go into the page with <kbd>Enter</kbd>, come back with <kbd>F6</kbd>
    </button>
  );
}

function PictureSwitch({ review }: { readonly review: ReviewView }): ReactElement {
  const off = useCommand('review.pictures-off');
  const propose = useCommand('agreement.propose');
  const plain = review.pictures === 'plain';
  const free = review.current !== null && review.progress === null;
  return (
    <>
      <span className={classes.legend}>Pictures</span>
      <span className={classes.segments} role="group" aria-label="Pictures on this site">
        <button
          type="button"
          aria-pressed={!plain}
          onClick={() => {
            if (plain) void off.run({});
          }}
        >
          Not loaded
        </button>
        <button
          type="button"
          aria-pressed={plain}
          aria-disabled={!free || undefined}
          onClick={() => {
            if (!plain && free) void propose.run({ what: 'pictures' });
          }}
        >
          Plain{plain ? '' : '…'}
        </button>
      </span>
      <span className={classes.said} role="status">
        {plain && review.picturesAgreedAt !== null ? (
          <>
            <Icon name="done" /> Both agreed, {shortTimeOf(review.picturesAgreedAt)}
          </>
        ) : (
          <>
            <Icon name="hidden" /> No picture is asked for from the site
          </>
        )}
      </span>
    </>
  );
}

function Inside({ review }: { readonly review: ReviewView }): ReactElement {
  const { current } = review;
  if (current === null) {
    return (
      <div className={classes.words}>
        <p className={classes.title}>No page is open</p>
        <p>Type an address in the bar above and press Enter. It is shown as text first.</p>
      </div>
    );
  }
  if (current.failure !== null || current.outcome === 'failed' || current.outcome === 'refused') {
    const words = wordsFor(current.failure?.code ?? 'PAGE_FAILED', current.failure?.message);
    return (
      <div className={classes.words}>
        <p className={classes.title}>{words.what}</p>
        <p>
          <Address>{current.address}</Address>
        </p>
        <p>
          {words.safe} {words.act}
        </p>
        <p className={classes.code}>{current.failure?.code ?? 'PAGE_FAILED'}</p>
      </div>
    );
  }
  return (
    <div className={classes.words}>
      <p className={classes.title}>
        {current.outcome === 'loading' ? 'The page is on its way' : 'The page stands here'}
      </p>
      <p>
        <Address>{current.finalAddress ?? current.address}</Address>
      </p>
    </div>
  );
}
