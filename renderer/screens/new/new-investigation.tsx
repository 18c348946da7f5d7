import { useState, type ReactElement } from 'react';
import type { AppView, NewInvestigationView, PersonView } from '../../../src/contract/views.ts';
import { counted } from '../../format.ts';
import layout from '../../parts/layout.module.css';
import { Steps } from '../../parts/steps.tsx';
import { subjects } from '../../roles.ts';
import { AuthorityQuestion } from './authority-question.tsx';
import { CheckQuestion } from './check-question.tsx';
import { emptyDraft, errorsOf, questionsOf, type Draft, type QuestionKey } from './draft.ts';
import { ExcludedQuestion } from './excluded-question.tsx';
import { LadoQuestion } from './lado-question.tsx';
import type { QuestionProps } from './question-props.ts';
import { ReasonQuestion, ScopeQuestion } from './reason-question.tsx';
import { ReviewersQuestion } from './reviewers-question.tsx';
import { SubjectQuestion } from './subject-question.tsx';

const names: Readonly<Record<QuestionKey, string>> = {
  reason: 'Why is it looked into?',
  scope: 'What may be looked at?',
  subject: 'Who is it about?',
  lado: 'What did the LADO say?',
  excluded: 'Who must not see it?',
  reviewers: 'Which two people review?',
  authority: 'Who gave the authority?',
  check: 'Check, and both agree',
};

/** A new investigation, one question at a time; what each answer changes stands beside it. */
export function NewInvestigation(props: {
  readonly form: NewInvestigationView;
  readonly view: AppView;
}): ReactElement {
  const { form, view } = props;
  const [draft, setDraft] = useState(emptyDraft);
  const [key, setKey] = useState<QuestionKey>('reason');
  const [furthest, setFurthest] = useState(0);
  const [moved, setMoved] = useState(false);
  const questions = questionsOf(draft);
  const at = Math.max(questions.indexOf(key), 0);
  const goTo = (index: number): void => {
    const next = questions[index];
    if (next === undefined) return;
    setMoved(true);
    setFurthest(Math.max(furthest, index));
    setKey(next);
  };
  return (
    <div className={layout.wizard}>
      <Steps
        label="Questions"
        steps={questions.map((question, index) => {
          const answered = index < furthest && errorsOf(question, draft).length === 0;
          return {
            key: question,
            name: names[question],
            state: index === at ? 'current' : answered ? 'done' : 'to-come',
            answer: index < furthest ? answerOf(question, draft, form) : undefined,
            onOpen: index !== at && index <= furthest ? () => goTo(index) : undefined,
          };
        })}
      />
      <One
        key={key}
        question={key}
        title={names[key]}
        draft={draft}
        form={form}
        view={view}
        arrived={moved}
        onChange={setDraft}
        onContinue={() => {
          goTo(at + 1);
        }}
        onBack={at === 0 ? null : () => goTo(at - 1)}
      />
    </div>
  );
}

function One(props: QuestionProps & { readonly question: QuestionKey }): ReactElement {
  switch (props.question) {
    case 'reason':
      return <ReasonQuestion {...props} />;
    case 'scope':
      return <ScopeQuestion {...props} />;
    case 'subject':
      return <SubjectQuestion {...props} />;
    case 'lado':
      return <LadoQuestion {...props} />;
    case 'excluded':
      return <ExcludedQuestion {...props} />;
    case 'reviewers':
      return <ReviewersQuestion {...props} />;
    case 'authority':
      return <AuthorityQuestion {...props} />;
    case 'check':
      return <CheckQuestion {...props} />;
  }
}

function answerOf(key: QuestionKey, draft: Draft, form: NewInvestigationView): string | undefined {
  const nameOf = (people: readonly PersonView[], id: string): string | undefined =>
    people.find((person) => person.personId === id)?.name;
  switch (key) {
    case 'reason':
      return draft.title;
    case 'scope':
      return draft.scope.length > 60 ? `${draft.scope.slice(0, 60)}…` : draft.scope;
    case 'subject':
      return draft.subjectKind === null ? undefined : subjects[draft.subjectKind].name;
    case 'lado':
      return draft.ladoName;
    case 'excluded':
      return draft.excludedIds.length === 0
        ? 'Nobody'
        : counted(draft.excludedIds.length, 'person', 'people');
    case 'reviewers':
      return [draft.firstReviewerId, draft.secondReviewerId]
        .map((id) => nameOf(form.reviewers, id))
        .filter((name) => name !== undefined)
        .join(' and ');
    case 'authority':
      return nameOf(form.authorisers, draft.givenById);
    case 'check':
      return undefined;
  }
}
