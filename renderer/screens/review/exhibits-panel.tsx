import type { ReactElement } from 'react';
import type { ReviewView } from '../../../src/contract/views.ts';
import { sizeOf, timeOf } from '../../format.ts';
import { StateBadge } from '../../parts/badge.tsx';
import layout from '../../parts/layout.module.css';
import { Address } from '../../parts/values.tsx';
import classes from './panel.module.css';

/** What has been kept so far. Never a thumbnail. */
export function ExhibitsPanel({ review }: { readonly review: ReviewView }): ReactElement {
  return (
    <section className={classes.section} aria-label="Exhibits">
      <h2>Exhibits</h2>
      {review.exhibits.length === 0 ? (
        <p className={layout.caption}>Nothing captured yet. You can review without capturing.</p>
      ) : (
        <ul>
          {review.exhibits.map((exhibit) => (
            <li key={exhibit.exhibitId} className={classes.exhibit}>
              <span className={`${layout.row} ${layout.between}`}>
                <span className={classes.ref}>{exhibit.exhibitRef}</span>
                <StateBadge state={exhibit.state} locked={exhibit.locked} />
              </span>
              <Address>{exhibit.address}</Address>
              <span className="num">
                {timeOf(exhibit.capturedAt)} · {sizeOf(exhibit.sizeBytes)}
                {exhibit.missing.length === 0 ? '' : ` · missing: ${exhibit.missing.join(', ')}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {review.refused.length === 0 ? null : (
        <>
          <h2>Refused, and on record</h2>
          <ul className={classes.refused}>
            {review.refused.map((refusal) => (
              <li key={refusal.what}>
                {refusal.what}: <b className="num">{refusal.count}</b>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
