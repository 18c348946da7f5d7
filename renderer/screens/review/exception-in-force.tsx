import type { ReactElement } from 'react';
import type { ReviewView } from '../../../src/contract/views.ts';
import { shortTimeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import { Address } from '../../parts/values.tsx';
import classes from './panel.module.css';

type Exception = ReviewView['exceptions']['list'][number];

const TITLES = {
  'script-posts': 'Exception: scripts may send',
  'viewing-account': 'Exception: logged in',
  'consent-banner': 'Exception: notice dismissed',
} as const;

const PRESSED = {
  'refused-all': 'you refused all',
  'accepted-all': 'you accepted all',
  'chose-some': 'you chose some',
  closed: 'you closed it',
} as const;

/** One exception that is on, who agreed to it, and its end with one click. */
export function ExceptionInForce(props: {
  readonly exception: Exception;
  /** Of the page that is open; null where none is. */
  readonly site: string | null;
}): ReactElement {
  const { agreementId, exception, agreedBy, begunAt } = props.exception;
  const end = useCommand('exception.end');
  return (
    <section className={classes.section} aria-label="Exceptions for this site">
      <h2>{TITLES[exception]}</h2>
      <p className={layout.small} role="status">
        <Words {...props} /> {agreedBy.join(' and ')} agreed, {shortTimeOf(begunAt)}.{' '}
        {exception === 'script-posts'
          ? 'It ends with the sitting.'
          : 'It ends with the sitting, or when another site is opened; then the session is thrown away.'}
      </p>
      {end.failure === null ? null : <FailureNotice {...end.failure} />}
      <div>
        <Button kind="plain" busy={end.busy} onPress={() => void end.run({ agreementId })}>
          {exception === 'viewing-account' ? 'End the log-in now' : 'End it now'}
        </Button>
      </div>
    </section>
  );
}

function Words(props: {
  readonly exception: Exception;
  readonly site: string | null;
}): ReactElement {
  const { exception, site, account, pressed } = props.exception;
  if (exception === 'viewing-account') {
    return (
      <>
        You are logged in to <Address>{site}</Address> as <b>{account}</b>. Forms and POST are
        blocked again. Every capture says so.
      </>
    );
  }
  if (exception === 'consent-banner') {
    return (
      <>
        The notice of <Address>{site}</Address> was dismissed
        {pressed === null ? '' : `: ${PRESSED[pressed]}`}. Everything that sends is blocked again.
        Every capture says so.
      </>
    );
  }
  return (
    <>
      Scripts of <Address>{site}</Address> may send requests by POST to it
      {site === props.site ? '' : ', not on the page that is open'}. Forms stay blocked.
    </>
  );
}
