import type { ReactElement } from 'react';
import type { SignInView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { SelectField } from '../../parts/field.tsx';
import { Card } from '../../parts/card.tsx';
import { FailureNotice } from '../../parts/notice.tsx';

const board = 'board';

/** What the two are here for: one investigation, by reference only, or the list of them. */
export function ChooseWhat({ signIn }: { readonly signIn: SignInView }): ReactElement {
  const choose = useCommand('signin.choose');
  const chosen = signIn.investigation?.investigationId ?? board;
  const stopped = signIn.choices.filter((choice) => choice.state === 'stopped').length;
  return (
    <Card>
      <SelectField
        id="what"
        label="What are you here for?"
        hint={`References only, until you have signed in.${stopped === 0 ? '' : ' A stopped one opens on its stopped screen.'}`}
        value={chosen}
        options={[
          { value: board, name: 'The list of investigations, or a new one' },
          ...signIn.choices.map((choice) => ({
            value: choice.investigationId,
            name: choice.state === 'stopped' ? `${choice.reference} (stopped)` : choice.reference,
          })),
        ]}
        onChange={(value) => {
          if (value !== '') void choose.run({ investigationId: value === board ? null : value });
        }}
      />
      {choose.failure === null ? null : <FailureNotice {...choose.failure} />}
    </Card>
  );
}
