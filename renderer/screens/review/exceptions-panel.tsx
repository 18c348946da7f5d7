import type { ReactElement } from 'react';
import type { AppView, ReviewView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { AgreementPair } from '../../parts/agreement.tsx';
import { Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { Address } from '../../parts/values.tsx';
import { ExceptionInForce } from './exception-in-force.tsx';
import { ExceptionQuestions } from './exception-questions.tsx';
import classes from './panel.module.css';
import { PhasePanel } from './phase-panel.tsx';

/** What this site may do beside reading: asked, agreed by both, ended by either; all off at first. */
export function ExceptionsPanel(props: {
  readonly review: ReviewView;
  readonly view: AppView;
}): ReactElement | null {
  const { review, view } = props;
  const { agreement, exceptions } = review;
  if (view.phase !== null) return <PhasePanel phase={view.phase} />;
  if (agreement?.what === 'exception') return <Agreeing {...props} agreement={agreement} />;
  const inForce = exceptions.list.filter(({ endedAt }) => endedAt === null);
  if (exceptions.site === null && inForce.length === 0) return null;
  const here = new Set(
    inForce.filter(({ site }) => site === exceptions.site).map(({ exception }) => exception),
  );
  return (
    <>
      {inForce.map((exception) => (
        <ExceptionInForce
          key={exception.agreementId}
          exception={exception}
          site={exceptions.site}
        />
      ))}
      {exceptions.site === null || agreement !== null ? null : (
        <ExceptionQuestions exceptions={exceptions} here={here} />
      )}
    </>
  );
}

const TITLES = {
  'script-posts': 'Let this site’s scripts send?',
  'viewing-account': 'Log in with the school’s viewing account?',
  'consent-banner': 'Dismiss this site’s notice?',
} as const;

const THEN = {
  'script-posts': 'The page is loaded again when both have agreed.',
  'viewing-account':
    'When both have agreed the page is loaded again, and you have 5 minutes to log in in it. Nothing can be captured in that time.',
  'consent-banner':
    'When both have agreed the page is loaded again, and you have 2 minutes to press the notice’s own buttons. Nothing can be captured in that time.',
} as const;

function Agreeing(props: {
  readonly review: ReviewView;
  readonly view: AppView;
  readonly agreement: NonNullable<ReviewView['agreement']>;
}): ReactElement {
  const { agreement, view } = props;
  const { site, asked } = props.review.exceptions;
  const drop = useCommand('agreement.drop');
  const what = asked ?? 'script-posts';
  return (
    <section className={`${classes.section} ${classes.now}`} aria-label="An exception?">
      <h2>{TITLES[what]}</h2>
      <p className={layout.small}>
        Each of you: <b>“{agreement.statement}”</b>
      </p>
      <p className={layout.caption}>
        For <Address>{site ?? ''}</Address> only. {THEN[what]}
      </p>
      <AgreementPair agreement={agreement} first={view.first} second={view.second} />
      <div>
        <Button kind="quiet" busy={drop.busy} onPress={() => void drop.run({})}>
          No exception
        </Button>
      </div>
    </section>
  );
}
