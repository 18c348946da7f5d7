import type { ReactElement, ReactNode } from 'react';
import { Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { StepHeading } from '../../parts/question.tsx';
import { AboutSheets } from './about-sheets.tsx';
import { currentOf, SheetsTable, type SheetsState } from './sheets-table.tsx';

/** The sheets of all custodians, one after another, at set-up and after a release. */
export function CustodianSheets(props: {
  readonly state: SheetsState;
  readonly arrived: boolean;
  readonly lead: ReactNode;
  /** The sheet whose turn it is, or what follows once all are checked. */
  readonly now: ReactNode;
  readonly onChooseOthers: () => void;
  /** At the end, beside choosing others. */
  readonly beside?: ReactNode;
}): ReactElement {
  const { state } = props;
  const person = currentOf(state);
  const begun = state.custodians.some((one) => one.sheetProved);
  return (
    <div className={layout.stack}>
      <StepHeading
        key={person?.personId ?? 'all'}
        arrived={props.arrived || begun}
        title={person === null ? 'Every sheet has been checked' : `${person.name}’s recovery sheet`}
        lead={props.lead}
      />
      <div className={layout.side}>
        <div className={layout.stack}>
          {props.now}
          <div className={`${layout.stack} no-print`}>
            <SheetsTable state={state} />
          </div>
          <div className={`${layout.row} no-print`}>
            {begun ? null : (
              <Button kind="quiet" onPress={props.onChooseOthers}>
                Choose other custodians
              </Button>
            )}
            {props.beside}
          </div>
        </div>
        <AboutSheets />
      </div>
    </div>
  );
}
