import type { ReactElement } from 'react';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Card, Ticks } from '../../parts/card.tsx';
import { SelectField, TextField } from '../../parts/field.tsx';
import { ErrorSummary, Notice } from '../../parts/notice.tsx';
import { NowField } from '../../parts/now-field.tsx';
import { Question } from '../../parts/question.tsx';
import { authorisersOf, errorsOf } from './draft.ts';
import type { QuestionProps } from './question-props.ts';
import { Ways } from './ways.tsx';

/** The written authority: who gave it, when, and which document says so. */
export function AuthorityQuestion(props: QuestionProps): ReactElement {
  const { draft, onChange } = props;
  const form = useFormErrors(errorsOf('authority', draft));
  const people = authorisersOf(draft, props.form.authorisers);
  const headConcerned = draft.subjectKind === 'headteacher';
  return (
    <Question
      {...props}
      lead={
        headConcerned
          ? 'It is about the Headteacher, so the Chair of trustees gives it, in writing, before anyone looks.'
          : 'The Headteacher gives it, in writing, before anyone looks.'
      }
      onContinue={() => {
        if (form.check()) props.onContinue();
      }}
      asideLabel="What the authority has to say"
      aside={
        <Card title="What the document says" icon="authority">
          <Ticks
            items={[
              { icon: 'done', words: 'The reason and the scope, as you wrote them here' },
              { icon: 'done', words: 'The names and positions of both reviewers' },
              { icon: 'done', words: `The computer: ${props.view.computer ?? 'this one'}` },
            ]}
          />
        </Card>
      }
    >
      <ErrorSummary errors={form.shown} attempt={form.attempt} />
      {people.length > 0 ? null : (
        <Notice kind="attention" icon="authority" title="Nobody here may give it">
          <p>
            {headConcerned
              ? 'The Chair of trustees, or a deputy, needs an account here.'
              : 'The Headteacher, or a deputy who is not excluded, needs an account here.'}
          </p>
        </Notice>
      )}
      <SelectField
        id="authority-by"
        label="Given by"
        value={draft.givenById}
        error={form.errorOf('authority-by')}
        options={people.map((one) => ({
          value: one.personId,
          name: `${one.name}, ${one.position}`,
        }))}
        onChange={(givenById) => {
          onChange({ ...draft, givenById });
        }}
      />
      <NowField
        id="authority-at"
        label="Given when"
        value={draft.givenAt}
        error={form.errorOf('authority-at')}
        onChange={(givenAt) => {
          onChange({ ...draft, givenAt });
        }}
      />
      <TextField
        id="authority-document"
        label="The document"
        hint="What it is, its date or number, and where it is filed."
        value={draft.document}
        error={form.errorOf('authority-document')}
        onChange={(document) => {
          onChange({ ...draft, document });
        }}
      />
      <Ways onBack={props.onBack} />
    </Question>
  );
}
