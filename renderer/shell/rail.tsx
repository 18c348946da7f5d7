import type { ReactElement } from 'react';
import type { AppView, RailStep } from '../../src/contract/views.ts';
import { Icon } from '../parts/icon.tsx';
import { railSteps } from '../roles.ts';
import classes from './rail.module.css';

/** Eight steps, you are here. A list, not buttons: steps can't be skipped. */
export function Rail(props: {
  readonly step: RailStep;
  readonly stopped: AppView['stopped'];
}): ReactElement {
  const here = railSteps.findIndex((step) => step.step === props.step);
  return (
    <nav
      className={`${classes.rail} no-print`}
      aria-label="Where this investigation is"
      data-behind=""
    >
      <ol>
        {railSteps.map((step, index) => {
          const halted = props.stopped && index === here;
          const kind = index < here ? classes.done : halted ? classes.halted : '';
          return (
            <li
              key={step.step}
              className={`${kind} ${index === here ? classes.here : ''}`}
              aria-current={index === here ? 'step' : undefined}
            >
              <span className={classes.dot}>
                {index < here ? <Icon name="done" /> : halted ? <Icon name="stop" /> : index + 1}
              </span>
              <span>
                {halted ? `Stopped in ${step.name.toLowerCase()}` : step.name}
                {index < here ? <span className="hidden">, done</span> : null}
                {index === here ? (
                  <span className={classes.place}>, you are here, step {index + 1} of 8</span>
                ) : null}
              </span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
