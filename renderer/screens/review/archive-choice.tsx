import { useState, type ReactElement } from 'react';
import type { AppView, ReviewView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { AgreementPair } from '../../parts/agreement.tsx';
import { Action, Button } from '../../parts/button.tsx';
import { CheckBox } from '../../parts/choices.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import classes from './panel.module.css';

/** A full archive with the next capture? Off by default; asked for by both, apart from the capture. */
export function ArchiveChoice(props: {
  readonly review: ReviewView;
  readonly view: AppView;
}): ReactElement | null {
  const { review, view } = props;
  const drop = useCommand('agreement.drop');
  if (review.captureRefusal !== null) return null;
  const { agreement, archive } = review;
  // One question at a time.
  if (agreement !== null && agreement.what !== 'archive') return null;
  if (agreement?.what === 'archive') {
    return (
      <section className={`${classes.section} ${classes.now}`} aria-label="Keep a full archive?">
        <h2>Keep a full archive as well?</h2>
        <p className={layout.small}>
          Each of you: <b>“{agreement.statement}”</b>
        </p>
        <AgreementPair agreement={agreement} first={view.first} second={view.second} />
        <div>
          <Button kind="quiet" busy={drop.busy} onPress={() => void drop.run({})}>
            No archive
          </Button>
        </div>
      </section>
    );
  }
  if (archive.agreed) {
    return (
      <section className={classes.section} aria-label="Full archive">
        <p role="status">Both asked for a full archive. It is made with the capture.</p>
        <div>
          <Button kind="quiet" busy={drop.busy} onPress={() => void drop.run({})}>
            No archive after all
          </Button>
        </div>
      </section>
    );
  }
  return <ArchiveQuestion categories={archive.categories} />;
}

function ArchiveQuestion(props: {
  readonly categories: ReviewView['archive']['categories'];
}): ReactElement {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const propose = useCommand('agreement.propose-archive');
  const never = props.categories.filter(({ id, allowed }) => !allowed && chosen.includes(id));
  return (
    <details className={classes.section}>
      <summary>Keep a full archive as well? It is off</summary>
      <p className={layout.small}>
        It holds everything the page received, pictures that nobody has looked at among it. Other
        programs can replay it. It stays in the vault, and no pack holds it. Most reviews need none.
      </p>
      <fieldset className={layout.stackS}>
        <legend>What do you suspect this is?</legend>
        {props.categories.map(({ id, name }) => (
          <CheckBox
            key={id}
            id={`archive-${id}`}
            checked={chosen.includes(id)}
            onChange={(on) => {
              setChosen(on ? [...chosen, id] : chosen.filter((one) => one !== id));
            }}
          >
            {id} {name}
          </CheckBox>
        ))}
      </fieldset>
      {propose.failure === null ? null : <FailureNotice {...propose.failure} />}
      <Action
        kind="plain"
        busy={propose.busy}
        refusal={
          chosen.length === 0
            ? 'Say first what you suspect this is'
            : never.length === 0
              ? null
              : `No full archive is ever made of ${never.map(({ id }) => id).join(', ')}`
        }
        why="Both of you are asked for your sitting codes, apart from the capture."
        onPress={() => void propose.run({ categories: [...chosen] })}
      >
        Ask both for a full archive…
      </Action>
    </details>
  );
}
