import { useState, type ReactElement } from 'react';
import type { AppView, StoppedView } from '../../../src/contract/views.ts';
import { firstNameOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Choices } from '../../parts/choices.tsx';
import { Notice } from '../../parts/notice.tsx';
import { LaterEntry } from './later-entry.tsx';
import { StepFrame } from './step-frame.tsx';

type What = 'under-18' | 'something-else' | 'mistake';

const follows: Readonly<Record<What, string>> = {
  'under-18':
    'Nothing that was captured may be opened, printed or sent, by anyone, unless the police ask for it in writing.',
  'something-else':
    'What was captured before stays whole. It may go only to the police or the LADO.',
  mistake:
    'Both reviewers sign here that they suspected nothing. The Headteacher approves (the Chair where the Headteacher is excluded). Then two custodians can open it again with their sheets. That it happened stays in the record. If either of you isn’t sure: call the police.',
};

/** Step 3 of 4. Two questions. */
export function QuestionsStep(props: {
  readonly stopped: StoppedView;
  readonly view: AppView;
  readonly onPaper: () => void;
}): ReactElement {
  const { stopped, view } = props;
  const [pressedBy, setPressedBy] = useState<string | null>(null);
  const [what, setWhat] = useState<What | null>(null);
  const command = useCommand('stopped.answer');
  const pair = [view.first, view.second].filter((person) => person !== null);
  const people = pair.length > 0 ? pair : stopped.people;
  const errors = [
    ...(pressedBy === null ? [{ id: 'pressed-by', message: 'Say who pressed STOP' }] : []),
    ...(what === null ? [{ id: 'what', message: 'Answer the second question' }] : []),
  ];
  const form = useFormErrors(errors);
  return (
    <StepFrame number={3} title="Two questions">
      <Choices
        id="pressed-by"
        legend="Who pressed STOP?"
        tight
        value={pressedBy}
        error={form.errorOf('pressed-by')}
        choices={[
          ...people.map((person) => ({ value: person.personId, name: firstNameOf(person.name) })),
          { value: 'unknown', name: 'We don’t know' },
        ]}
        onChange={setPressedBy}
      />
      <Choices
        id="what"
        legend="Was it, or might it have been, an image of anyone under 18?"
        value={what}
        error={form.errorOf('what')}
        choices={[
          { value: 'under-18', name: 'Yes, or we’re not sure' },
          { value: 'something-else', name: 'No, something else' },
          { value: 'mistake', name: 'Nothing: the key was pressed by mistake' },
        ]}
        onChange={(value) => {
          setWhat(value === 'something-else' || value === 'mistake' ? value : 'under-18');
        }}
      />
      <div role="status">
        <Notice
          icon="locked"
          title={what === null ? 'Until you answer, it counts as yes' : 'What follows'}
        >
          <p>{follows[what ?? 'under-18']}</p>
        </Notice>
      </div>
      <LaterEntry
        {...props}
        command={command}
        errors={errors}
        onShowErrors={form.show}
        onAct={(credentials) => {
          if (pressedBy !== null && what !== null)
            void command.run({ pressedBy, what, credentials });
        }}
      />
    </StepFrame>
  );
}
