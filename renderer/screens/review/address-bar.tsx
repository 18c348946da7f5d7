import { useEffect, useState, type ReactElement } from 'react';
import type { ReviewView } from '../../../src/contract/views.ts';
import { inertText } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { wordsFor } from '../../messages.ts';
import { Icon } from '../../parts/icon.tsx';
import classes from './address-bar.module.css';

/** Back, Load again and the address. The field holds the committed address until somebody types. */
export function AddressBar({ review }: { readonly review: ReviewView }): ReactElement {
  const [typed, setTyped] = useState<string | null>(null);
  const open = useCommand('review.open');
  const back = useCommand('review.back');
  const again = useCommand('review.reload');
  const committed = inertText(review.address);
  useEffect(() => {
    setTyped(null);
  }, [review.address]);
  const halted = review.progress !== null || review.check !== null;
  const failure = open.failure;
  return (
    <form
      className={classes.address}
      aria-label="Address"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const address = (typed ?? review.address).trim();
        if (address === '' || halted) return;
        void open.run({ address });
      }}
    >
      <button
        type="button"
        aria-label="Back"
        aria-disabled={!review.canGoBack || halted || undefined}
        onClick={() => {
          if (review.canGoBack && !halted) void back.run({});
        }}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        aria-label="Load again"
        aria-disabled={review.current === null || halted || undefined}
        onClick={() => {
          if (review.current !== null && !halted) void again.run({});
        }}
      >
        <Icon name="again" />
      </button>
      <div className={classes.field}>
        <input
          id="address"
          aria-label="Address of the page under review"
          aria-describedby={failure === null ? undefined : 'address-error'}
          aria-invalid={failure === null ? undefined : true}
          value={typed ?? committed}
          spellCheck={false}
          autoComplete="off"
          maxLength={4096}
          onChange={(event) => {
            open.clear();
            setTyped(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped(null);
          }}
        />
        {failure === null ? null : (
          <p id="address-error" role="alert" className={classes.error}>
            {wordsFor(failure.code, failure.message).what}.{' '}
            {wordsFor(failure.code, failure.message).act}
          </p>
        )}
      </div>
      <button
        type="submit"
        className={classes.open}
        aria-disabled={halted || open.busy || undefined}
      >
        Open
      </button>
    </form>
  );
}
