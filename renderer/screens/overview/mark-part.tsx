import { useState, type ReactElement } from 'react';
import type { ChannelOutput } from '../../../src/contract/channels.ts';
import type { AppView, ExhibitView, InvestigationView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { AgreementPair } from '../../parts/agreement.tsx';
import { Action, Button } from '../../parts/button.tsx';
import { Dialogue } from '../../parts/dialogue.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import { Picture } from '../../parts/picture.tsx';
import { Facts } from '../../parts/values.tsx';
import { WeightyAct } from '../../parts/weighty.tsx';
import { MarkFields, nothingSaid, type Said } from './mark-fields.tsx';
import { MarkPicture, type Css } from './mark-picture.tsx';
import classes from './mark-part.module.css';

const noBox: Css = { x: 0, y: 0, width: 0, height: 0 };

type Opened = ChannelOutput<'part.open'>;

interface MarkProps {
  readonly exhibit: ExhibitView;
  readonly overview: InvestigationView;
  readonly view: AppView;
  readonly onClose: () => void;
}

/** Both open an exhibit, mark a part of its picture and agree to keep it under a reference of its own. */
export function MarkPart(props: MarkProps): ReactElement {
  const { exhibit, view } = props;
  const open = useCommand('part.open');
  const close = useCommand('part.close');
  const [opened, setOpened] = useState<Opened | null>(null);
  const leave = (): void => {
    props.onClose();
    if (opened !== null) void close.run({});
  };
  if (opened !== null) return <Marking {...props} opened={opened} onClose={leave} />;
  return (
    <Dialogue key="ask" title={`Mark a part of ${exhibit.exhibitRef}?`} onSafe={leave}>
      <p className={layout.muted}>
        The recorded picture is opened; nothing is asked of the web again. That you looked, when and
        who, goes on record. Either of you can press STOP at once.
      </p>
      <div data-safe="" className={layout.row}>
        <Button large onPress={leave}>
          Leave it closed
        </Button>
        <span className={layout.caption}>Esc also leaves it closed</span>
      </div>
      <WeightyAct
        label="Both passphrases"
        first={view.first ?? []}
        second={view.second ?? []}
        command={open}
        button={`Open ${exhibit.exhibitRef}`}
        onAct={(credentials) =>
          void open.run({ exhibitId: exhibit.exhibitId, credentials }).then(setOpened)
        }
      />
    </Dialogue>
  );
}

function Marking(props: MarkProps & { readonly opened: Opened }): ReactElement {
  const { exhibit, overview, view, opened, onClose } = props;
  const propose = useCommand('part.propose');
  const [css, setCss] = useState<Css>(noBox);
  const [said, setSaid] = useState<Said>(nothingSaid);
  const [crop, setCrop] = useState<Uint8Array | null>(null);
  const [seen, setSeen] = useState(exhibit.parts.length);
  const [kept, setKept] = useState<string | null>(null);
  const agreement = overview.partAgreement;
  const now = overview.exhibits.find((one) => one.exhibitId === exhibit.exhibitId);
  const parts = now?.parts ?? [];
  // One more than before: it was kept, and the next begins empty.
  if (parts.length > seen) {
    setSeen(parts.length);
    setKept(parts.at(-1)?.exhibitRef ?? null);
    setCss(noBox);
    setSaid(nothingSaid);
  }
  if (agreement !== null && crop !== null)
    return <AgreeToPart {...{ exhibit, agreement, view, crop, said }} onClose={onClose} />;
  return (
    <Dialogue key="mark" title={`Mark a part of ${exhibit.exhibitRef}`} onSafe={onClose}>
      {kept === null ? null : (
        <p role="status">
          <b>Kept as {kept}.</b> You can mark another part, or close.
        </p>
      )}
      <div data-safe="" className={layout.row}>
        <Button large onPress={onClose}>
          Close it
        </Button>
        <span className={layout.caption}>Esc also closes it; what is not agreed is not kept</span>
      </div>
      <p className={layout.small}>
        Drag over the part, or type the four numbers. The picture is {Math.round(opened.width)} by{' '}
        {Math.round(opened.height)} CSS pixels.
      </p>
      <MarkPicture
        png={opened.png}
        alt={`The page as it was captured in ${exhibit.exhibitRef}`}
        width={opened.width}
        height={opened.height}
        css={css}
        onChange={setCss}
      />
      <MarkFields key={parts.length} lines={opened.lines} said={said} onChange={setSaid} />
      {propose.failure === null ? null : <FailureNotice {...propose.failure} assertive />}
      <Action
        kind="primary"
        large
        busy={propose.busy}
        refusal={missingOf(css, said)}
        why="You then both see the part as it would be kept."
        onPress={() =>
          void propose.run({ css, ...said }).then((made) => {
            if (made === null) return;
            setCrop(made.png);
            setKept(null);
          })
        }
      >
        Ask both for this part
      </Action>
    </Dialogue>
  );
}

function AgreeToPart(props: {
  readonly exhibit: ExhibitView;
  readonly agreement: NonNullable<InvestigationView['partAgreement']>;
  readonly view: AppView;
  readonly crop: Uint8Array;
  readonly said: Said;
  readonly onClose: () => void;
}): ReactElement {
  const drop = useCommand('agreement.drop');
  return (
    <Dialogue
      key="agree"
      title={`Keep this part of ${props.exhibit.exhibitRef}?`}
      onSafe={() => void drop.run({})}
    >
      <div data-safe="" className={layout.row}>
        <Button large busy={drop.busy} onPress={() => void drop.run({})}>
          Don’t keep it
        </Button>
        <span className={layout.caption}>Esc also goes back without keeping it</span>
      </div>
      <div className={classes.crop} tabIndex={0} role="region" aria-label="The part; scrolls">
        <Picture png={props.crop} alt="The part as it would be kept" />
      </div>
      <Facts
        facts={[
          ['User name', props.said.username || 'Not shown'],
          ['Display name', props.said.displayName || 'Not shown'],
          ['Date and time as shown', props.said.shownAt || 'Not shown'],
          ['What was said', props.said.said || 'Not shown'],
          ['Why this part', props.said.why],
        ]}
      />
      <p>{props.agreement.statement}</p>
      <AgreementPair
        agreement={props.agreement}
        first={props.view.first}
        second={props.view.second}
      />
    </Dialogue>
  );
}

/** What is still missing, in words; null when both can be asked. */
function missingOf(css: Css, { why, ...texts }: Said): string | null {
  if (css.width < 1 || css.height < 1) return 'mark a part of the picture first';
  if (Object.values(texts).every((text) => text.trim() === ''))
    return 'write down at least one thing that stands there';
  return why.trim() === '' ? 'say why this part is marked' : null;
}
