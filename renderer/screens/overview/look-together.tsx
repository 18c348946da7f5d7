import { useState, type ReactElement } from 'react';
import type { ChannelOutput } from '../../../src/contract/channels.ts';
import type { AppView, ExhibitView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { Dialogue } from '../../parts/dialogue.tsx';
import layout from '../../parts/layout.module.css';
import { Picture } from '../../parts/picture.tsx';
import { Pictures, type Shown } from '../../parts/pictures.tsx';
import { Address, Facts } from '../../parts/values.tsx';
import { WeightyAct } from '../../parts/weighty.tsx';
import classes from './overview.module.css';

function LookedAt(props: {
  readonly shot: ChannelOutput<'exhibit.look'>;
  readonly shown: Shown;
  readonly exhibitRef: string;
}): ReactElement | null {
  const { picture, sheet } = props.shown;
  const small = props.shot.pictures.find(({ key }) => key === picture.key)?.sheets[sheet];
  if (small === undefined) return null;
  const what =
    picture.key === 'page' ? `The page as it was captured in ${props.exhibitRef}` : picture.name;
  return (
    <div className={classes.shot} tabIndex={0} role="region" aria-label="The picture; scrolls">
      <Picture png={small.png} scale={small.scale} alt={what} />
    </div>
  );
}

/** Looking at an exhibit again takes both passphrases; the picture is gone when it is closed. */
export function LookTogether(props: {
  readonly exhibit: ExhibitView;
  readonly view: AppView;
  readonly onClose: () => void;
}): ReactElement {
  const { exhibit, view } = props;
  const look = useCommand('exhibit.look');
  const [shot, setShot] = useState<ChannelOutput<'exhibit.look'> | null>(null);
  if (shot !== null) {
    return (
      <Dialogue
        key="shown"
        title={`${exhibit.exhibitRef}, as it was captured`}
        onSafe={props.onClose}
      >
        <p className={layout.small}>
          <Address>{exhibit.address}</Address>
        </p>
        <div data-safe="" className={layout.row}>
          <Button kind="primary" large onPress={props.onClose}>
            Close it
          </Button>
          <span className={layout.caption}>Esc also closes it</span>
        </div>
        <Pictures pictures={shot.pictures.map((one) => ({ ...one, sheets: one.sheets.length }))}>
          {(shown) => <LookedAt shot={shot} shown={shown} exhibitRef={exhibit.exhibitRef} />}
        </Pictures>
        {shot.facts.length === 0 ? null : (
          <Facts facts={shot.facts.map(({ name, value }) => [name, value] as const)} />
        )}
      </Dialogue>
    );
  }
  return (
    <Dialogue key="ask" title={`Look at ${exhibit.exhibitRef} together?`} onSafe={props.onClose}>
      <p className={layout.muted}>
        It is opened for this look only. What you see may be upsetting. That you looked, when and
        who, goes on record. Either of you can press STOP at once.
      </p>
      <div data-safe="" className={layout.row}>
        <Button large onPress={props.onClose}>
          Leave it closed
        </Button>
        <span className={layout.caption}>Esc also leaves it closed</span>
      </div>
      <WeightyAct
        label="Both passphrases"
        first={view.first ?? []}
        second={view.second ?? []}
        command={look}
        button={`Look at ${exhibit.exhibitRef}`}
        onAct={(credentials) =>
          void look.run({ exhibitId: exhibit.exhibitId, credentials }).then(setShot)
        }
      />
    </Dialogue>
  );
}
