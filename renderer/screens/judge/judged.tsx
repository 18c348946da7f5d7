import type { ReactElement } from 'react';
import type { JudgeView } from '../../../src/contract/views.ts';
import { dateTimeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { Facts } from '../../parts/values.tsx';
import { outcomes } from './outcomes.ts';

/** The judgement as it was recorded, and the way on. */
export function Judged(props: { readonly judged: NonNullable<JudgeView['judged']> }): ReactElement {
  const { judged } = props;
  const go = useCommand('screen.go');
  return (
    <div className={`${layout.page} ${layout.narrow}`}>
      <div className={layout.stackS}>
        <h1>{judged.substance ? 'Judged: there is substance' : 'Judged: there is no substance'}</h1>
        <p className={layout.lead}>
          On {dateTimeOf(judged.at)}, by {judged.by.join(' and ')}.
        </p>
      </div>
      <Card title="What was judged">
        <Facts
          facts={[
            ['Reasons', judged.reasons],
            [
              'Follows',
              outcomes.find((one) => one.value === judged.outcome)?.name ?? judged.outcome,
            ],
          ]}
        />
        <h3>Actions proposed or taken</h3>
        <ol className={layout.stackS}>
          {judged.actions.map((action, index) => (
            <li key={index} className={layout.small}>
              {index + 1}. {action}
            </li>
          ))}
        </ol>
      </Card>
      <Action
        kind="primary"
        large
        icon="sign"
        busy={go.busy}
        why="The actions stand in its next version. Both reviewers sign that one too."
        onPress={() => void go.run({ to: 'record' })}
      >
        Open the record
      </Action>
      <Action kind="quiet" busy={go.busy} onPress={() => void go.run({ to: 'investigation' })}>
        Back to the overview
      </Action>
    </div>
  );
}
