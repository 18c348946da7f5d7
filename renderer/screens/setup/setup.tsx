import { useState, type ReactElement } from 'react';
import type { SetupView } from '../../../src/contract/views.ts';
import { counted } from '../../format.ts';
import layout from '../../parts/layout.module.css';
import { Steps } from '../../parts/steps.tsx';
import { CaStep } from './ca-step.tsx';
import { ComputerStep } from './computer-step.tsx';
import { CustodiansStep } from './custodians-step.tsx';
import { FinishStep } from './finish-step.tsx';
import { PeopleStep } from './people-step.tsx';
import { SchoolStep } from './school-step.tsx';
import { StopKeyStep } from './stop-key-step.tsx';

type StepKey = SetupView['step'];

const order: readonly { readonly key: StepKey; readonly name: string }[] = [
  { key: 'school', name: 'School' },
  { key: 'computer', name: 'This computer' },
  { key: 'stop-key', name: 'STOP key' },
  { key: 'people', name: 'People' },
  { key: 'ca', name: 'Certificate key' },
  { key: 'custodians', name: 'Custodians and their sheets' },
  { key: 'finish', name: 'Check and finish' },
];

/** The first run, step by step. Nothing is written before the last one; then all of it is. */
export function Setup({ setup }: { readonly setup: SetupView }): ReactElement {
  const [opened, setOpened] = useState<StepKey | null>(null);
  const reached = indexOf(setup.step);
  const at = opened === null ? reached : Math.min(indexOf(opened), reached + 1);
  const step = order[at]?.key ?? setup.step;
  const [startedAt] = useState(step);
  // What was answered can be looked at again until the certificate key has been made from it.
  const fixed = setup.caFingerprint !== null;
  const next = (): void => {
    setOpened(null);
  };
  const goTo = (key: StepKey): void => {
    setOpened(key);
  };
  return (
    <div className={layout.wizard}>
      <div className="no-print">
        <Steps
          label="Steps of the set-up"
          steps={order.map(({ key, name }, index) => ({
            key,
            name,
            state: index === at ? 'current' : index < reached ? 'done' : 'to-come',
            answer: answerOf(key, setup),
            onOpen: index < reached && index !== at && !fixed ? () => goTo(key) : undefined,
          }))}
        />
      </div>
      <One
        key={step}
        setup={setup}
        step={step}
        arrived={step !== startedAt}
        onNext={next}
        onGo={goTo}
      />
    </div>
  );
}

function One(props: {
  readonly setup: SetupView;
  readonly step: StepKey;
  readonly arrived: boolean;
  readonly onNext: () => void;
  readonly onGo: (key: StepKey) => void;
}): ReactElement {
  const { setup, arrived, onNext } = props;
  const shared = { setup, arrived, onNext };
  switch (props.step) {
    case 'school':
      return <SchoolStep {...shared} />;
    case 'computer':
      return <ComputerStep {...shared} />;
    case 'stop-key':
      return (
        <StopKeyStep
          {...shared}
          onNext={() => {
            props.onGo('people');
          }}
        />
      );
    case 'people':
      return <PeopleStep {...shared} />;
    case 'ca':
      return <CaStep {...shared} />;
    case 'custodians':
      return <CustodiansStep {...shared} />;
    case 'finish':
      return <FinishStep {...shared} />;
  }
}

function indexOf(key: StepKey): number {
  return order.findIndex((one) => one.key === key);
}

function answerOf(key: StepKey, setup: SetupView): string | undefined {
  switch (key) {
    case 'school':
      return setup.school?.name;
    case 'computer':
      return setup.computer === null
        ? undefined
        : `${setup.computer.location}, ${setup.computer.name}`;
    case 'stop-key':
      return setup.stopKeyTried ? `${setup.stopKey}, tried` : undefined;
    case 'people':
      return setup.people.length === 0
        ? undefined
        : `${counted(setup.people.length, 'person', 'people')}, ${reviewersOf(setup)} may review`;
    case 'ca':
      return setup.caFingerprint === null ? undefined : 'Made';
    case 'custodians':
      return setup.custodians.length === 0
        ? undefined
        : `${setup.custodians.filter((one) => one.sheetProved).length} of ${counted(setup.custodians.length, 'sheet')} checked`;
    case 'finish':
      return undefined;
  }
}

function reviewersOf(setup: SetupView): number {
  return setup.people.filter((person) => person.roles.includes('reviewer')).length;
}
