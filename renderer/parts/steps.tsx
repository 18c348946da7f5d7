import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import classes from './steps.module.css';

/** One step of a list of steps. */
export interface Step {
  readonly key: string;
  readonly name: string;
  readonly answer?: ReactNode;
  readonly state: 'done' | 'current' | 'to-come';
  readonly onOpen?: (() => void) | undefined;
}

/** The numbered list at the left: what has been answered, where we are, what is to come. */
export function Steps(props: {
  readonly label: string;
  readonly steps: readonly Step[];
}): ReactElement {
  return (
    <nav aria-label={props.label} className={classes.nav}>
      <ol className={classes.steps}>
        {props.steps.map((step, index) => (
          <li
            key={step.key}
            className={classes[step.state === 'to-come' ? 'later' : step.state]}
            aria-current={step.state === 'current' ? 'step' : undefined}
          >
            <span className={classes.dot}>
              {step.state === 'done' ? <Icon name="done" /> : <b>{index + 1}</b>}
            </span>
            <span className={classes.words}>
              {step.onOpen === undefined ? (
                <span className={classes.name}>{step.name}</span>
              ) : (
                <button type="button" className={classes.open} onClick={step.onOpen}>
                  {step.name}
                </button>
              )}
              {step.state === 'done' ? <span className="hidden">, done</span> : null}
              {step.state === 'current' ? (
                <span className={classes.place}>
                  step {index + 1} of {props.steps.length}
                </span>
              ) : null}
              {step.answer === undefined ? null : (
                <span className={classes.answer}>{step.answer}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
