import { useState, type ReactElement } from 'react';
import type { ReviewView } from '../../../src/contract/views.ts';
import { shortTimeOf } from '../../format.ts';
import { VisitBadge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { Address } from '../../parts/values.tsx';
import { AllVisits } from './all-visits.tsx';
import classes from './panel.module.css';
import { resultOf } from './visit-result.ts';

const few = 5;

/** What has been opened, newest first. Never editable, and nothing here opens a page again. */
export function VisitsPanel({ review }: { readonly review: ReviewView }): ReactElement {
  const [all, setAll] = useState(false);
  const newest = review.visits.toSorted((a, b) => b.number - a.number);
  return (
    <section className={classes.section} aria-label="Visits so far">
      <div className={`${layout.row} ${layout.between}`}>
        <h2>Visits so far</h2>
        {newest.length > few ? (
          <Button
            kind="quiet"
            onPress={() => {
              setAll(!all);
            }}
          >
            {all ? 'Show the newest' : `Show all ${newest.length}`}
          </Button>
        ) : null}
      </div>
      {newest.length === 0 ? (
        <p className={layout.caption}>None yet. Every address you open is listed here.</p>
      ) : all ? (
        <AllVisits visits={newest} />
      ) : (
        <ul className={classes.list}>
          {newest.slice(0, few).map((visit) => (
            <li key={visit.visitId}>
              <time className={classes.time} dateTime={visit.openedAt}>
                {shortTimeOf(visit.openedAt)}
              </time>
              <span>
                <Address>{visit.finalAddress ?? visit.address}</Address>
                <br />
                {resultOf(visit, review.current?.visitId === visit.visitId)}
              </span>
              <VisitBadge visit={visit} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
