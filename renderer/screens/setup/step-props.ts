import type { SetupView } from '../../../src/contract/views.ts';

/** What every step of the set-up is told. */
export interface SetupStepProps {
  readonly setup: SetupView;
  /** True when it replaced another step. */
  readonly arrived: boolean;
  /** Back to the step the set-up has reached. */
  readonly onNext: () => void;
}
