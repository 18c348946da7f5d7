import { useState, type ReactElement } from 'react';
import type { ChannelOutput } from '../../../src/contract/channels.ts';
import type { AppView, ExhibitView } from '../../../src/contract/views.ts';
import { dateTimeOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import { Dialogue } from '../../parts/dialogue.tsx';
import layout from '../../parts/layout.module.css';
import { Address } from '../../parts/values.tsx';
import { WeightyAct } from '../../parts/weighty.tsx';
import { choicesFor } from './compare-choice.ts';
import { ComparedFacts, ComparedRequests } from './compared-facts.tsx';
import { ComparedPictures } from './compared-pictures.tsx';
import { ComparedText } from './compared-text.tsx';

type Compared = ChannelOutput<'exhibit.compare'>;

/** Two captures side by side takes both passphrases; everything is gone when it is closed. */
export function CompareCaptures(props: {
  readonly exhibit: ExhibitView;
  /** The other one, where it was suggested. */
  readonly withId: string | null;
  readonly others: readonly ExhibitView[];
  readonly view: AppView;
  readonly onClose: () => void;
}): ReactElement {
  const { exhibit, view, onClose } = props;
  const compare = useCommand('exhibit.compare');
  const [withId, setWithId] = useState(props.withId);
  const [compared, setCompared] = useState<Compared | null>(null);
  if (compared !== null) return <SideBySide compared={compared} onClose={onClose} />;
  const other = props.others.find(({ exhibitId }) => exhibitId === withId);
  return (
    <Dialogue key="ask" title={`Compare ${exhibit.exhibitRef} with…`} onSafe={onClose}>
      <p className={layout.muted}>
        Both captures are opened for this look only, from what is kept; nothing is asked of the web.
        What you see may be upsetting. That you compared them, when and who, goes on record. Either
        of you can press STOP at once.
      </p>
      <div data-safe="" className={layout.row}>
        <Button large onPress={onClose}>
          Leave them closed
        </Button>
        <span className={layout.caption}>Esc also leaves them closed</span>
      </div>
      <Choices
        id="compare-with"
        legend="The other capture"
        value={withId}
        onChange={setWithId}
        choices={choicesFor(exhibit, props.others).map(({ other: one, same }) => ({
          value: one.exhibitId,
          name: `${one.exhibitRef}, ${dateTimeOf(one.capturedAt)}`,
          note: same ? 'The same address' : <Address selectable={false}>{one.address}</Address>,
        }))}
      />
      <WeightyAct
        label="Both passphrases"
        first={view.first ?? []}
        second={view.second ?? []}
        command={compare}
        refusal={other === undefined ? 'choose the other capture first' : null}
        button={
          other === undefined
            ? 'Compare the two'
            : `Compare ${exhibit.exhibitRef} with ${other.exhibitRef}`
        }
        onAct={(credentials) => {
          if (other === undefined) return;
          const exhibitIds: [string, string] = [exhibit.exhibitId, other.exhibitId];
          void compare.run({ exhibitIds, credentials }).then(setCompared);
        }}
      />
    </Dialogue>
  );
}

function SideBySide(props: {
  readonly compared: Compared;
  readonly onClose: () => void;
}): ReactElement {
  const { compared, onClose } = props;
  const { earlier, later } = compared;
  return (
    <Dialogue
      key="shown"
      wide
      title={`What changed from ${earlier.exhibitRef} to ${later.exhibitRef}`}
      onSafe={onClose}
    >
      <div data-safe="" className={layout.row}>
        <Button kind="primary" large onPress={onClose}>
          Close both
        </Button>
        <span className={layout.caption}>Esc also closes them</span>
      </div>
      <div>
        {compared.words.map((words, index) => (
          <p key={index} className={index === 0 ? layout.lead : layout.muted}>
            {words}
          </p>
        ))}
      </div>
      <ComparedPictures compared={compared} />
      <ComparedText text={compared.text} />
      <ComparedFacts compared={compared} />
      <ComparedRequests requests={compared.requests} />
    </Dialogue>
  );
}
