import type { ReactElement } from 'react';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Card, Ticks } from '../../parts/card.tsx';
import { TextArea, TextField } from '../../parts/field.tsx';
import { ErrorSummary, Notice } from '../../parts/notice.tsx';
import { NowField } from '../../parts/now-field.tsx';
import { Question } from '../../parts/question.tsx';
import { errorsOf } from './draft.ts';
import type { QuestionProps } from './question-props.ts';
import { Ways } from './ways.tsx';

/** For staff only (R12): whom at the LADO’s was spoken to, when, and what they advised. */
export function LadoQuestion(props: QuestionProps): ReactElement {
  const { draft, onChange } = props;
  const form = useFormErrors(errorsOf('lado', draft));
  return (
    <Question
      {...props}
      lead="Nothing may be viewed before this. If they have not been contacted yet, ring them now and come back."
      onContinue={() => {
        if (form.check()) props.onContinue();
      }}
      asideLabel="Why this comes first"
      aside={
        <>
          <Notice kind="attention" icon="deadline" title="Within one working day">
            <p>Counted from when the school came to know of it.</p>
          </Notice>
          <Card title="What to ask">
            <Ticks
              items={[
                { icon: 'absent', words: 'Does it meet the threshold for harm?' },
                {
                  icon: 'police',
                  words: 'Are the police to be told first, and may we review at all?',
                },
                { icon: 'off', words: 'What must not be done or said meanwhile?' },
              ]}
            />
          </Card>
        </>
      }
    >
      <ErrorSummary errors={form.shown} attempt={form.attempt} />
      <TextField
        id="lado-name"
        label="Who was spoken to"
        value={draft.ladoName}
        error={form.errorOf('lado-name')}
        onChange={(ladoName) => {
          onChange({ ...draft, ladoName });
        }}
      />
      <NowField
        id="lado-at"
        label="When"
        value={draft.ladoAt}
        error={form.errorOf('lado-at')}
        onChange={(ladoAt) => {
          onChange({ ...draft, ladoAt });
        }}
      />
      <TextArea
        id="lado-advice"
        label="Their advice, word for word as far as you can"
        rows={4}
        value={draft.ladoAdvice}
        error={form.errorOf('lado-advice')}
        onChange={(ladoAdvice) => {
          onChange({ ...draft, ladoAdvice });
        }}
      />
      <Ways onBack={props.onBack} />
    </Question>
  );
}
