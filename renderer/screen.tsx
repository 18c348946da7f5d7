import { useRef, type ReactElement } from 'react';
import type { AppView, InvestigationSummary } from '../src/contract/views.ts';
import { Board } from './screens/board/board.tsx';
import { CannotOpen } from './screens/cannot-open.tsx';
import { Export } from './screens/export/export.tsx';
import { Judge } from './screens/judge/judge.tsx';
import { NewInvestigation } from './screens/new/new-investigation.tsx';
import { Overview } from './screens/overview/overview.tsx';
import { Record } from './screens/record/record.tsx';
import { Renewal } from './screens/renewal/renewal.tsx';
import { Review } from './screens/review/review.tsx';
import { Setup } from './screens/setup/setup.tsx';
import { SignIn } from './screens/sign-in/sign-in.tsx';
import { Stopped } from './screens/stopped/stopped.tsx';

/** The one screen a view names. */
export function Screen({ view }: { readonly view: AppView }): ReactElement {
  const { screen } = view;
  const choices = useRef<readonly InvestigationSummary[]>([]);
  if (screen.kind === 'sign-in') choices.current = screen.choices;
  switch (screen.kind) {
    case 'setup':
      return <Setup setup={screen} />;
    case 'sign-in':
      return <SignIn signIn={screen} stopKey={view.stopKey} />;
    case 'board':
      return <Board board={screen} view={view} />;
    case 'new-investigation':
      return <NewInvestigation form={screen} view={view} />;
    case 'investigation':
      return <Overview overview={screen} view={view} />;
    case 'review':
      return <Review review={screen} view={view} />;
    case 'record':
      return <Record record={screen} />;
    case 'judge':
      return <Judge judge={screen} />;
    case 'export':
      return <Export exported={screen} />;
    case 'stopped':
      return <Stopped stopped={screen} view={view} others={choices.current} />;
    case 'renewal':
      return <Renewal renewal={screen} view={view} />;
    case 'cannot-open':
      return <CannotOpen closed={screen} />;
  }
}
