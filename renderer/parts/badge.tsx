import type { ReactElement, ReactNode } from 'react';
import type { ExhibitView, VisitView } from '../../src/contract/views.ts';
import classes from './badge.module.css';
import { Icon, type IconName } from './icon.tsx';

/** An icon and a word. */
export function Badge(props: {
  readonly kind?: 'plain' | 'here' | 'attention' | 'confirmed' | 'illegal';
  readonly icon: IconName;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <span className={`${classes.badge} ${classes[props.kind ?? 'plain']}`}>
      <Icon name={props.icon} />
      {props.children}
    </span>
  );
}

/** How a capture or exhibit ended. */
export function StateBadge({
  state,
  locked = false,
}: {
  readonly state: ExhibitView['state'];
  readonly locked?: boolean;
}): ReactElement {
  if (locked) return <Badge kind="illegal" icon="locked" children="Locked" />;
  if (state === 'complete') return <Badge kind="confirmed" icon="done" children="Complete" />;
  if (state === 'partial') return <Badge kind="attention" icon="doubt" children="Partial" />;
  if (state === 'failed') return <Badge kind="attention" icon="doubt" children="Failed" />;
  return <Badge kind="illegal" icon="stop" children="Stopped" />;
}

/** What the two made of a visit, or that there was nothing. */
export function VisitBadge({ visit }: { readonly visit: VisitView }): ReactElement {
  if (visit.judgement === 'concern') return <Badge kind="here" icon="concern" children="Concern" />;
  if (visit.judgement === 'no-concern') {
    return <Badge icon="done" children="No concern" />;
  }
  if (visit.outcome === 'refused') return <Badge icon="off" children="Refused" />;
  if (visit.outcome === 'failed') return <Badge icon="absent" children="Nothing there" />;
  return <Badge icon="absent" children="Not judged" />;
}
