import type { ReactElement } from 'react';
import { counted } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { StepHeading } from '../../parts/question.tsx';
import { Facts } from '../../parts/values.tsx';
import { WeightyAct } from '../../parts/weighty.tsx';
import type { ExportStepProps } from './for-whom.tsx';

/** Step 4 of 4: the DSL and the Headteacher sign, and the pack is written and read back. */
export function SignExport(props: ExportStepProps): ReactElement {
  const { exported, recipient } = props;
  const start = useCommand('export.start');
  return (
    <div className={layout.stack}>
      <StepHeading
        arrived={props.arrived}
        title="Both sign, and it is written"
        lead="The DSL on the left, the Headteacher on the right, or their deputies. Two different people."
      />
      <div className={layout.side}>
        <div className={layout.stack}>
          <Card title="What you sign" icon="sign">
            <Facts
              facts={[
                ['For', `${recipient.recipient}, ${recipient.organisation}`],
                ['Purpose', recipient.purpose],
                ['Basis', recipient.lawfulBasis],
                ['Leaves', counted(exported.leaves.length, 'file')],
              ]}
            />
          </Card>
          <WeightyAct
            label="Signatures of DSL and Headteacher"
            notes={['DSL', 'Headteacher']}
            first={exported.signers.dsl}
            second={exported.signers.headteacher}
            command={start}
            icon="sign"
            button="Sign and write the pack"
            why="It is written, read back and verified before it can be saved."
            refusal={exported.exportRefusal}
            onAct={([dsl, headteacher]) => void start.run({ ...recipient, dsl, headteacher })}
          />
          <div>
            <Button large icon="back" onPress={props.onBack}>
              Back
            </Button>
          </div>
        </div>
        <aside className={layout.stack} aria-label="What the signatures say">
          <Card title="What the signatures say">
            <Ticks
              items={[
                { icon: 'proved', words: 'That nothing in the pack has changed since you signed' },
                {
                  icon: 'proved',
                  words: 'That the school, by both of you, let it out for this purpose',
                },
                { icon: 'unproved', words: 'Not that what the pages say is true, or who wrote it' },
              ]}
            />
          </Card>
        </aside>
      </div>
    </div>
  );
}
