import type { ReactElement } from 'react';
import type { InvestigationView, RailStep } from '../../../src/contract/views.ts';
import { Ticks } from '../../parts/card.tsx';
import { railSteps } from '../../roles.ts';
import classes from './flow-chart.module.css';

type Outcome = NonNullable<InvestigationView['outcome']>;

interface Box {
  readonly step?: RailStep;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly name: string;
  readonly note: string;
  readonly danger?: boolean;
  /** Which judgement leads here. */
  readonly outcome?: Outcome;
}

const left: readonly Box[] = [
  { step: 'report', x: 110, y: 32, width: 210, name: 'Report', note: 'What was noticed' },
  { step: 'triage', x: 110, y: 100, width: 210, name: 'Triage', note: 'Who it is about' },
  { step: 'authority', x: 110, y: 168, width: 210, name: 'Authority', note: 'In writing' },
  { step: 'review', x: 110, y: 240, width: 210, name: 'Review', note: 'Two people, this computer' },
  {
    step: 'sign',
    x: 110,
    y: 318,
    width: 210,
    name: 'Sign',
    note: 'Both reviewers sign the record',
  },
  {
    step: 'judge',
    x: 110,
    y: 388,
    width: 210,
    name: 'Judge',
    note: 'Is there substance? Not you alone',
  },
  {
    step: 'act',
    x: 10,
    y: 464,
    width: 130,
    name: 'No substance',
    note: 'Reasons kept',
    outcome: 'no-substance',
  },
  {
    step: 'act',
    x: 150,
    y: 464,
    width: 130,
    name: 'In school',
    note: 'Behaviour, HR',
    outcome: 'internal-action',
  },
  {
    step: 'act',
    x: 290,
    y: 464,
    width: 130,
    name: 'Outside',
    note: 'LADO, platform',
    outcome: 'external-organisation',
  },
  {
    step: 'debrief',
    x: 110,
    y: 534,
    width: 210,
    name: 'Debrief and close',
    note: 'How are both of you?',
  },
];
const right: readonly Box[] = [
  {
    x: 572,
    y: 240,
    width: 236,
    name: 'Stopped',
    note: 'Page gone, everything locked',
    danger: true,
  },
  { x: 572, y: 318, width: 236, name: 'Leave the computer as it is', note: 'Nobody uses it' },
  { x: 572, y: 388, width: 236, name: 'Police told', note: 'And the LADO if staff' },
  {
    x: 572,
    y: 464,
    width: 236,
    name: 'Wait for the police',
    note: 'No interviews, no parents, no step',
  },
  {
    x: 572,
    y: 534,
    width: 236,
    name: 'They take over, or clear it',
    note: 'Cleared in writing: new authority',
  },
];
const lines = [
  'M215 78v20',
  'M215 146v20',
  'M215 214v24',
  'M215 286v30',
  'M215 364v22',
  'M215 434v28',
  'M215 434v14H75v14',
  'M215 434v14h140v14',
  'M75 510v12h140v10',
  'M355 510v12H215v10',
  'M215 510v22',
  'M690 286v30',
  'M690 364v22',
  'M690 434v28',
  'M690 510v22',
] as const;
const redLines = ['M320 263h250', 'M320 123h125c25 0 25 118 60 118h65', 'M320 411h250'] as const;

/** The school's flow chart with "you are here", and the same as a list. */
export function FlowChart(props: {
  readonly step: RailStep;
  readonly stopped: boolean;
  readonly outcome: Outcome | null;
}): ReactElement {
  const here = railSteps.findIndex((one) => one.step === props.step);
  return (
    <div className={classes.card}>
      <svg
        className={classes.chart}
        viewBox="0 0 880 590"
        role="img"
        aria-label="Flow chart with you are here; the same stands as a list below"
      >
        <defs>
          <ArrowHead id="arrow" className={classes.head} />
          <ArrowHead id="arrow-red" className={classes.redHead} />
        </defs>
        <g textAnchor="middle">
          <text x="215" y="18" className={classes.name}>
            Not suspected to be illegal
          </text>
          <text x="690" y="18" className={classes.redName}>
            Suspected to be illegal
          </text>
        </g>
        <path d="M500 8v574" className={classes.divide} />
        {lines.map((d) => (
          <path key={d} d={d} className={classes.line} markerEnd="url(#arrow)" />
        ))}
        {redLines.map((d) => (
          <path key={d} d={d} className={classes.redLine} markerEnd="url(#arrow-red)" />
        ))}
        <g textAnchor="middle" className={classes.red}>
          <text x="425" y="256">
            Either of you: STOP
          </text>
          <text x="395" y="115">
            before anyone looks
          </text>
          <text x="425" y="403">
            crime suspected
          </text>
        </g>
        {left.map((box) => {
          const index = railSteps.findIndex((one) => one.step === box.step);
          const state = props.stopped
            ? 'passed'
            : index < here
              ? 'passed'
              : index === here
                ? 'here'
                : 'later';
          const other = box.outcome !== undefined && box.outcome !== props.outcome;
          return <Drawn key={box.name} box={box} state={index > here || other ? 'later' : state} />;
        })}
        {right.map((box) => (
          <Drawn
            key={box.name}
            box={box}
            state={box.danger === true ? (props.stopped ? 'halted' : 'danger') : 'later'}
          />
        ))}
      </svg>
      <details className={classes.list}>
        <summary>The flow chart as a list</summary>
        <Ticks
          items={railSteps.map((one, index) => ({
            icon: index < here ? 'done' : index === here ? 'recorded' : 'absent',
            words:
              index === here ? (
                <b>
                  {one.name}: {props.stopped ? 'stopped here' : 'you are here'}
                </b>
              ) : (
                `${one.name}${index < here ? ', done' : ''}`
              ),
          }))}
        />
        <p className={classes.words}>
          From every step either reviewer can stop. Then everything is locked, the computer is left
          as it is, the police are told, and nothing is done until they take over or clear it in
          writing.
        </p>
      </details>
    </div>
  );
}

function Drawn(props: {
  readonly box: Box;
  readonly state: 'passed' | 'here' | 'later' | 'danger' | 'halted';
}): ReactElement {
  const { box, state } = props;
  const middle = box.x + box.width / 2;
  const narrow = box.width < 200;
  return (
    <g className={classes[state]} textAnchor="middle">
      <rect x={box.x} y={box.y} width={box.width} height="46" rx="4" />
      <text x={middle} y={box.y + 19} className={classes.name}>
        {state === 'here' && !narrow ? `${box.name}: you are here` : box.name}
      </text>
      <text x={middle} y={box.y + 37} className={classes.note}>
        {state === 'here' && narrow ? 'You are here' : box.note}
      </text>
    </g>
  );
}

function ArrowHead(props: {
  readonly id: string;
  readonly className: string | undefined;
}): ReactElement {
  return (
    <marker
      id={props.id}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth="8"
      markerHeight="8"
      orient="auto"
      markerUnits="userSpaceOnUse"
    >
      <path d="M0 0l8 4-8 4z" className={props.className} />
    </marker>
  );
}
