import type { ReactElement } from 'react';
import type { StoppedView } from '../../../src/contract/views.ts';
import { dateTimeOf } from '../../format.ts';
import classes from './stopped.module.css';
import { IfTheyAsk, SayThis, whoCalls } from './words.tsx';

/** The call sheet as it prints: text only, and nothing of the page. */
export function CallSheet({ stopped }: { readonly stopped: StoppedView }): ReactElement {
  return (
    <div className={`print-only ${classes.sheet}`} aria-hidden="true">
      <p>
        <b>Call sheet: {stopped.reference}</b>, stopped {dateTimeOf(stopped.stoppedAt)}
      </p>
      <p>999 if a child is in danger now. 101 if not. Do it straight away all the same.</p>
      <p>One person calls: {whoCalls(stopped)}</p>
      <SayThis stopped={stopped} />
      <IfTheyAsk facts={stopped.facts} />
      <p>
        Until the police tell you, do not: view again, copy, print, share, store, save, forward,
        delete.
      </p>
      <p>When called: ____________ Incident number: ____________ Officer: ____________</p>
      <p>What they said:</p>
    </div>
  );
}
