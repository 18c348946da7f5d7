import { useState, type ReactElement } from 'react';
import type { CaptureCheckView } from '../../../src/contract/views.ts';
import { counted } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import { Facts } from '../../parts/values.tsx';
import { Discard } from './discard.tsx';
import { DoubtPoint, type DoubtAnswer } from './doubt-point.tsx';
import classes from './panel.module.css';

/** Keep this capture? Every doubtful point is answered first. */
export function CheckPanel({ check }: { readonly check: CaptureCheckView }): ReactElement {
  const [answers, setAnswers] = useState<Readonly<Record<string, DoubtAnswer>>>({});
  const [open, setOpen] = useState<string | null>(check.doubts[0]?.doubtId ?? null);
  const accept = useCommand('capture.accept');
  const unanswered = check.doubts.filter((doubt) => answers[doubt.doubtId] === undefined);
  const matters = check.doubts.filter((doubt) => answers[doubt.doubtId]?.keep === false);
  const answer = (doubtId: string, given: DoubtAnswer): void => {
    setAnswers({ ...answers, [doubtId]: given });
    setOpen(unanswered.find((doubt) => doubt.doubtId !== doubtId)?.doubtId ?? null);
  };
  return (
    <>
      <section className={classes.section}>
        <h2>Keep this capture?</h2>
        <p className={layout.small}>
          {check.doubts.length === 0
            ? 'Nothing about it is doubtful.'
            : `${counted(check.doubts.length, 'point')} to answer, then it can be kept.`}
        </p>
        {check.missing.length === 0 ? null : (
          <div className={layout.small}>
            <b>Missing:</b>
            <ul className={classes.missing}>
              {check.missing.map((words, index) => (
                <li key={`${index}-${words}`}>{words}</li>
              ))}
            </ul>
          </div>
        )}
      </section>
      {check.doubts.map((doubt) => (
        <DoubtPoint
          key={doubt.doubtId}
          doubt={doubt}
          answer={answers[doubt.doubtId] ?? null}
          open={open === doubt.doubtId}
          onOpen={() => {
            setOpen(doubt.doubtId);
          }}
          onAnswer={(given) => {
            answer(doubt.doubtId, given);
          }}
        />
      ))}
      <section
        className={unanswered.length === 0 ? `${classes.section} ${classes.now}` : classes.section}
      >
        {accept.failure === null ? null : <FailureNotice {...accept.failure} assertive />}
        <Action
          wide
          large
          kind="primary"
          icon="done"
          busy={accept.busy}
          refusal={refusalOf(unanswered.length, matters.length)}
          why={`It becomes an exhibit, recorded as ${check.state}${check.doubts.length === 0 ? '' : ', with your reasons'}.`}
          onPress={() =>
            void accept.run({
              captureId: check.captureId,
              answers: check.doubts.flatMap((doubt) => {
                const given = answers[doubt.doubtId];
                return given === undefined ? [] : [{ doubtId: doubt.doubtId, ...given }];
              }),
            })
          }
        >
          Keep it
        </Action>
        <Discard captureId={check.captureId} />
      </section>
      <section className={classes.section}>
        <h2>How it was made</h2>
        <Facts facts={check.facts.map((fact) => [fact.name, fact.value] as const)} />
      </section>
    </>
  );
}

function refusalOf(unanswered: number, matters: number): string | null {
  if (unanswered > 0) return `${counted(unanswered, 'point')} still to answer`;
  if (matters > 0) return 'You said that a point matters: discard this one and capture again';
  return null;
}
