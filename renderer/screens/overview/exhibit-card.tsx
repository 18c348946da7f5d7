import { useId, type ReactElement } from 'react';
import type { ExhibitView } from '../../../src/contract/views.ts';
import { dateTimeOf, sizeOf } from '../../format.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { Address, Digest, Facts } from '../../parts/values.tsx';
import classes from './overview.module.css';

/** One exhibit: reference in a box, facts and digest, never a thumbnail. */
export function ExhibitCard(props: {
  readonly exhibit: ExhibitView;
  readonly onLook: () => void;
}): ReactElement {
  const { exhibit } = props;
  const id = useId();
  return (
    <article
      className={exhibit.locked ? `${classes.exhibit} ${classes.locked}` : classes.exhibit}
      aria-labelledby={id}
    >
      <p className={classes.ref}>{exhibit.exhibitRef}</p>
      <div className={layout.stackS}>
        <div className={`${layout.row} ${layout.between}`}>
          <h3 id={id}>
            <span className="hidden">{exhibit.exhibitRef}: </span>
            {exhibit.locked ? 'Locked' : 'Picture and facts of one page'}
          </h3>
          <StateBadge state={exhibit.state} locked={exhibit.locked} />
        </div>
        {exhibit.locked ? (
          <p className={`${layout.small} ${layout.muted}`}>
            Nobody at the school can open it. Only its number, time and digest can be read.
          </p>
        ) : (
          <p className={layout.small}>
            <Address>{exhibit.address}</Address>
          </p>
        )}
        <Facts
          facts={[
            ['Captured', dateTimeOf(exhibit.capturedAt)],
            ['Size', sizeOf(exhibit.sizeBytes)],
            ...(exhibit.missing.length === 0 || exhibit.locked
              ? []
              : ([
                  [
                    'Missing',
                    exhibit.missing.join(exhibit.missing[0]?.endsWith('.') === true ? ' ' : ', '),
                  ],
                ] as const)),
          ]}
        />
        <Digest label="SHA-256" value={exhibit.digest} />
        {exhibit.locked ? null : (
          <div>
            <Button name={`Look at it together… ${exhibit.exhibitRef}`} onPress={props.onLook}>
              Look at it together…
            </Button>
          </div>
        )}
      </div>
    </article>
  );
}
