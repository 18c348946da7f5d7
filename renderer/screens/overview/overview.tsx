import { useState, type ReactElement } from 'react';
import type { AppView, ExhibitView, InvestigationView } from '../../../src/contract/views.ts';
import { dateTimeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { Card, Empty } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { Facts } from '../../parts/values.tsx';
import { railSteps, subjects } from '../../roles.ts';
import { CompareCaptures } from './compare-captures.tsx';
import { ExhibitCard } from './exhibit-card.tsx';
import { FlowChart } from './flow-chart.tsx';
import { LookTogether } from './look-together.tsx';
import { MarkPart } from './mark-part.tsx';
import { NextStep } from './next-step.tsx';
import classes from './overview.module.css';
import { Timeline } from './timeline.tsx';

interface Comparing {
  readonly exhibit: ExhibitView;
  readonly withId: string | null;
}

/** One investigation: where it is, the next step, what has been kept, what has happened. */
export function Overview(props: {
  readonly overview: InvestigationView;
  readonly view: AppView;
}): ReactElement {
  const { overview, view } = props;
  const [marking, setMarking] = useState<ExhibitView | null>(null);
  const [comparing, setComparing] = useState<Comparing | null>(null);
  const [looking, setLooking] = useState<ExhibitView | null>(null);
  const go = useCommand('screen.go');
  const step = view.step ?? 'review';
  const place = railSteps.find((one) => one.step === step)?.name.toLowerCase() ?? step;
  return (
    <div className={classes.overview}>
      <div className={`${classes.title} ${layout.row} ${layout.between}`}>
        <h1>{headings[step] ?? `You are at: ${place}`}</h1>
        <Button kind="quiet" busy={go.busy} onPress={() => void go.run({ to: 'board' })}>
          All investigations
        </Button>
      </div>
      <div className={`${classes.aside} ${layout.stack}`}>
        <NextStep overview={overview} view={view} />
        <Timeline entries={overview.timeline} />
      </div>
      <div className={`${classes.body} ${layout.stack}`}>
        <FlowChart step={step} stopped={view.stopped} outcome={overview.outcome} />
        <Card title="What it is about">
          <Facts facts={factsOf(overview)} />
        </Card>
        <section className={layout.stack} aria-labelledby="exhibits">
          <h2 id="exhibits">Exhibits</h2>
          {overview.exhibits.length === 0 ? (
            <Empty title="Nothing captured yet">
              <p>
                You can review without capturing anything. Every address you open is recorded all
                the same.
              </p>
            </Empty>
          ) : (
            overview.exhibits.map((exhibit) => (
              <ExhibitCard
                key={exhibit.exhibitId}
                exhibit={exhibit}
                markRefusal={overview.markRefusal}
                onLook={setLooking}
                onMark={() => {
                  setMarking(exhibit);
                }}
                others={overview.exhibits.filter((one) => !one.locked && one !== exhibit)}
                onCompare={(withId) => {
                  setComparing({ exhibit, withId });
                }}
              />
            ))
          )}
        </section>
      </div>
      {marking === null ? null : (
        <MarkPart
          exhibit={marking}
          overview={overview}
          view={view}
          onClose={() => {
            setMarking(null);
          }}
        />
      )}
      {comparing === null ? null : (
        <CompareCaptures
          {...comparing}
          others={overview.exhibits.filter(
            ({ exhibitId, locked }) => !locked && exhibitId !== comparing.exhibit.exhibitId,
          )}
          view={view}
          onClose={() => {
            setComparing(null);
          }}
        />
      )}
      {looking === null ? null : (
        <LookTogether
          exhibit={looking}
          view={view}
          onClose={() => {
            setLooking(null);
          }}
        />
      )}
    </div>
  );
}

const headings: Readonly<Partial<Record<NonNullable<AppView['step']>, string>>> = {
  report: 'A report has come in',
  triage: 'You are in triage',
  authority: 'The authority comes next',
  review: 'You are in the review',
  sign: 'The record is to be signed',
  judge: 'It is to be judged',
  act: 'It is to be acted on',
  debrief: 'Debrief, then close',
};

function factsOf(overview: InvestigationView): readonly (readonly [string, string])[] {
  const { authority } = overview;
  return [
    ['Reason', overview.reason],
    ['Scope', overview.scope],
    ['About', subjects[overview.subjectKind].name],
    [
      'Reviewers',
      overview.reviewers.map((person) => `${person.name}, ${person.position}`).join('; '),
    ],
    [
      'Authority',
      authority === null
        ? 'Not given yet'
        : `${authority.givenBy}, ${dateTimeOf(authority.givenAt)}: ${authority.document}`,
    ],
  ];
}
