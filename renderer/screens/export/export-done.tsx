import { useState, type ReactElement } from 'react';
import type { ExportView } from '../../../src/contract/views.ts';
import { inertText, sizeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { StepHeading } from '../../parts/question.tsx';
import { Digest, Facts } from '../../parts/values.tsx';

/** The pack as it was read back: what was found, its digests to read aloud, and saving it. */
export function ExportDone(props: {
  readonly done: NonNullable<ExportView['done']>;
}): ReactElement {
  const { done } = props;
  return (
    <div className={layout.page}>
      <StepHeading
        arrived
        title={
          done.verified
            ? 'The pack is written and verified'
            : 'The pack is written, but not verified'
        }
        lead={
          done.verified
            ? 'Nothing in it has changed since it was signed. It has not left yet: you save it and hand it over.'
            : 'It was read back and did not hold. Don’t hand it over.'
        }
      />
      <div className={layout.side}>
        <div className={layout.stack}>
          <Findings done={done} />
          <Card title="To read aloud when you hand it over">
            <p className={layout.small}>
              The recipient compares them with what their computer prints. They travel by another
              way than the file: by voice or on paper.
            </p>
            <Digest label="Whole file, SHA-256" value={done.packDigest} />
            <Digest label="Seal, SHA-256" value={done.sealDigest} />
          </Card>
        </div>
        <div className={layout.stack}>
          <SaveCard done={done} />
        </div>
      </div>
    </div>
  );
}

function Findings({ done }: { readonly done: NonNullable<ExportView['done']> }): ReactElement {
  if (done.verified && done.findings.length === 0) {
    return (
      <Notice
        kind="confirmed"
        icon="proved"
        title="Nothing in this pack has changed since it was signed"
      >
        <p>It was read back from the file and every signature, digest and entry was checked.</p>
      </Notice>
    );
  }
  return (
    <Notice
      kind={done.verified ? 'plain' : 'attention'}
      icon={done.verified ? 'unproved' : 'doubt'}
      title={done.verified ? 'Verified, and to be said with it' : 'What was found'}
    >
      {done.findings.length === 0 ? (
        <p>No finding was named. Write the time down and ring the network manager.</p>
      ) : (
        <Ticks
          items={done.findings.map((words) => ({
            icon: done.verified ? 'unproved' : 'doubt',
            words,
          }))}
        />
      )}
    </Notice>
  );
}

function SaveCard({ done }: { readonly done: NonNullable<ExportView['done']> }): ReactElement {
  const save = useCommand('export.save');
  const go = useCommand('screen.go');
  const [saved, setSaved] = useState<boolean | null>(null);
  return (
    <Card title="Save it, and hand it over" icon="leaves" now={done.verified}>
      <Facts
        facts={[
          ['File', <code key="name">{inertText(done.fileName)}</code>],
          ['Size', sizeOf(done.sizeBytes)],
        ]}
      />
      <div role="status">
        {saved === true ? (
          <Notice kind="confirmed" icon="done" title="Saved, read back and the same">
            <p>Write down who took it, when, and how.</p>
          </Notice>
        ) : saved === false ? (
          <p className={layout.small}>Not saved: no place was chosen. Nothing has left.</p>
        ) : null}
      </div>
      {save.failure === null ? null : <FailureNotice {...save.failure} assertive />}
      <Action
        wide
        large
        kind="primary"
        busy={save.busy}
        refusal={done.verified ? null : 'It did not hold, so it can’t be handed over'}
        why="To an encrypted drive or another medium the recipient has agreed to."
        onPress={() =>
          void save.run({}).then((answer) => {
            if (answer !== null) setSaved(answer.saved);
          })
        }
      >
        {saved === true ? 'Save another copy…' : 'Save the pack…'}
      </Action>
      <Action kind="quiet" busy={go.busy} onPress={() => void go.run({ to: 'investigation' })}>
        Back to the overview
      </Action>
    </Card>
  );
}
