import { useState, type ReactElement } from 'react';
import type { ExportView } from '../../../src/contract/views.ts';
import layout from '../../parts/layout.module.css';
import { Card } from '../../parts/card.tsx';
import { StepHeading } from '../../parts/question.tsx';
import { Progress } from '../../parts/progress.tsx';
import { Steps } from '../../parts/steps.tsx';
import { ExportDone } from './export-done.tsx';
import { ForWhom, type Recipient } from './for-whom.tsx';
import { LeavesStays } from './leaves-stays.tsx';
import { LookThrough } from './look-through.tsx';
import { SignExport } from './sign-export.tsx';

const names = [
  'For whom, and why',
  'What leaves, what stays',
  'Look through it',
  'Both sign, and it is written',
] as const;
const nobody: Recipient = { recipient: '', organisation: '', purpose: '', lawfulBasis: '' };

/** A pack in four steps. Nothing is written before the last of them. */
export function Export({ exported }: { readonly exported: ExportView }): ReactElement {
  const [recipient, setRecipient] = useState(nobody);
  const [at, setAt] = useState(0);
  const [moved, setMoved] = useState(false);
  if (exported.done !== null) return <ExportDone done={exported.done} />;
  if (exported.progress !== null) {
    return (
      <div className={`${layout.page} ${layout.narrow}`}>
        <StepHeading arrived title="The pack is being written" />
        <Card>
          <Progress
            level={2}
            progress={exported.progress}
            cancelSays="STOP works too. Then nothing has left."
          />
        </Card>
      </div>
    );
  }
  const goTo = (step: number): void => {
    setMoved(true);
    setAt(step);
  };
  const shared = {
    exported,
    recipient,
    arrived: moved,
    onContinue: () => {
      goTo(at + 1);
    },
    onBack: () => {
      goTo(at - 1);
    },
  };
  return (
    <div className={layout.wizard}>
      <Steps
        label="Steps of the export"
        steps={names.map((name, index) => ({
          key: name,
          name,
          state: index === at ? 'current' : index < at ? 'done' : 'to-come',
          answer:
            index === 0 && at > 0 ? `${recipient.recipient}, ${recipient.organisation}` : undefined,
          onOpen: index < at ? () => goTo(index) : undefined,
        }))}
      />
      {at === 0 ? <ForWhom {...shared} onChange={setRecipient} /> : null}
      {at === 1 ? <LeavesStays {...shared} /> : null}
      {at === 2 ? <LookThrough {...shared} /> : null}
      {at === 3 ? <SignExport {...shared} /> : null}
    </div>
  );
}
