import { useState, type ReactElement } from 'react';
import type { AppView, StoppedView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { needed, useFormErrors } from '../../hooks/use-form-errors.ts';
import { Action, Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TextArea } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { Notice } from '../../parts/notice.tsx';
import { LaterEntry } from './later-entry.tsx';
import { ReleaseForm } from './release-form.tsx';
import classes from './stopped.module.css';

/** After the four steps: look after people; leave or release only in the ways there are. */
export function DoneStep(props: {
  readonly stopped: StoppedView;
  readonly view: AppView;
}): ReactElement {
  const { stopped, view } = props;
  const [opened, setOpened] = useState<'leave' | 'release' | null>(null);
  const dsl = stopped.callers[0]?.name ?? 'The DSL';
  return (
    <section className={layout.stack} aria-labelledby="step">
      <h2 id="step" className={classes.title}>
        Look after yourselves
      </h2>
      <p className={layout.lead}>
        What you saw may stay with you. {dsl} will speak to each of you today. Education Support’s
        number is on the contact card, day and night.
      </p>
      {stopped.released ? (
        <Notice title="Released by two custodians" icon="two">
          <p>Why, by whom and when is on record.</p>
        </Notice>
      ) : null}
      <div className={layout.row}>
        <Button
          onPress={() => {
            setOpened(opened === 'leave' ? null : 'leave');
          }}
        >
          Leave this screen…
        </Button>
      </div>
      {opened === 'leave' ? <LeaveForm {...props} /> : null}
      <Action
        icon="locked"
        refusal={stopped.mayReleaseRefusal}
        why="Takes two custodians, each with their sheet, one of you, and the Headteacher (the Chair where the Headteacher is excluded)."
        onPress={() => {
          setOpened(opened === 'release' ? null : 'release');
        }}
      >
        Release it by two custodians…
      </Action>
      {opened === 'release' && view.investigation !== null ? (
        <ReleaseForm investigationId={view.investigation.investigationId} stopped={stopped} />
      ) : null}
    </section>
  );
}

function LeaveForm(props: { readonly stopped: StoppedView; readonly view: AppView }): ReactElement {
  const [policeAllow, setPoliceAllow] = useState('');
  const command = useCommand('stopped.leave');
  const errors = needed('police-allow', policeAllow, 'Write down what they allowed');
  const form = useFormErrors(errors);
  return (
    <Card title="Leave this screen" now>
      <p className={layout.small}>
        The investigation stays stopped and locked. Other work on this computer changes it.
      </p>
      <TextArea
        id="police-allow"
        label="What did the police allow, and who said so?"
        value={policeAllow}
        error={form.errorOf('police-allow')}
        onChange={setPoliceAllow}
      />
      <LaterEntry
        {...props}
        button="Both agree and leave"
        command={command}
        errors={errors}
        onShowErrors={form.show}
        onAct={(credentials) => void command.run({ policeAllow, credentials })}
      />
    </Card>
  );
}
