import type { ReactElement } from 'react';
import { SUBJECT_KINDS, type SubjectKind } from '../../../src/core/roles.ts';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Card, Ticks } from '../../parts/card.tsx';
import { Choices } from '../../parts/choices.tsx';
import layout from '../../parts/layout.module.css';
import { ErrorSummary, Notice } from '../../parts/notice.tsx';
import type { IconName } from '../../parts/icon.tsx';
import { Question } from '../../parts/question.tsx';
import { subjects } from '../../roles.ts';
import { errorsOf } from './draft.ts';
import type { QuestionProps } from './question-props.ts';
import { Ways } from './ways.tsx';

type Consequence = { readonly icon: IconName; readonly words: string };

const usual: readonly Consequence[] = [
  { icon: 'authority', words: 'The Headteacher gives the authority' },
  { icon: 'two', words: 'Neither reviewer is concerned, reported it, or is related to either' },
];
const staff: readonly Consequence[] = [
  { icon: 'locked', words: 'The review stays closed until contact with the LADO is written down' },
  {
    icon: 'hidden',
    words: 'The person concerned, and anyone close to them, can’t review or see it',
  },
  { icon: 'off', words: 'No interview and no word to them before the LADO has advised' },
];

const consequences: Readonly<Record<SubjectKind, readonly Consequence[]>> = {
  pupil: [{ icon: 'care', words: 'The DSL decides whether it is a safeguarding matter' }, ...usual],
  staff: [
    { icon: 'authority', words: 'The Headteacher is told today, and gives the authority' },
    ...staff,
  ],
  headteacher: [
    { icon: 'authority', words: 'The Chair of trustees is told, and gives the authority' },
    ...staff,
  ],
  parent: [{ icon: 'off', words: 'Public pages only' }, ...usual],
  other: [{ icon: 'off', words: 'Public pages only' }, ...usual],
  unknown: [
    {
      icon: 'doubt',
      words: 'If it turns out to be a member of staff: stop reviewing and contact the LADO first',
    },
    ...usual,
  ],
};

/** Question 3: who it is about, which decides who may authorise and what comes first. */
export function SubjectQuestion(props: QuestionProps): ReactElement {
  const { draft, onChange } = props;
  const form = useFormErrors(errorsOf('subject', draft));
  const kind = draft.subjectKind;
  return (
    <Question
      {...props}
      lead="The person whose conduct is in question, as far as you know today."
      onContinue={() => {
        if (form.check()) props.onContinue();
      }}
      asideLabel="What this answer changes"
      aside={kind === null ? <Unanswered /> : <Answered kind={kind} />}
    >
      <ErrorSummary errors={form.shown} attempt={form.attempt} />
      <Choices
        id="new-subject"
        legend="Who is it about?"
        legendHidden
        value={kind}
        error={form.errorOf('new-subject')}
        choices={SUBJECT_KINDS.map((value) => ({ value, ...subjects[value] }))}
        onChange={(value) => {
          const chosen = SUBJECT_KINDS.find((one) => one === value);
          if (chosen !== undefined) onChange({ ...draft, subjectKind: chosen });
        }}
      />
      <Ways onBack={props.onBack} />
    </Question>
  );
}

function Unanswered(): ReactElement {
  return (
    <Card title="What this answer changes" flat>
      <p className={`${layout.small} ${layout.muted}`}>
        Who gives the authority, and whether the LADO comes first.
      </p>
    </Card>
  );
}

function Answered({ kind }: { readonly kind: SubjectKind }): ReactElement {
  return (
    <>
      {kind === 'staff' || kind === 'headteacher' ? (
        <Notice kind="attention" icon="deadline" title="LADO first, within one working day">
          <p>
            If they may have harmed a child, or could, nobody looks at anything until the LADO (the
            local authority’s designated officer) has been contacted and the advice is written down
            here.
          </p>
        </Notice>
      ) : null}
      <Card title="What this answer changes">
        <Ticks items={consequences[kind]} />
      </Card>
    </>
  );
}
