import type { ReactElement } from 'react';
import type { Half } from '../../../src/contract/values.ts';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Card, Ticks } from '../../parts/card.tsx';
import { SelectField } from '../../parts/field.tsx';
import { ErrorSummary, Notice } from '../../parts/notice.tsx';
import { HalfBox, Pair } from '../../parts/pair.tsx';
import { Question } from '../../parts/question.tsx';
import { errorsOf } from './draft.ts';
import type { QuestionProps } from './question-props.ts';
import { Ways } from './ways.tsx';

/** Two different people, neither of them excluded; they sit as they are chosen here. */
export function ReviewersQuestion(props: QuestionProps): ReactElement {
  const { draft } = props;
  const form = useFormErrors(errorsOf('reviewers', draft));
  const open = props.form.reviewers.filter((one) => !draft.excludedIds.includes(one.personId));
  return (
    <Question
      {...props}
      lead="Both are there all the time, side by side. Both sign the form."
      onContinue={() => {
        if (form.check()) props.onContinue();
      }}
      asideLabel="Who may review"
      aside={
        <Card title="Who may review" icon="two">
          <Ticks
            items={[
              { icon: 'done', words: 'Two senior members of staff who have an account here' },
              {
                icon: 'off',
                words: 'Nobody who is concerned, reported it, or is related to either',
              },
              { icon: 'care', words: 'Either may say no, without a reason' },
            ]}
          />
        </Card>
      }
    >
      <ErrorSummary errors={form.shown} attempt={form.attempt} />
      {open.length >= 2 ? null : (
        <Notice kind="attention" icon="two" title="Fewer than two people may review this">
          <p>Go back and look at who is excluded, or have another reviewer added.</p>
        </Notice>
      )}
      <Pair
        label="The two reviewers"
        first={
          <ReviewerHalf
            half="first"
            open={open}
            error={form.errorOf('reviewer-first')}
            {...props}
          />
        }
        second={
          <ReviewerHalf
            half="second"
            open={open}
            error={form.errorOf('reviewer-second')}
            {...props}
          />
        }
      />
      <Ways onBack={props.onBack} />
    </Question>
  );
}

function ReviewerHalf(
  props: QuestionProps & {
    readonly half: Half;
    readonly open: QuestionProps['form']['reviewers'];
    readonly error: string | null;
  },
): ReactElement {
  const { draft, half } = props;
  const mine = half === 'first' ? draft.firstReviewerId : draft.secondReviewerId;
  const other = half === 'first' ? draft.secondReviewerId : draft.firstReviewerId;
  return (
    <HalfBox half={half} person={props.open.find((one) => one.personId === mine) ?? null}>
      <SelectField
        id={`reviewer-${half}`}
        label={half === 'first' ? 'First reviewer' : 'Second reviewer'}
        value={mine}
        error={props.error}
        options={props.open
          .filter((one) => one.personId !== other)
          .map((one) => ({ value: one.personId, name: `${one.name}, ${one.position}` }))}
        onChange={(personId) => {
          props.onChange({
            ...draft,
            [half === 'first' ? 'firstReviewerId' : 'secondReviewerId']: personId,
          });
        }}
      />
    </HalfBox>
  );
}
