import { useEffect, useState, type ReactElement } from 'react';
import type { ReviewView, VisitView } from '../../../src/contract/views.ts';
import { counted, timeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { VisitBadge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { TextArea } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import classes from './panel.module.css';

/** The visit under way and what the two make of it. */
export function ConcernPanel({ review }: { readonly review: ReviewView }): ReactElement {
  const { current } = review;
  if (current === null) {
    return (
      <section className={`${classes.section} ${classes.now}`}>
        <h2>Open the first page</h2>
        <p className={layout.small}>
          The address, its time and what came of it are on record as soon as you press Enter,
          whether you capture the page or not.
        </p>
      </section>
    );
  }
  return (
    <>
      <section className={classes.section}>
        <div className={`${layout.row} ${layout.between}`}>
          <h2>Visit {current.number}</h2>
          <VisitBadge visit={current} />
        </div>
        <p className={`${layout.small} ${layout.muted} num`}>{factsOf(current)}</p>
      </section>
      <Judgement key={current.visitId} visit={current} now={current.judgement === 'open'} />
    </>
  );
}

function factsOf(visit: VisitView): string {
  return [
    `Opened ${timeOf(visit.openedAt)}`,
    ...(visit.status === null ? [] : [`answered ${visit.status}`]),
    ...(visit.redirects === 0 ? [] : [counted(visit.redirects, 'redirect')]),
    ...(visit.outcome === 'loading' ? ['still loading'] : []),
    ...(visit.outcome === 'left' ? ['left before it had finished loading'] : []),
  ].join(' · ');
}

function Judgement(props: { readonly visit: VisitView; readonly now: boolean }): ReactElement {
  const { visit } = props;
  const [reason, setReason] = useState(visit.reason ?? '');
  const [changing, setChanging] = useState(visit.judgement === 'open');
  const [missing, setMissing] = useState(false);
  const concern = useCommand('review.concern');
  const noConcern = useCommand('review.no-concern');
  useEffect(() => {
    setChanging(visit.judgement === 'open');
  }, [visit.judgement]);
  const failure = concern.failure ?? noConcern.failure;
  if (!changing && visit.judgement === 'not-needed') {
    return (
      <section className={classes.section}>
        <h2>Nothing to judge</h2>
        <p className={layout.small}>
          Nothing was opened. That the address was tried and refused is on record.
        </p>
        <div>
          <Button
            kind="quiet"
            onPress={() => {
              setChanging(true);
            }}
          >
            Say something about it all the same
          </Button>
        </div>
      </section>
    );
  }
  if (!changing) {
    return (
      <section className={classes.section}>
        <h2>{visit.judgement === 'concern' ? 'Reason for concern' : 'Nothing of concern'}</h2>
        {visit.reason === null ? null : <p className={classes.reason}>{visit.reason}</p>}
        <div>
          <Button
            kind="quiet"
            onPress={() => {
              setChanging(true);
            }}
          >
            Correct this
          </Button>
        </div>
      </section>
    );
  }
  return (
    <section className={props.now ? `${classes.section} ${classes.now}` : classes.section}>
      <TextArea
        id="reason"
        label="Reason for concern"
        hint="Goes into the record. Don’t name who reported it."
        value={reason}
        error={missing ? 'Say in a sentence what concerns you' : null}
        onChange={setReason}
      />
      {failure === null ? null : <FailureNotice {...failure} />}
      <div className={layout.row}>
        <Button
          icon="concern"
          kind={props.now ? 'primary' : 'plain'}
          busy={concern.busy}
          onPress={() => {
            setMissing(reason.trim() === '');
            if (reason.trim() === '') document.getElementById('reason')?.focus();
            else void concern.run({ visitId: visit.visitId, reason });
          }}
        >
          It concerns us
        </Button>
        <Button
          busy={noConcern.busy}
          onPress={() => void noConcern.run({ visitId: visit.visitId })}
        >
          Nothing of concern
        </Button>
      </div>
    </section>
  );
}
