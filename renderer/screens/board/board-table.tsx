import type { ReactElement } from 'react';
import type { InvestigationSummary } from '../../../src/contract/views.ts';
import { counted, dateOf, shortTimeOf } from '../../format.ts';
import { Button } from '../../parts/button.tsx';
import { railSteps } from '../../roles.ts';
import classes from './board-table.module.css';

/** The list as a table; at narrow widths its rows become blocks and stay rows in code. */
export function BoardTable(props: {
  readonly investigations: readonly InvestigationSummary[];
  readonly onOpen: (investigation: InvestigationSummary) => void;
}): ReactElement {
  return (
    <table className={classes.board} role="table" aria-label="Investigations">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader">Reference</th>
          <th role="columnheader">About</th>
          <th role="columnheader">Where it is</th>
          <th role="columnheader">Last here</th>
          <th role="columnheader">
            <span className="hidden">Open</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {props.investigations.map((one) => (
          <tr
            key={one.investigationId}
            role="row"
            className={one.state === 'stopped' ? classes.stopped : undefined}
          >
            <td role="cell" className={classes.reference}>
              {one.reference}
            </td>
            <td role="cell">
              <b>{one.title ?? 'Title not shown'}</b>
              <span className={classes.note}>{countsOf(one)}</span>
            </td>
            <td role="cell">
              <Where investigation={one} />
            </td>
            <td role="cell" className={classes.when}>
              {one.lastSittingEndedAt === null
                ? 'Not yet'
                : `${dateOf(one.lastSittingEndedAt)}, ${shortTimeOf(one.lastSittingEndedAt)}`}
            </td>
            <td role="cell" className={classes.act}>
              <Button
                name={`${one.nextAct ?? 'Open'}: ${one.reference}`}
                onPress={() => {
                  props.onOpen(one);
                }}
              >
                {one.nextAct ?? 'Open'}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function countsOf(one: InvestigationSummary): string {
  if (one.visits === null || one.exhibits === null) return 'Counts not shown';
  return `${counted(one.visits, 'visit')}, ${counted(one.exhibits, 'exhibit')}`;
}

function Where({ investigation }: { readonly investigation: InvestigationSummary }): ReactElement {
  const here = railSteps.findIndex((step) => step.step === investigation.step);
  const name = railSteps[here]?.name ?? '';
  const stopped = investigation.state === 'stopped';
  return (
    <>
      <span className={classes.mini} aria-hidden="true">
        {railSteps.map((step, index) => (
          <i
            key={step.step}
            className={
              index < here
                ? classes.passed
                : index === here
                  ? stopped
                    ? classes.halted
                    : classes.on
                  : undefined
            }
          />
        ))}
      </span>
      {stopped ? (
        <>
          <b className={classes.stopWord}>Stopped</b> in {name.toLowerCase()}
        </>
      ) : (
        `${name}${investigation.state === 'paused' ? ', paused' : ''}`
      )}
    </>
  );
}
