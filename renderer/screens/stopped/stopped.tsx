import { useState, type ReactElement } from 'react';
import type { AppView, InvestigationSummary, StoppedView } from '../../../src/contract/views.ts';
import { timeOf } from '../../format.ts';
import { Icon } from '../../parts/icon.tsx';
import layout from '../../parts/layout.module.css';
import { CallSheet } from './call-sheet.tsx';
import { CallStep } from './call-step.tsx';
import { DoneStep } from './done-step.tsx';
import { LockAnother } from './lock-another.tsx';
import { PoliceStep } from './police-step.tsx';
import { QuestionsStep } from './questions-step.tsx';
import { SideCards } from './side-cards.tsx';
import classes from './stopped.module.css';
import { TellStep } from './tell-step.tsx';

const order = ['call', 'police-said', 'questions', 'tell', 'done'] as const;
type Step = (typeof order)[number];

/** After STOP: plain facts, then one step at a time, the police first. */
export function Stopped(props: {
  readonly stopped: StoppedView;
  readonly view: AppView;
  readonly others: readonly InvestigationSummary[];
}): ReactElement {
  const { stopped, view } = props;
  // What is written on paper instead is never asked of the program, so the screen itself goes on.
  const [onPaper, setOnPaper] = useState(0);
  const at = Math.max(order.indexOf(stopped.step), onPaper);
  const step: Step = order[at] ?? 'call';
  const goTo = (to: Step): void => {
    setOnPaper(order.indexOf(to));
    document.getElementById('main')?.focus();
  };
  const next = (): void => {
    goTo(order[at + 1] ?? 'done');
  };
  return (
    <>
      <div className={`${layout.stack} no-print`}>
        <Heading stopped={stopped} />
        <div className={layout.side}>
          <div className={layout.stack}>
            {step === 'call' ? (
              <CallStep
                stopped={stopped}
                view={view}
                onPaper={next}
                onMistake={() => {
                  goTo('questions');
                }}
              />
            ) : null}
            {step === 'police-said' ? (
              <PoliceStep stopped={stopped} view={view} onPaper={next} />
            ) : null}
            {step === 'questions' ? (
              <QuestionsStep stopped={stopped} view={view} onPaper={next} />
            ) : null}
            {step === 'tell' ? <TellStep stopped={stopped} view={view} onPaper={next} /> : null}
            {step === 'done' ? <DoneStep stopped={stopped} view={view} /> : null}
            {stopped.fromSignIn ? <LockAnother stopped={stopped} others={props.others} /> : null}
          </div>
          <SideCards stopped={stopped} />
        </div>
      </div>
      <CallSheet stopped={stopped} />
    </>
  );
}

function Heading({ stopped }: { readonly stopped: StoppedView }): ReactElement {
  const time = <b className="num">{timeOf(stopped.stoppedAt)}</b>;
  return (
    <div className={classes.head}>
      <Icon name="stop" />
      <div role="alert">
        <h1>Stopped. The page is gone.</h1>
        {stopped.recorded ? (
          <p className={layout.muted}>
            One of you pressed STOP at {time}. That was right. Nobody has to be sure, and nobody has
            to look again.
          </p>
        ) : (
          <p>
            <b>
              The time could not be saved on this computer: write {time} and both your names on
              paper now.
            </b>
          </p>
        )}
        {stopped.fromSignIn ? (
          <p>
            <b>{stopped.reference}</b>, the one open last on this computer, is locked.
          </p>
        ) : null}
      </div>
    </div>
  );
}
