import { useId, type ReactElement } from 'react';
import type { ExhibitView } from '../../../src/contract/views.ts';
import { dateTimeOf, sizeOf } from '../../format.ts';
import { StateBadge } from '../../parts/badge.tsx';
import { Action, Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { Address, Digest, Facts } from '../../parts/values.tsx';
import { earlierOf } from './compare-choice.ts';
import marks from './mark-part.module.css';
import classes from './overview.module.css';

/** One exhibit: reference in a box, facts and digest, never a thumbnail. */
export function ExhibitCard(props: {
  readonly exhibit: ExhibitView;
  /** Looks at the exhibit, or at a part of it. */
  readonly onLook: (what: ExhibitView) => void;
  readonly markRefusal: string | null;
  readonly onMark: () => void;
  /** The other captures of the investigation. */
  readonly others: readonly ExhibitView[];
  /** @param withId - the other one, where it is known already */
  readonly onCompare: (withId: string | null) => void;
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
          <div className={layout.row}>
            <Button
              name={`Look at it together… ${exhibit.exhibitRef}`}
              onPress={() => {
                props.onLook(exhibit);
              }}
            >
              Look at it together…
            </Button>
            <Action
              name={`Mark a part… ${exhibit.exhibitRef}`}
              refusal={props.markRefusal}
              onPress={props.onMark}
            >
              Mark a part…
            </Action>
            <Action
              name={`Compare with… ${exhibit.exhibitRef}`}
              refusal={props.others.length === 0 ? 'there is no other capture yet' : null}
              onPress={() => {
                props.onCompare(null);
              }}
            >
              Compare with…
            </Action>
          </div>
        )}
        <Earlier exhibit={exhibit} others={props.others} onCompare={props.onCompare} />
        <Parts exhibit={exhibit} onLook={props.onLook} />
      </div>
    </article>
  );
}

/** Says that this address was captured before; the last time before this one is offered. */
function Earlier(props: {
  readonly exhibit: ExhibitView;
  readonly others: readonly ExhibitView[];
  readonly onCompare: (withId: string) => void;
}): ReactElement | null {
  const { exhibit } = props;
  const earlier = exhibit.locked ? undefined : earlierOf(exhibit, props.others).at(-1);
  if (earlier === undefined) return null;
  const { exhibitId, exhibitRef, capturedAt } = earlier;
  return (
    <div className={layout.row}>
      <span className={layout.small}>
        An earlier capture of this address: {exhibitRef}, {dateTimeOf(capturedAt)}
      </span>
      <Button
        name={`Compare ${exhibitRef} with ${exhibit.exhibitRef}…`}
        onPress={() => {
          props.onCompare(exhibitId);
        }}
      >
        Compare…
      </Button>
    </div>
  );
}

/** Parts that both marked, with what stands there. */
function Parts(props: {
  readonly exhibit: ExhibitView;
  readonly onLook: (what: ExhibitView) => void;
}): ReactElement | null {
  const { exhibit } = props;
  if (exhibit.parts.length === 0) return null;
  return (
    <div className={marks.parts} role="list" aria-label={`Parts of ${exhibit.exhibitRef}`}>
      {exhibit.parts.map((part) => (
        <div key={part.exhibitId} role="listitem" className={layout.stackS}>
          <h4>{part.exhibitRef}</h4>
          {exhibit.locked ? null : (
            <Facts
              facts={[
                ['User name', part.username],
                ['Display name', part.displayName],
                ['Date and time as shown', part.shownAt],
                ['What was said', part.said],
                ['Why this part', part.why],
                ['Marked', dateTimeOf(part.markedAt)],
              ].flatMap(([name = '', value = '']) =>
                value === '' ? [] : [[name, value] as const],
              )}
            />
          )}
          <Digest label="SHA-256" value={part.digest} />
          {exhibit.locked ? null : (
            <div>
              <Button
                name={`Look at it together… ${part.exhibitRef}`}
                onPress={() => {
                  const { exhibitId, exhibitRef } = part;
                  props.onLook({ ...exhibit, exhibitId, exhibitRef });
                }}
              >
                Look at it together…
              </Button>
            </div>
          )}
        </div>
      ))}
    </div>
  );
}
