import { useState, type ReactElement } from 'react';
import type { DoubtView } from '../../../src/contract/views.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import { TextArea } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import layout from '../../parts/layout.module.css';
import classes from './panel.module.css';

/** What the two say to one doubtful point. */
export interface DoubtAnswer {
  readonly keep: boolean;
  readonly reason: string;
}

/** One numbered doubtful point: open it asks, answered it folds to a line. */
export function DoubtPoint(props: {
  readonly doubt: DoubtView;
  readonly answer: DoubtAnswer | null;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onAnswer: (answer: DoubtAnswer) => void;
}): ReactElement {
  const { doubt, answer } = props;
  if (props.open) return <OpenPoint {...props} />;
  return (
    <section className={classes.section}>
      <div className={classes.point}>
        <Icon name={answer === null ? 'doubt' : 'done'} />
        <div>
          <h3>
            {doubt.number}. {doubt.question}
          </h3>
          {answer === null ? (
            <p className={layout.muted}>Not answered yet</p>
          ) : (
            <p className={layout.muted}>
              {answer.keep ? 'It doesn’t matter' : 'It matters'}: “{answer.reason}”
            </p>
          )}
          <Button
            kind="quiet"
            name={`${answer === null ? 'Answer' : 'Change'} point ${doubt.number}`}
            onPress={props.onOpen}
          >
            {answer === null ? 'Answer' : 'Change'}
          </Button>
        </div>
      </div>
    </section>
  );
}

function OpenPoint(props: {
  readonly doubt: DoubtView;
  readonly answer: DoubtAnswer | null;
  readonly onAnswer: (answer: DoubtAnswer) => void;
}): ReactElement {
  const { doubt } = props;
  const [keep, setKeep] = useState<boolean | null>(props.answer?.keep ?? null);
  const [reason, setReason] = useState(props.answer?.reason ?? '');
  const [tried, setTried] = useState(false);
  return (
    <section className={`${classes.section} ${classes.now}`}>
      <div className={`${layout.row} ${layout.between}`}>
        <h2>
          {doubt.number}. {doubt.question}
        </h2>
        <Badge kind="attention" icon="doubt">
          Doubtful
        </Badge>
      </div>
      <p className={layout.small}>{doubt.fact}</p>
      <Choices
        id={`doubt-${doubt.number}`}
        legend={`Does point ${doubt.number} matter?`}
        legendHidden
        tight
        value={keep === null ? null : keep ? 'keep' : 'matters'}
        error={tried && keep === null ? 'Choose one' : null}
        choices={[
          { value: 'keep', name: 'It doesn’t matter' },
          { value: 'matters', name: 'It matters' },
        ]}
        onChange={(value) => {
          setKeep(value === 'keep');
        }}
      />
      <TextArea
        id={`doubt-${doubt.number}-reason`}
        label={keep === false ? 'Why it matters' : 'Why it doesn’t matter'}
        rows={2}
        value={reason}
        error={tried && reason.trim() === '' ? 'Say why in a sentence' : null}
        onChange={setReason}
      />
      <div>
        <Button
          kind="primary"
          onPress={() => {
            setTried(true);
            if (keep !== null && reason.trim() !== '') props.onAnswer({ keep, reason });
          }}
        >
          Answer point {doubt.number}
        </Button>
      </div>
    </section>
  );
}
