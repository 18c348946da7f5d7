import type { ReactElement } from 'react';
import { call } from '../api.ts';
import { Icon } from '../parts/icon.tsx';
import classes from './stop-button.module.css';

/**
 * STOP. Acts when the click is released, never asks, is never disabled and never waits. Its key is
 * taken by the main process before any page or field sees it.
 */
export function StopButton({ stopKey }: { readonly stopKey: string }): ReactElement {
  return (
    <button
      type="button"
      className={classes.stop}
      aria-keyshortcuts={stopKey}
      onClick={() => void call('stop.press', {})}
    >
      <Icon name="stop" />
      STOP
      <kbd aria-hidden="true">{stopKey}</kbd>
    </button>
  );
}
