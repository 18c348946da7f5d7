import type { KeyboardEvent, ReactElement, WheelEvent } from 'react';
import type { ChannelInput } from '../../../src/contract/channels.ts';
import { useBlobUrl } from '../../hooks/use-blob-url.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { wordsFor } from '../../messages.ts';
import { Icon } from '../../parts/icon.tsx';
import { useVeiled } from './use-veiled.ts';
import classes from './veiled.module.css';

type By = ChannelInput<'review.scroll-veiled'>['by'];

const KEYS: Readonly<Record<string, By>> = {
  ArrowUp: 'line-up',
  ArrowDown: 'line-down',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'start',
  End: 'end',
};

/** The veiled page: a small grey blurred picture of it drawn large. It can be scrolled, and nothing in it clicked. */
export function VeiledPage({ page }: { readonly page: string }): ReactElement {
  const { png, failure } = useVeiled(page);
  const url = useBlobUrl(png, 'image/png');
  const scroll = useCommand('review.scroll-veiled');
  const move = (by: By): void => {
    if (!scroll.busy) void scroll.run({ by });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = KEYS[event.key];
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(by);
  };
  const onWheel = (event: WheelEvent): void => {
    if (event.deltaY !== 0) move(event.deltaY > 0 ? 'line-down' : 'line-up');
  };
  const words = failure === null ? null : wordsFor(failure.code, failure.message);
  return (
    <div
      className={classes.veiled}
      role="group"
      tabIndex={0}
      data-region="page"
      aria-label="The page, veiled"
      aria-describedby="veiled-words"
      onKeyDown={onKeyDown}
      onWheel={onWheel}
    >
      {url === null || words !== null ? (
        <div className={classes.none}>
          {words === null ? (
            <p>The veiled picture is on its way</p>
          ) : (
            <p role="status">
              There is no veiled picture now: {words.what}. {words.act}
            </p>
          )}
        </div>
      ) : (
        <img
          className={classes.picture}
          src={url}
          alt="The page as a small, grey, blurred picture"
          draggable={false}
        />
      )}
      <p id="veiled-words" className={classes.words}>
        <Icon name="hidden" /> <b>Veiled.</b> What is in view, small, grey and blurred. The arrow
        keys, Page up and Page down scroll it. Nothing in it can be clicked.
      </p>
    </div>
  );
}
