import type { ReactElement, ReactNode } from 'react';
import type { Half } from '../../src/contract/values.ts';
import type { PersonView } from '../../src/contract/views.ts';
import classes from './person.module.css';

/** Two or three initials: filled for the first, outlined for the second, dashed for nobody. */
export function Tile({
  half,
  initials,
}: {
  readonly half: Half;
  readonly initials: string | null;
}): ReactElement {
  const kind = initials === null ? classes.absent : half === 'first' ? classes.first : '';
  return (
    <span className={`${classes.tile} ${kind}`} aria-hidden="true">
      {initials}
    </span>
  );
}

/** A person with tile, name and a line below it; a missing person is a dashed tile, never nothing. */
export function Person(props: {
  readonly half: Half;
  readonly person: PersonView | null;
  readonly note?: ReactNode;
  readonly absent?: string;
  readonly onBar?: boolean;
}): ReactElement {
  const { half, person } = props;
  return (
    <span className={props.onBar === true ? `${classes.person} ${classes.onBar}` : classes.person}>
      <Tile half={half} initials={person === null ? null : person.initials} />
      <span className={classes.words}>
        <b>{person === null ? (props.absent ?? 'Nobody yet') : person.name}</b>
        <span className={classes.note}>
          {props.note ?? (half === 'first' ? 'First reviewer' : 'Second reviewer')}
        </span>
      </span>
    </span>
  );
}
