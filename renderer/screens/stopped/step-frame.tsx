import type { ReactElement, ReactNode } from 'react';
import layout from '../../parts/layout.module.css';
import classes from './stopped.module.css';

/** One of the four steps after a stop, under its heading. */
export function StepFrame(props: {
  readonly number: 1 | 2 | 3 | 4;
  readonly title: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className={layout.stack} aria-labelledby="step">
      <div className={`${layout.row} ${layout.between}`}>
        <h2 id="step" className={classes.title}>
          {props.title}
        </h2>
        <span className={layout.caption}>Step {props.number} of 4</span>
      </div>
      {props.children}
    </section>
  );
}
