import type { ReactElement } from 'react';
import { counted } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import { Question } from '../../parts/question.tsx';
import { Digest, Facts } from '../../parts/values.tsx';
import type { SetupStepProps } from './step-props.ts';

/** Step 7: everything once more, then it is written in one go. */
export function FinishStep({ setup, arrived }: SetupStepProps): ReactElement {
  const finish = useCommand('setup.finish');
  const { school, computer } = setup;
  return (
    <Question
      arrived={arrived}
      title="Check, and finish"
      lead="Read it together. It is written in one go. From then on everything goes on record."
      onContinue={() => {
        if (setup.finishRefusal === null) void finish.run({});
      }}
      asideLabel="What happens then"
      aside={
        <Card title="What happens then" icon="done">
          <Ticks
            items={[
              { icon: 'two', words: 'Two people sign in, side by side, whenever you review' },
              {
                icon: 'locked',
                words: 'The words of the sheets and the passphrases are nowhere on this computer',
              },
              {
                icon: 'continuity',
                words: 'Who signs in, what is opened and what is decided goes on record',
              },
            ]}
          />
        </Card>
      }
    >
      <Card title="What was set up">
        <Facts
          facts={[
            [
              'School',
              school === null ? 'Not named' : `${school.name} (${school.referencePrefix})`,
            ],
            [
              'For',
              school?.demonstration === true
                ? 'A demonstration: not evidence'
                : 'Real investigations',
            ],
            [
              'Computer',
              computer === null
                ? 'Not named'
                : `${computer.name}, ${computer.location}, ${computer.assetNo}`,
            ],
            ['STOP key', `${setup.stopKey}${setup.stopKeyTried ? ', tried on this keyboard' : ''}`],
            ['People', setup.people.map((person) => person.name).join(', ')],
            [
              'Custodians',
              setup.custodians
                .map((one) => setup.people.find((person) => person.personId === one.personId)?.name)
                .filter((name) => name !== undefined)
                .join(', '),
            ],
            ['Sheets', `${counted(setup.pairsProved, 'pair')} of ${setup.pairsTotal} proved`],
            ['Kept in', <code key="folder">{setup.vaultFolder}</code>],
          ]}
        />
      </Card>
      {setup.caFingerprint === null ? null : (
        <Card title="The certificate key’s fingerprint" icon="sign">
          <p className={layout.small}>
            Write it down or read it aloud to somebody outside the room. Whoever checks a pack
            compares it with this.
          </p>
          <Digest label="SHA-256" value={setup.caFingerprint} />
        </Card>
      )}
      {finish.failure === null ? null : <FailureNotice {...finish.failure} assertive />}
      <Action submit kind="primary" large busy={finish.busy} refusal={setup.finishRefusal}>
        Finish setting up
      </Action>
    </Question>
  );
}
