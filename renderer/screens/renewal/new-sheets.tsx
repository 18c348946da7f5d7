import { useState, type ReactElement } from 'react';
import type { AppView, PersonView, RenewalView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Card } from '../../parts/card.tsx';
import { WeightyAct } from '../../parts/weighty.tsx';
import { ChooseCustodians } from '../sheets/choose-custodians.tsx';
import { CustodianSheets } from '../sheets/custodian-sheets.tsx';
import { Sheet } from '../sheets/sheet.tsx';
import { currentOf } from '../sheets/sheets-table.tsx';
import { LeaveRenewal } from './leave-renewal.tsx';

/** Each new sheet shown, kept and typed back; then two people put them in force. */
export function NewSheets(props: {
  readonly renewal: RenewalView;
  readonly view: AppView;
}): ReactElement {
  const { renewal, view } = props;
  const [choosing, setChoosing] = useState(false);
  const choose = useCommand('renewal.custodians');
  const person = currentOf(renewal);
  if (choosing) {
    return (
      <ChooseCustodians
        people={renewal.people}
        chosen={renewal.custodians.map((one) => one.personId)}
        command={choose}
        arrived
        onDone={() => {
          setChoosing(false);
        }}
      />
    );
  }
  return (
    <CustodianSheets
      state={renewal}
      arrived
      lead="The release used the old sheets up. Every custodian gets a new one now, while the old ones stay good until all are checked and two of you have signed."
      onChooseOthers={() => {
        setChoosing(true);
      }}
      beside={<LeaveRenewal begun={renewal.custodians.some((one) => one.sheetShown)} />}
      now={
        person === null ? (
          <FinishRenewal renewal={renewal} />
        ) : (
          <NewSheet key={person.personId} person={person} schoolName={view.schoolName ?? ''} />
        )
      }
    />
  );
}

function NewSheet(props: {
  readonly person: PersonView;
  readonly schoolName: string;
}): ReactElement {
  const { personId } = props.person;
  const command = useCommand('renewal.show-sheet');
  const prove = useCommand('renewal.prove-sheet');
  return (
    <Sheet
      {...props}
      prove={prove}
      show={{
        command,
        asksPassphrase: true,
        run: async (passphrase) =>
          (await command.run({ credential: { personId, passphrase } }))?.words ?? null,
      }}
    />
  );
}

function FinishRenewal({ renewal }: { readonly renewal: RenewalView }): ReactElement {
  const finish = useCommand('renewal.finish');
  return (
    <Card title="Put the new sheets in force" now>
      <WeightyAct
        label="Two of DSL, Headteacher and Chair sign"
        first={renewal.holders}
        second={renewal.holders}
        command={finish}
        button="Put the new sheets in force"
        why="From then on the old sheets open nothing. Who keeps the new ones goes on record."
        onAct={(credentials) => void finish.run({ credentials })}
      />
    </Card>
  );
}
