import { useState, type ReactElement } from 'react';
import type { PersonView, SetupView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { ChooseCustodians } from '../sheets/choose-custodians.tsx';
import { CustodianSheets } from '../sheets/custodian-sheets.tsx';
import { Sheet } from '../sheets/sheet.tsx';
import { currentOf } from '../sheets/sheets-table.tsx';
import type { SetupStepProps } from './step-props.ts';

/** Step 6: who keeps a recovery sheet, and each sheet shown, kept and typed back. */
export function CustodiansStep({ setup, arrived, onNext }: SetupStepProps): ReactElement {
  const [choosing, setChoosing] = useState(false);
  const choose = useCommand('setup.custodians');
  const { custodians } = setup;
  const person = currentOf(setup);
  if (custodians.length === 0 || choosing) {
    return (
      <ChooseCustodians
        people={setup.people}
        chosen={custodians.map((one) => one.personId)}
        command={choose}
        arrived={arrived}
        onDone={() => {
          setChoosing(false);
        }}
      />
    );
  }
  return (
    <CustodianSheets
      state={setup}
      arrived={arrived}
      lead="If a review is stopped, nobody at the school can open what was kept. Only two of these people, each with their sheet, can release it to the police."
      onChooseOthers={() => {
        setChoosing(true);
      }}
      now={
        person === null ? (
          <div>
            <Button kind="primary" large onPress={onNext}>
              Continue
            </Button>
          </div>
        ) : (
          <OneSheet key={person.personId} person={person} setup={setup} />
        )
      }
    />
  );
}

function OneSheet(props: { readonly person: PersonView; readonly setup: SetupView }): ReactElement {
  const { person, setup } = props;
  const command = useCommand('setup.show-sheet');
  const prove = useCommand('setup.prove-sheet');
  return (
    <Sheet
      person={person}
      schoolName={setup.school?.name ?? ''}
      prove={prove}
      show={{
        command,
        asksPassphrase: false,
        run: async () => (await command.run({ personId: person.personId }))?.words ?? null,
      }}
    />
  );
}
