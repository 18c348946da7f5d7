import type { ReactElement } from 'react';
import type { ReviewView } from '../../../src/contract/views.ts';
import { shortTimeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Icon } from '../../parts/icon.tsx';
import classes from './stage.module.css';

/**
 * Not loaded, veiled, plain: to the left is one click for either, to the right asks both, one step at a time.
 * @param declined - who did not agree last, in words; null where nobody was asked since
 */
export function PictureSwitch(props: {
  readonly review: ReviewView;
  readonly declined: string | null;
}): ReactElement {
  const { review } = props;
  const { pictures } = review;
  const off = useCommand('review.pictures-off');
  const plainOff = useCommand('review.plain-off');
  const propose = useCommand('agreement.propose');
  const free = review.current !== null && review.progress === null;
  return (
    <>
      <span className={classes.legend}>Pictures</span>
      <span className={classes.segments} role="group" aria-label="Pictures on this site">
        <button
          type="button"
          aria-pressed={pictures === 'not-loaded'}
          onClick={() => {
            if (pictures !== 'not-loaded') void off.run({});
          }}
        >
          Not loaded
        </button>
        <button
          type="button"
          aria-pressed={pictures === 'veiled'}
          aria-disabled={!free || undefined}
          onClick={() => {
            if (pictures === 'plain') void plainOff.run({});
            if (pictures === 'not-loaded' && free) void propose.run({ what: 'veiled' });
          }}
        >
          <Icon name="hidden" /> Veiled{pictures === 'not-loaded' ? '…' : ''}
        </button>
        <button
          type="button"
          aria-pressed={pictures === 'plain'}
          aria-disabled={!free || pictures === 'not-loaded' || undefined}
          aria-describedby="pictures-said"
          onClick={() => {
            if (pictures === 'veiled' && free) void propose.run({ what: 'pictures' });
          }}
        >
          Plain{pictures === 'plain' ? '' : '…'}
        </button>
      </span>
      <span className={classes.said} role="status" id="pictures-said">
        <Said {...props} />
      </span>
    </>
  );
}

function Said(props: {
  readonly review: ReviewView;
  readonly declined: string | null;
}): ReactElement {
  const { picturesAgreedAt } = props.review;
  if (props.declined !== null) return <>{props.declined}</>;
  if (picturesAgreedAt !== null) {
    return (
      <>
        <Icon name="done" /> Both agreed, {shortTimeOf(picturesAgreedAt)}
      </>
    );
  }
  return (
    <>
      <Icon name="hidden" /> No picture is asked for. Veiled comes before plain
    </>
  );
}
