import type { ReactElement } from 'react';
import type { AppView } from '../../src/contract/views.ts';
import { useCommand } from '../hooks/use-command.ts';
import { Icon } from '../parts/icon.tsx';
import { Address } from '../parts/values.tsx';
import classes from './phase-bar.module.css';

/** In the trusted bar while a site may be sent to: which site, for how long still, and the way out. */
export function PhaseBar(props: { readonly phase: NonNullable<AppView['phase']> }): ReactElement {
  const { exception, site, secondsLeft } = props.phase;
  const end = useCommand('exception.phase-end');
  const isLogIn = exception === 'viewing-account';
  const name = isLogIn ? 'Log-in' : 'Dismissing a notice';
  return (
    <section className={classes.phase} aria-label={name}>
      {/* Said once, not every second. */}
      <p className="hidden" role="status">
        {isLogIn
          ? 'Log-in has begun. What you type goes to the site. Nothing can be captured.'
          : 'The notice can be dismissed now. Nothing can be captured.'}
      </p>
      <p className={classes.words}>
        <b>{name}</b> <Address>{site}</Address>
      </p>
      <p className={classes.left} role="timer">
        <Icon name="deadline" /> {clockOf(secondsLeft)} left
      </p>
      {isLogIn ? (
        <button
          type="button"
          aria-disabled={end.busy || undefined}
          onClick={() => {
            if (!end.busy) void end.run({ how: 'done', pressed: null });
          }}
        >
          We are logged in
        </button>
      ) : null}
      <button
        type="button"
        aria-disabled={end.busy || undefined}
        onClick={() => {
          if (!end.busy) void end.run({ how: 'given-up', pressed: null });
        }}
      >
        Give up
      </button>
    </section>
  );
}

/** `4:07`. */
function clockOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
