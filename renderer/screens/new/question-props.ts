import type { AppView, NewInvestigationView } from '../../../src/contract/views.ts';
import type { Draft } from './draft.ts';

/** What every question of a new investigation is told. */
export interface QuestionProps {
  readonly title: string;
  readonly draft: Draft;
  readonly form: NewInvestigationView;
  readonly view: AppView;
  /** True when it replaced another question. */
  readonly arrived: boolean;
  readonly onChange: (draft: Draft) => void;
  readonly onContinue: () => void;
  /** Null at the first question. */
  readonly onBack: (() => void) | null;
}
