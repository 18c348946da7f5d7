import type { ReactElement, ReactNode } from 'react';
import type { Credential } from '../../../src/contract/values.ts';
import type { Channel } from '../../../src/contract/channels.ts';
import type { AppView, StoppedView } from '../../../src/contract/views.ts';
import type { Command } from '../../hooks/use-command.ts';
import type { FormError } from '../../hooks/use-form-errors.ts';
import { Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { Notice } from '../../parts/notice.tsx';
import { WeightyAct } from '../../parts/weighty.tsx';

/** Anything added after a stop changes the computer: both agree to it, or it goes on paper. */
export function LaterEntry<C extends Channel>(props: {
  readonly stopped: StoppedView;
  readonly view: AppView;
  readonly command: Command<C>;
  readonly errors: readonly FormError[];
  readonly onShowErrors: () => void;
  readonly onAct: (credentials: [Credential, Credential]) => void;
  readonly onPaper?: (() => void) | undefined;
  readonly button?: string;
  readonly children?: ReactNode;
}): ReactElement {
  const { stopped, view, onPaper } = props;
  return (
    <div className={layout.stack}>
      <Notice title="Adding this changes the computer" icon="computer">
        <p>Have the police said that you may?</p>
      </Notice>
      <WeightyAct
        label="Both agree and add it"
        first={view.first ?? stopped.people}
        second={view.second ?? stopped.people}
        command={props.command}
        errors={props.errors}
        onShowErrors={props.onShowErrors}
        onAct={props.onAct}
        button={props.button ?? 'Both agree and add it'}
        beside={
          onPaper === undefined ? undefined : (
            <div>
              <Button onPress={onPaper}>Write it on paper instead</Button>
            </div>
          )
        }
      />
    </div>
  );
}
