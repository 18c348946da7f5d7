import type { ReactElement } from 'react';
import type { AppView, RenewalView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { StepHeading } from '../../parts/question.tsx';
import { BeginRenewal } from './begin-renewal.tsx';
import { NewSheets } from './new-sheets.tsx';

/** After a release: new recovery sheets for the custodians, since the old ones were read out. */
export function Renewal(props: {
  readonly renewal: RenewalView;
  readonly view: AppView;
}): ReactElement {
  switch (props.renewal.step) {
    case 'begin':
      return <BeginRenewal />;
    case 'sheets':
    case 'finish':
      return <NewSheets {...props} />;
    case 'done':
      return <Renewed />;
  }
}

function Renewed(): ReactElement {
  const leave = useCommand('renewal.leave');
  return (
    <div className={`${layout.page} ${layout.narrow}`}>
      <StepHeading
        arrived
        title="The new sheets are in force"
        lead="The old ones open nothing any more. That there are new sheets, and who keeps them, is on record."
      />
      <Card title="Now, all custodians" icon="two" now>
        <Ticks
          items={[
            { icon: 'done', words: 'Put the new sheet in a signed envelope, and lock it away' },
            { icon: 'off', words: 'Shred the old sheet today, so that nobody mistakes it' },
          ]}
        />
        <div>
          <Button kind="primary" large busy={leave.busy} onPress={() => void leave.run({})}>
            Continue
          </Button>
        </div>
      </Card>
    </div>
  );
}
