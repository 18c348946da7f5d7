import type { ReactElement } from 'react';
import type { StoppedView } from '../../../src/contract/views.ts';
import { Card, Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { Notice } from '../../parts/notice.tsx';
import classes from './stopped.module.css';

const never = ['view again', 'copy', 'print', 'share', 'store', 'save', 'forward', 'delete'];

/** What not to do, what to leave alone, and what the program did. */
export function SideCards({ stopped }: { readonly stopped: StoppedView }): ReactElement {
  const dsl = stopped.callers[0]?.name ?? 'The DSL';
  return (
    <div className={layout.stack}>
      <Notice kind="illegal" icon="off" title="Until the police tell you, do not">
        <ul className={classes.never}>
          {never.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ul>
        <p>Don’t speak about it to the pupil, a parent or a member of staff concerned.</p>
      </Notice>
      <Card title="Leave this computer as it is" icon="computer">
        <p className={layout.small}>
          Touch nothing on it. Whether to switch it off: ask the police on this call. You may unplug
          its network cable; write down when. Lock the room and note who has the key.
        </p>
      </Card>
      <Card
        icon="locked"
        title={
          stopped.durationMs === null
            ? 'What Countersign did'
            : `What Countersign did, in ${(stopped.durationMs / 1000).toFixed(1)} seconds`
        }
      >
        <Ticks items={stopped.did.map((words) => ({ icon: 'done', words }))} />
        {stopped.underWay === null ? null : (
          <p className={layout.small}>Under way at that moment: {stopped.underWay}</p>
        )}
      </Card>
      {stopped.step === 'done' ? null : (
        <Card flat title="Then, look after yourselves" icon="care">
          <p className={`${layout.small} ${layout.muted}`}>
            What you saw may stay with you. {dsl} will speak to each of you today. Education
            Support’s number is on the contact card, day and night.
          </p>
        </Card>
      )}
    </div>
  );
}
