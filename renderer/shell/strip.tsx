import type { ReactElement } from 'react';
import type { AppView } from '../../src/contract/views.ts';
import { Icon } from '../parts/icon.tsx';
import classes from './strip.module.css';

/** What is being recorded and what isn't, on this very screen. */
export function Strip({ view }: { readonly view: AppView }): ReactElement {
  const { recording } = view;
  return (
    <footer
      className={`${classes.strip} no-print`}
      aria-label="What is being recorded"
      data-region="strip"
      data-behind=""
      tabIndex={-1}
    >
      <div className={classes.words} role="status">
        <span>
          <b>
            <Icon name={view.stopped ? 'locked' : 'recorded'} />{' '}
            {view.stopped ? 'Locked:' : 'Being recorded:'}
          </b>{' '}
          {recording.recorded}
        </span>
        {recording.counts.map((count) => (
          <span key={count}>{count}</span>
        ))}
        {recording.notRecorded === '' ? null : (
          <span>
            <b>Not recorded:</b> {recording.notRecorded}
          </span>
        )}
      </div>
      <span className={classes.computer}>
        {view.computer === null ? null : (
          <>
            <Icon name="computer" /> {view.computer} ·{' '}
          </>
        )}
        Countersign {view.version}
      </span>
    </footer>
  );
}
