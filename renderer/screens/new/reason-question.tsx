import type { ReactElement } from 'react';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Card, Ticks } from '../../parts/card.tsx';
import { TextArea, TextField } from '../../parts/field.tsx';
import { ErrorSummary, Notice } from '../../parts/notice.tsx';
import { Question } from '../../parts/question.tsx';
import { errorsOf } from './draft.ts';
import type { QuestionProps } from './question-props.ts';
import { Ways } from './ways.tsx';

/** Question 1: the title everybody may see, and the reason that goes into the form. */
export function ReasonQuestion(props: QuestionProps): ReactElement {
  const { draft, onChange } = props;
  const form = useFormErrors(errorsOf('reason', draft));
  return (
    <Question
      {...props}
      lead="What was noticed, in a sentence or two, without who reported it."
      onContinue={() => {
        if (form.check()) props.onContinue();
      }}
      asideLabel="Before you go on"
      aside={
        <>
          <Notice
            kind="illegal"
            icon="police"
            title="Could it be illegal, or is someone in danger?"
          >
            <p>
              Then don’t begin here, and don’t look. <b>999</b> if a child is in danger now,{' '}
              <b>101</b> if not. Tell the DSL at once.
            </p>
          </Notice>
          <Card title={`It will be ${props.form.reference}`}>
            <Ticks
              items={[
                {
                  icon: 'hidden',
                  words: 'Who reported it is kept apart: never in a title or a reason',
                },
                { icon: 'recorded', words: 'The reason goes into the form, word for word' },
              ]}
            />
          </Card>
        </>
      }
    >
      <ErrorSummary errors={form.shown} attempt={form.attempt} />
      <TextField
        id="new-title"
        label="Neutral title"
        hint="No name in it: for example Anonymous account, Year 9."
        value={draft.title}
        error={form.errorOf('new-title')}
        onChange={(title) => {
          onChange({ ...draft, title });
        }}
      />
      <TextArea
        id="new-reason"
        label="Reason for investigation"
        hint="As it will stand in the form."
        rows={4}
        value={draft.reason}
        error={form.errorOf('new-reason')}
        onChange={(reason) => {
          onChange({ ...draft, reason });
        }}
      />
      <Ways onBack={props.onBack} />
    </Question>
  );
}

/** Question 2: what may be looked at, and so what may not. */
export function ScopeQuestion(props: QuestionProps): ReactElement {
  const { draft, onChange } = props;
  const form = useFormErrors(errorsOf('scope', draft));
  return (
    <Question
      {...props}
      lead="Which sites or accounts, from when to when. The narrower, the better it can be defended."
      onContinue={() => {
        if (form.check()) props.onContinue();
      }}
      asideLabel="What the scope does"
      aside={
        <Card title="What the scope does">
          <Ticks
            items={[
              { icon: 'authority', words: 'The authority covers this and nothing else' },
              {
                icon: 'recorded',
                words: 'Every address you open is on record, inside the scope or not',
              },
              {
                icon: 'off',
                words: 'No log-in, no posting, no contact with anyone: those are off',
              },
            ]}
          />
        </Card>
      }
    >
      <ErrorSummary errors={form.shown} attempt={form.attempt} />
      <TextArea
        id="new-scope"
        label="Scope"
        rows={4}
        value={draft.scope}
        error={form.errorOf('new-scope')}
        onChange={(scope) => {
          onChange({ ...draft, scope });
        }}
      />
      <Ways onBack={props.onBack} />
    </Question>
  );
}
