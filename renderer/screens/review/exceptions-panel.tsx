import type { ReactElement } from 'react';
import type { AppView, ReviewView } from '../../../src/contract/views.ts';
import { shortTimeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { AgreementPair } from '../../parts/agreement.tsx';
import { Action, Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import { Address } from '../../parts/values.tsx';
import classes from './panel.module.css';

type Exceptions = ReviewView['exceptions'];

/** What this site may do beside reading: asked, agreed by both, ended by either; all off at first. */
export function ExceptionsPanel(props: {
  readonly review: ReviewView;
  readonly view: AppView;
}): ReactElement | null {
  const { review, view } = props;
  const { agreement, exceptions } = review;
  const drop = useCommand('agreement.drop');
  if (agreement?.what === 'exception') {
    return (
      <section className={`${classes.section} ${classes.now}`} aria-label="An exception?">
        <h2>Let this site’s scripts send?</h2>
        <p className={layout.small}>
          Each of you: <b>“{agreement.statement}”</b>
        </p>
        <p className={layout.caption}>
          For <Address>{exceptions.site ?? ''}</Address> only. The page is loaded again when both
          have agreed.
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
  const inForce = exceptions.list.filter(({ endedAt }) => endedAt === null);
  if (exceptions.site === null && inForce.length === 0) return null;
  return (
    <>
      {inForce.map((exception) => (
        <InForce key={exception.agreementId} exception={exception} site={exceptions.site} />
      ))}
      {inForce.some(({ site }) => site === exceptions.site) || agreement !== null ? null : (
        <Question exceptions={exceptions} />
      )}
    </>
  );
}

function InForce(props: {
  readonly exception: Exceptions['list'][number];
  readonly site: string | null;
}): ReactElement {
  const { agreementId, site, agreedBy, begunAt } = props.exception;
  const end = useCommand('exception.end');
  return (
    <section className={classes.section} aria-label="Exceptions for this site">
      <h2>Exception: scripts may send</h2>
      <p className={layout.small} role="status">
        Scripts of <Address>{site}</Address> may send requests by POST to it
        {site === props.site ? '' : ', not on the page that is open'}. Forms stay blocked.{' '}
        {agreedBy.join(' and ')} agreed, {shortTimeOf(begunAt)}. It ends with the sitting.
      </p>
      {end.failure === null ? null : <FailureNotice {...end.failure} />}
      <div>
        <Button kind="plain" busy={end.busy} onPress={() => void end.run({ agreementId })}>
          End it now
        </Button>
      </div>
    </section>
  );
}

function Question({ exceptions }: { readonly exceptions: Exceptions }): ReactElement {
  const ask = useCommand('exception.ask');
  return (
    <details className={classes.section}>
      <summary>Exceptions for this site: none is on</summary>
      <p className={layout.small}>
        Some pages stay empty because their scripts read by POST, which is blocked. Both of you can
        let this site’s own scripts do that, for this sitting. Forms stay blocked, and so does
        everything to other sites.
      </p>
      {ask.failure === null ? null : <FailureNotice {...ask.failure} />}
      <Action
        kind="plain"
        busy={ask.busy}
        refusal={exceptions.askRefusal}
        why="Both of you are asked for your sitting codes. What was let through is marked in the record."
        onPress={() => void ask.run({ exception: 'script-posts' })}
      >
        Let its scripts send by POST…
      </Action>
    </details>
  );
}
