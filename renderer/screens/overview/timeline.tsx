import type { ReactElement } from 'react';
import type { InvestigationView } from '../../../src/contract/views.ts';
import { dateOf, shortTimeOf } from '../../format.ts';
import layout from '../../parts/layout.module.css';
import classes from './overview.module.css';

type Entry = InvestigationView['timeline'][number];

/** What has happened, day by day, from the ledger. */
export function Timeline({ entries }: { readonly entries: readonly Entry[] }): ReactElement {
  return (
    <section className={layout.stackS} aria-labelledby="timeline">
      <h2 id="timeline">What has happened</h2>
      {entries.length === 0 ? (
        <p className={layout.small}>Nothing yet.</p>
      ) : (
        <div
          className={classes.timeline}
          role="region"
          aria-label="What has happened, by day"
          tabIndex={0}
        >
          {daysOf(entries).map(({ day, lines }) => (
            <section key={day} aria-label={day}>
              <h3>{day}</h3>
              <ol>
                {lines.map((entry) => (
                  <li key={entry.index}>
                    <time dateTime={entry.at}>{shortTimeOf(entry.at)}</time>
                    <span>
                      {entry.what}
                      {entry.who === '' ? null : <span className={classes.who}>{entry.who}</span>}
                    </span>
                  </li>
                ))}
              </ol>
            </section>
          ))}
        </div>
      )}
      <p className={layout.caption}>
        Filled from the ledger. Nobody can change or remove a line; a correction is a new line.
      </p>
    </section>
  );
}

function daysOf(
  entries: readonly Entry[],
): readonly { readonly day: string; readonly lines: readonly Entry[] }[] {
  const days: { day: string; lines: Entry[] }[] = [];
  for (const entry of entries) {
    const day = dateOf(entry.at);
    const last = days.at(-1);
    if (last?.day === day) last.lines.push(entry);
    else days.push({ day, lines: [entry] });
  }
  return days;
}
