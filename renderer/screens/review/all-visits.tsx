import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState, type ReactElement } from 'react';
import type { VisitView } from '../../../src/contract/views.ts';
import { counted, shortTimeOf, timeOf } from '../../format.ts';
import { Address, Facts } from '../../parts/values.tsx';
import classes from './all-visits.module.css';
import { resultOf } from './visit-result.ts';

/** Every visit, as many as there are: arrow keys move, Enter shows the facts of one. */
export function AllVisits({ visits }: { readonly visits: readonly VisitView[] }): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [opened, setOpened] = useState<string | null>(null);
  const rows = useVirtualizer({
    count: visits.length,
    getScrollElement: () => box.current,
    estimateSize: () => 56,
    overscan: 6,
  });
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(visits.length - 1, to));
    setActive(next);
    rows.scrollToIndex(next);
  };
  const shown = visits.find((visit) => visit.visitId === opened);
  return (
    <>
      <div
        ref={box}
        className={classes.box}
        role="listbox"
        tabIndex={0}
        aria-label="All visits, newest first"
        aria-activedescendant={`visit-${visits[active]?.number ?? 0}`}
        onKeyDown={(event) => {
          const page = 5;
          const to = {
            ArrowDown: active + 1,
            ArrowUp: active - 1,
            PageDown: active + page,
            PageUp: active - page,
            Home: 0,
            End: visits.length - 1,
          }[event.key];
          if (to !== undefined) {
            event.preventDefault();
            move(to);
          }
          if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            setOpened(visits[active]?.visitId ?? null);
          }
        }}
      >
        <div className={classes.room} role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const visit = visits[row.index];
            return visit === undefined ? null : (
              <div
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                id={`visit-${visit.number}`}
                role="option"
                aria-selected={row.index === active}
                aria-setsize={visits.length}
                aria-posinset={row.index + 1}
                className={classes.row}
                style={{ transform: `translateY(${row.start}px)` }}
                onClick={() => {
                  setActive(row.index);
                  setOpened(visit.visitId);
                }}
              >
                <span className="num">{shortTimeOf(visit.openedAt)}</span>
                <span>
                  <Address>{visit.finalAddress ?? visit.address}</Address>
                  <br />
                  {resultOf(visit, false)}
                </span>
              </div>
            );
          })}
        </div>
      </div>
      <div role="status">{shown === undefined ? null : <VisitFacts visit={shown} />}</div>
    </>
  );
}

function VisitFacts({ visit }: { readonly visit: VisitView }): ReactElement {
  return (
    <Facts
      facts={[
        ['Visit', `${visit.number}, ${timeOf(visit.openedAt)}`],
        ['Typed', <Address key="typed">{visit.address}</Address>],
        [
          'Reached',
          visit.finalAddress === null ? (
            'Nothing'
          ) : (
            <Address key="final">{visit.finalAddress}</Address>
          ),
        ],
        ['Answer', visit.status === null ? 'None' : String(visit.status)],
        ['Redirects', counted(visit.redirects, 'redirect')],
      ]}
    />
  );
}
