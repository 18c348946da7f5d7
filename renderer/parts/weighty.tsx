import { useState, type ReactElement, type ReactNode } from 'react';
import type { Credential } from '../../src/contract/values.ts';
import type { PersonView } from '../../src/contract/views.ts';
import type { Command } from '../hooks/use-command.ts';
import type { FormError } from '../hooks/use-form-errors.ts';
import type { Channel } from '../../src/contract/channels.ts';
import { Action, type ButtonProps } from './button.tsx';
import { CredentialPair, useCredentials } from './credentials.tsx';
import layout from './layout.module.css';
import { ErrorSummary, FailureNotice } from './notice.tsx';

/**
 * The end of a weighty act: what is wrong so far, both passphrases, the button, and what came of
 * it. The passphrases are forgotten as soon as they have been handed over.
 */
export function WeightyAct<C extends Channel>(props: {
  readonly label: string;
  readonly first: PersonView | readonly PersonView[];
  readonly second: PersonView | readonly PersonView[];
  readonly notes?: readonly [string, string];
  readonly stacked?: boolean;
  readonly command: Command<C>;
  readonly errors?: readonly FormError[];
  readonly onShowErrors?: () => void;
  readonly onAct: (credentials: [Credential, Credential]) => void;
  readonly button: string;
  readonly icon?: ButtonProps['icon'];
  readonly why?: ReactNode;
  readonly refusal?: string | null;
  readonly beside?: ReactNode;
}): ReactElement {
  const [attempt, setAttempt] = useState(0);
  const credentials = useCredentials(
    'personId' in props.first ? props.first : null,
    'personId' in props.second ? props.second : null,
  );
  const errors = [...(props.errors ?? []), ...credentials.errors];
  const shown = attempt > 0 ? errors : [];
  return (
    <form
      noValidate
      className={layout.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (props.refusal !== undefined && props.refusal !== null) return;
        if (errors.length > 0) {
          setAttempt((n) => n + 1);
          props.onShowErrors?.();
          return;
        }
        setAttempt(0);
        props.onAct(credentials.pair());
        credentials.forget();
      }}
    >
      <ErrorSummary errors={shown} attempt={attempt} />
      <CredentialPair
        label={props.label}
        credentials={credentials}
        first={props.first}
        second={props.second}
        stacked={props.stacked ?? false}
        showErrors={attempt > 0}
        {...(props.notes === undefined ? {} : { notes: props.notes })}
      />
      {props.command.failure === null ? null : (
        <FailureNotice {...props.command.failure} assertive />
      )}
      <Action
        submit
        kind="primary"
        large
        busy={props.command.busy}
        refusal={props.refusal ?? null}
        why={props.why}
        {...(props.icon === undefined ? {} : { icon: props.icon })}
      >
        {props.button}
      </Action>
      {props.beside}
    </form>
  );
}
