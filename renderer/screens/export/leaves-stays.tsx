import type { ReactElement } from 'react';
import { counted, sizeOf } from '../../format.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { Notice } from '../../parts/notice.tsx';
import { StepHeading } from '../../parts/question.tsx';
import type { ExportStepProps } from './for-whom.tsx';
import classes from './export.module.css';

/** Step 2 of 4: what leaves and what stays, side by side. */
export function LeavesStays(props: ExportStepProps): ReactElement {
  const { exported, recipient } = props;
  const bytes = exported.leaves.reduce((sum, file) => sum + (file.sizeBytes ?? 0), 0);
  const sizesKnown = exported.leaves.every((file) => file.sizeBytes !== null);
  const stays = exported.stays.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className={layout.stack}>
      <StepHeading
        arrived={props.arrived}
        title="What leaves the school, and what stays"
        lead={
          <>
            For{' '}
            <b>
              {recipient.recipient}, {recipient.organisation}
            </b>
            : {recipient.purpose} Basis: {recipient.lawfulBasis}
          </>
        }
      />
      <div className={layout.two}>
        <Card
          now
          title="Leaves"
          icon="leaves"
          aside={
            <Badge icon="leaves">
              {counted(exported.leaves.length, 'file')}, {sizesKnown ? '' : 'more than '}
              {sizeOf(bytes)}
            </Badge>
          }
        >
          <Ticks
            items={kindsOf(exported.leaves).map((kind) => ({
              icon: 'leaves',
              words: <Line what={kind.what} note={sizeNote(kind)} />,
            }))}
          />
        </Card>
        <Card
          title="Stays"
          icon="locked"
          aside={<Badge icon="locked">{counted(stays, 'entry', 'entries')} withheld</Badge>}
        >
          {exported.stays.length === 0 ? (
            <p className={layout.small}>Nothing is withheld.</p>
          ) : (
            <Ticks
              items={exported.stays.map((one) => ({
                icon: 'locked',
                words: (
                  <Line
                    what={one.what}
                    note={`${counted(one.count, 'entry', 'entries')}. ${one.why}`}
                  />
                ),
              }))}
            />
          )}
          <Notice icon="recorded" title="The pack says so">
            <p>
              It lists how many things stay, their digests and why, so that the recipient can ask
              for them.
            </p>
          </Notice>
        </Card>
      </div>
      <Ways {...props} button="Look through it" />
    </div>
  );
}

function Line(props: { readonly what: string; readonly note: string }): ReactElement {
  return (
    <>
      <b>{props.what}</b>
      <span className={classes.note}>{props.note}</span>
    </>
  );
}

function kindsOf(
  leaves: ExportStepProps['exported']['leaves'],
): readonly { readonly what: string; readonly count: number; readonly bytes: number }[] {
  const kinds = new Map<string, { count: number; bytes: number }>();
  for (const file of leaves) {
    const kind = kinds.get(file.what) ?? { count: 0, bytes: 0 };
    kinds.set(file.what, { count: kind.count + 1, bytes: kind.bytes + (file.sizeBytes ?? 0) });
  }
  return [...kinds].map(([what, { count, bytes }]) => ({ what, count, bytes }));
}

/** How many files, and how large where that is known before the pack is written. */
function sizeNote(kind: { readonly count: number; readonly bytes: number }): string {
  const files = counted(kind.count, 'file');
  return kind.bytes === 0 ? files : `${files}, ${sizeOf(kind.bytes)}`;
}

/** On, and back. */
export function Ways(props: {
  readonly button: string;
  readonly onContinue: () => void;
  readonly onBack: () => void;
}): ReactElement {
  return (
    <div className={layout.row}>
      <Button kind="primary" large onPress={props.onContinue}>
        {props.button}
      </Button>
      <Button large icon="back" onPress={props.onBack}>
        Back
      </Button>
      <p className={layout.caption}>
        Nothing is written until step 4. Nothing can leave that is locked after a stop.
      </p>
    </div>
  );
}
