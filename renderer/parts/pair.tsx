import type { ReactElement, ReactNode } from 'react';
import type { Half } from '../../src/contract/values.ts';
import type { PersonView } from '../../src/contract/views.ts';
import { Icon } from './icon.tsx';
import classes from './pair.module.css';
import { Person } from './person.tsx';

/** Two halves, first on the left, second on the right, as the two sit. */
export function Pair(props: {
  readonly label: string;
  readonly stacked?: boolean;
  readonly first: ReactNode;
  readonly second: ReactNode;
}): ReactElement {
  return (
    <div
      role="group"
      aria-label={props.label}
      className={props.stacked === true ? `${classes.pair} ${classes.stacked}` : classes.pair}
    >
      {props.first}
      {props.second}
    </div>
  );
}

/** One half: who, and either what they still have to do or what they have done. */
export function HalfBox(props: {
  readonly half: Half;
  readonly person: PersonView | null;
  readonly note?: ReactNode;
  readonly done?: ReactNode;
  readonly children?: ReactNode;
}): ReactElement {
  const done = props.done !== undefined && props.done !== null;
  return (
    <div
      role="group"
      aria-label={`${props.half === 'first' ? 'First' : 'Second'}: ${props.person?.name ?? 'nobody yet'}`}
      className={done ? `${classes.half} ${classes.signed}` : classes.half}
    >
      <Person
        half={props.half}
        person={props.person}
        note={props.note ?? (props.half === 'first' ? 'On the left' : 'On the right')}
      />
      {done ? (
        <p className={classes.done}>
          <Icon name="done" />
          <span>{props.done}</span>
        </p>
      ) : null}
      {props.children}
    </div>
  );
}
