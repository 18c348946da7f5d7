import { useRef, useState, type ReactElement } from 'react';
import type { AppView, ReviewView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { wordsFor } from '../../messages.ts';
import { Icon } from '../../parts/icon.tsx';
import { Address } from '../../parts/values.tsx';
import { PictureSwitch } from './picture-switch.tsx';
import { isAboutPictures, PicturesDialogue } from './pictures-dialogue.tsx';
import classes from './stage.module.css';
import { useBounds } from './use-bounds.ts';
import { VeiledPage } from './veiled.tsx';

/** Where the page is shown: everything inside the heavy border comes from outside. */
export function Stage(props: {
  readonly review: ReviewView;
  readonly view: AppView;
}): ReactElement {
  const { review } = props;
  const frame = useRef<HTMLDivElement>(null);
  const asking = isAboutPictures(review.agreement) ? review.agreement : null;
  const veiled = review.pictures === 'veiled';
  const open = review.current !== null && review.current.outcome !== 'refused';
  // A veiled page lies under the screens: it needs its room below a dialogue too.
  const shown = open && (asking === null || veiled);
  const page = `${review.current?.visitId ?? ''} ${review.pictures}`;
  const [kept, setKept] = useState<{ readonly page: string; readonly said: string } | null>(null);
  useBounds(frame, shown);
  return (
    <section className={classes.stage} aria-label="Page under review">
      <div className={classes.head}>
        <PictureSwitch
          review={review}
          declined={asking === null && kept?.page === page ? kept.said : null}
        />
        <span className={classes.off}>
          <Icon name="off" /> {offWords(props)}
        </span>
        {shown && !veiled ? <IntoThePage /> : null}
      </div>
      <div className={classes.frame}>
        <div ref={frame} className={classes.inside} data-stage="">
          <Inside review={review} />
        </div>
      </div>
      {asking !== null ? (
        <PicturesDialogue
          key={asking.what}
          agreement={asking}
          first={props.view.first}
          second={props.view.second}
          onKept={(said) => {
            setKept({ page, said });
          }}
        />
      ) : null}
    </section>
  );
}

function offWords({
  review,
  view,
}: {
  readonly review: ReviewView;
  readonly view: AppView;
}): string {
  if (view.phase?.exception === 'viewing-account')
    return 'Capture, downloads and sound are off. This site’s log-in may send';
  if (view.phase !== null)
    return 'Forms, capture, downloads and sound are off. This site’s notice may send';
  const { site, list } = review.exceptions;
  const isOn = (exception: (typeof list)[number]['exception']): boolean =>
    list.some((one) => one.endedAt === null && one.site === site && one.exception === exception);
  if (isOn('viewing-account'))
    return 'Logged in with the school’s account. Posting, downloads and sound are off';
  return isOn('script-posts')
    ? 'Forms, log-in, downloads and sound are off. This site’s scripts may send'
    : 'Posting, log-in, downloads and sound are off';
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

function titleOf({ proxyQuestion }: ReviewView, { outcome }: { readonly outcome: string }): string {
  if (outcome !== 'loading') return 'The page stands here';
  return proxyQuestion === null
    ? 'The page is on its way'
    : 'The page waits: the school’s proxy asks first';
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
  if (review.pictures === 'veiled') return <VeiledPage page={current.visitId} />;
  return (
    <div className={classes.words}>
      <p className={classes.title}>{titleOf(review, current)}</p>
      <p>
        <Address>{current.finalAddress ?? current.address}</Address>
      </p>
    </div>
  );
}
