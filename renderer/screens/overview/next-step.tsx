import type { ReactElement } from 'react';
import type { ChannelInput } from '../../../src/contract/channels.ts';
import type { AppView, InvestigationView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import type { IconName } from '../../parts/icon.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';

type Place = ChannelInput<'screen.go'>['to'];

/** What can be done now: the next step filled, the others with the reason why they wait. */
export function NextStep(props: {
  readonly overview: InvestigationView;
  readonly view: AppView;
}): ReactElement {
  const { overview, view } = props;
  const go = useCommand('screen.go');
  const acts = actsOf(overview);
  const next = acts.find((act) => act.steps.includes(view.step ?? 'review')) ?? acts[0];
  const words = view.investigation?.nextAct ?? next?.name ?? 'Open it';
  const others = acts.filter((act) => act !== next);
  return (
    <Card title={`Next: ${words.charAt(0).toLowerCase()}${words.slice(1)}`} now>
      {next === undefined ? null : (
        <Action
          wide
          large
          kind="primary"
          {...(next.icon === undefined ? {} : { icon: next.icon })}
          busy={go.busy}
          refusal={next.refusal}
          why={next.why}
          onPress={() => void go.run({ to: next.to })}
        >
          {next.name}
        </Action>
      )}
      {go.failure === null ? null : <FailureNotice {...go.failure} />}
      <div className={layout.stack}>
        {others.map((act) => (
          <Action
            key={act.to}
            {...(act.icon === undefined ? {} : { icon: act.icon })}
            refusal={act.refusal}
            why={act.why}
            onPress={() => void go.run({ to: act.to })}
          >
            {act.name}
          </Action>
        ))}
      </div>
    </Card>
  );
}

interface Act {
  readonly to: Place;
  readonly name: string;
  readonly why: string;
  readonly icon?: IconName;
  readonly refusal: string | null;
  readonly steps: readonly AppView['step'][];
}

function actsOf(overview: InvestigationView): readonly Act[] {
  return [
    {
      to: 'review',
      name: overview.timeline.length > 3 ? 'Go on with the review' : 'Begin the review',
      why: 'Pages are shown as text first.',
      refusal: overview.reviewRefusal,
      steps: ['report', 'triage', 'authority', 'review'],
    },
    {
      to: 'record',
      name: 'Open the record',
      why: 'Both read it, then both sign.',
      icon: 'sign',
      refusal: overview.recordRefusal,
      steps: ['sign'],
    },
    {
      to: 'judge',
      name: 'Record the judgement',
      why: 'Made by the senior team, not by the two reviewers alone.',
      refusal: overview.judgeRefusal,
      steps: ['judge'],
    },
    {
      to: 'export',
      name: 'Make a pack',
      why: 'For the police, the LADO or whoever may have it.',
      icon: 'leaves',
      refusal: overview.exportRefusal,
      steps: ['act', 'debrief'],
    },
  ];
}
