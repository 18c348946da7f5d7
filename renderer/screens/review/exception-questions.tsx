import { useState, type ReactElement } from 'react';
import type { ReviewView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import classes from './panel.module.css';

type Exceptions = ReviewView['exceptions'];
type Kind = Exceptions['list'][number]['exception'];

const CODES = 'Both of you are asked for your sitting codes.';

/** The exceptions that can be asked for; folded, since most sites need none. @param props.here - those that are on */
export function ExceptionQuestions(props: {
  readonly exceptions: Exceptions;
  readonly here: ReadonlySet<Kind>;
}): ReactElement {
  const { here, exceptions } = props;
  const { askRefusals } = exceptions;
  const ask = useCommand('exception.ask');
  const [account, setAccount] = useState('');
  const named = account.trim();
  return (
    <details className={classes.section}>
      <summary>
        {here.size === 0
          ? 'Exceptions for this site: none is on'
          : 'Other exceptions for this site'}
      </summary>
      {ask.failure === null ? null : <FailureNotice {...ask.failure} />}
      {here.has('script-posts') ? null : (
        <div className={classes.ask}>
          <p className={layout.small}>
            Some pages stay empty because their scripts read by POST, which is blocked. Both of you
            can let this site’s own scripts do that, for this sitting. Forms stay blocked, and so
            does everything to other sites.
          </p>
          <Action
            kind="plain"
            busy={ask.busy}
            refusal={askRefusals['script-posts']}
            why={`${CODES} What was let through is marked in the record.`}
            onPress={() => void ask.run({ exception: 'script-posts', account: null })}
          >
            Let its scripts send by POST…
          </Action>
        </div>
      )}
      {here.has('consent-banner') ? null : (
        <div className={classes.ask}>
          <p className={layout.small}>
            A notice about consent or cookies covers the page? Both of you can dismiss it by its own
            buttons, in 2 minutes. Refuse all where you can.
          </p>
          <Action
            kind="plain"
            busy={ask.busy}
            refusal={askRefusals['consent-banner']}
            why={CODES}
            onPress={() => void ask.run({ exception: 'consent-banner', account: null })}
          >
            Dismiss its notice…
          </Action>
        </div>
      )}
      {here.has('viewing-account') ? null : (
        <div className={classes.ask}>
          <p className={layout.small}>
            A log-in hides the page? Both of you can log in with a viewing account that the school
            owns: never with a pupil’s, and never with your own. You have 5 minutes; afterwards
            forms and POST are blocked again.
          </p>
          <TextField
            id="account"
            label="Name of the school’s account"
            hint="Recorded in the ledger and in every capture. The password never is: type it into the page."
            value={account}
            onChange={setAccount}
          />
          <Action
            kind="plain"
            busy={ask.busy}
            refusal={
              askRefusals['viewing-account'] ?? (named === '' ? 'Name the account first' : null)
            }
            why={CODES}
            onPress={() => void ask.run({ exception: 'viewing-account', account: named })}
          >
            Log in with the school’s account…
          </Action>
        </div>
      )}
    </details>
  );
}
