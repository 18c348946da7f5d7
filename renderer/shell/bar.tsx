import type { ReactElement, ReactNode } from 'react';
import { call } from '../api.ts';
import { Icon } from '../parts/icon.tsx';
import { Person } from '../parts/person.tsx';
import type { AppView } from '../../src/contract/views.ts';
import classes from './bar.module.css';
import { Mark } from './mark.tsx';
import { PhaseBar } from './phase-bar.tsx';
import { StopButton } from './stop-button.tsx';

/** The trusted bar: where we are, who is here, STOP. Dark in both schemes, outside every page. */
export function Bar(props: { readonly view: AppView; readonly address?: ReactNode }): ReactElement {
  const { view } = props;
  const reviewing = view.screen.kind === 'review';
  const settingUp = view.screen.kind === 'setup';
  return (
    <header
      className={`${classes.bar} ${reviewing ? classes.reviewing : ''} no-print`}
      data-region="bar"
      tabIndex={-1}
      aria-label="Countersign"
    >
      <div className={classes.mark}>
        <Mark />
        <span className={view.investigation === null ? undefined : 'hidden'}>Countersign</span>
      </div>
      <Where view={view} />
      {view.phase === null ? (
        (props.address ?? <span className={classes.fill} />)
      ) : (
        <PhaseBar phase={view.phase} />
      )}
      {settingUp ? null : (
        <div className={classes.people} role="group" aria-label="At the screen">
          <Person half="first" person={view.first} onBar />
          <Person half="second" person={view.second} onBar />
        </div>
      )}
      {view.signedIn && !view.stopped ? (
        <button
          type="button"
          className={classes.plain}
          onClick={() => void call('sitting.pause', { reason: 'pause' })}
        >
          Pause
        </button>
      ) : null}
      {view.stopped ? (
        <p className={classes.stopped}>
          <Icon name="stop" /> STOPPED
        </p>
      ) : (
        <StopButton stopKey={view.stopKey} />
      )}
    </header>
  );
}

function Where({ view }: { readonly view: AppView }): ReactElement {
  const marks = [
    ...(view.demonstration ? ['Demonstration'] : []),
    ...(view.preview ? ['Preview: not for live evidence'] : []),
  ];
  const { investigation } = view;
  const name = investigation?.reference ?? placeNames[view.screen.kind];
  const about = investigation === null ? view.schoolName : investigation.title;
  return (
    <div className={classes.where}>
      <b>{name}</b>
      {about === null ? null : <span>{about}</span>}
      {marks.length === 0 ? null : <span className={classes.marked}>{marks.join(' · ')}</span>}
    </div>
  );
}

const placeNames: Readonly<Record<AppView['screen']['kind'], string>> = {
  setup: 'Setting up',
  'sign-in': 'Sign-in',
  board: 'Investigations',
  'new-investigation': 'New investigation',
  investigation: 'Investigation',
  review: 'Review',
  record: 'Record',
  judge: 'Judgement',
  export: 'Export',
  stopped: 'Stopped',
  renewal: 'New recovery sheets',
  'cannot-open': 'Not opened',
};
