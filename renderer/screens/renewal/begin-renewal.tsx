import { useState, type ReactElement } from 'react';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Action } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { ErrorSummary, FailureNotice } from '../../parts/notice.tsx';
import { StepHeading } from '../../parts/question.tsx';
import { emptySheet, sheetFilled, SheetWords } from '../../parts/sheet-words.tsx';
import { AboutSheets } from '../sheets/about-sheets.tsx';
import { LeaveRenewal } from './leave-renewal.tsx';

/** Put off before, or ended by a restart: two of the present sheets begin it again. */
export function BeginRenewal(): ReactElement {
  const [one, setOne] = useState(emptySheet);
  const [two, setTwo] = useState(emptySheet);
  const begin = useCommand('renewal.begin');
  const form = useFormErrors([
    ...(sheetFilled(one) ? [] : [{ id: 'old-one-1', message: 'First sheet: 26 words' }]),
    ...(sheetFilled(two) ? [] : [{ id: 'old-two-1', message: 'Second sheet: 26 words' }]),
  ]);
  const tried = form.attempt > 0;
  return (
    <div className={layout.stack}>
      <StepHeading
        arrived={false}
        title="Make new recovery sheets"
        lead="A release used the present ones: their words were typed into this computer. Two custodians type theirs once more, then every custodian gets a new sheet."
      />
      <div className={layout.side}>
        <form
          noValidate
          className={layout.stack}
          onSubmit={(event) => {
            event.preventDefault();
            if (!form.check()) return;
            void begin.run({ sheets: [[...one], [...two]] });
          }}
        >
          <ErrorSummary errors={form.shown} attempt={form.attempt} />
          <p className={layout.small}>
            Each custodian types their own sheet. Everybody else looks away.
          </p>
          <SheetWords
            id="old-one"
            legend="First custodian’s present sheet"
            words={one}
            onChange={setOne}
            showErrors={tried}
          />
          <SheetWords
            id="old-two"
            legend="Second custodian’s present sheet"
            words={two}
            onChange={setTwo}
            showErrors={tried}
          />
          {begin.failure === null ? null : <FailureNotice {...begin.failure} assertive />}
          <Action
            submit
            kind="primary"
            large
            busy={begin.busy}
            why="Then each new sheet is shown to its custodian alone."
          >
            Make new sheets
          </Action>
          <LeaveRenewal begun={false} />
        </form>
        <AboutSheets />
      </div>
    </div>
  );
}
