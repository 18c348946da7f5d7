import { useState, type ReactElement } from 'react';
import type { PersonView, SetupView } from '../../../src/contract/views.ts';
import { firstNameOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action, Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice, Notice } from '../../parts/notice.tsx';
import { emptySheet, sheetFilled, SheetWords } from '../../parts/sheet-words.tsx';
import { printThis } from '../../print.ts';
import classes from './setup.module.css';

type Stage = 'ask' | 'shown' | 'type';

/** One custodian's sheet: shown to them alone, kept on paper, then typed back from the paper. */
export function Sheet(props: {
  readonly person: PersonView;
  readonly setup: SetupView;
}): ReactElement {
  const { person, setup } = props;
  const [stage, setStage] = useState<Stage>('ask');
  const [words, setWords] = useState<readonly string[]>([]);
  const show = useCommand('setup.show-sheet');
  const first = firstNameOf(person.name);
  const bringUp = (): void => {
    void show.run({ personId: person.personId }).then((sheet) => {
      if (sheet === null) return;
      setWords(sheet.words);
      setStage('shown');
    });
  };
  if (stage === 'shown') {
    return (
      <Shown
        person={person}
        setup={setup}
        words={words}
        onKept={() => {
          setWords([]);
          setStage('type');
        }}
      />
    );
  }
  if (stage === 'type') return <TypeBack person={person} busy={show.busy} onAgain={bringUp} />;
  return (
    <Card title={`${first}, only you may see this sheet`} now>
      <p className={layout.small}>
        26 words. Have a pen or a printer on a cable ready. Everybody else looks away or leaves the
        room.
      </p>
      {show.failure === null ? null : <FailureNotice {...show.failure} assertive />}
      <div>
        <Button kind="primary" large busy={show.busy} onPress={bringUp}>
          I am {first}: show my sheet
        </Button>
      </div>
    </Card>
  );
}

function Shown(props: {
  readonly person: PersonView;
  readonly setup: SetupView;
  readonly words: readonly string[];
  readonly onKept: () => void;
}): ReactElement {
  const { person, words } = props;
  const first = firstNameOf(person.name);
  return (
    <>
      <div className="no-print">
        <Card title={`${first}, copy or print these 26 words`} now>
          <ol className={classes.sheet} aria-label="The words of the sheet">
            {words.map((word, index) => (
              <li key={index}>
                <span>{index + 1}</span> {word}
              </li>
            ))}
          </ol>
          <Notice kind="attention" icon="print" title="Print only on a printer on a cable">
            <p>
              A printer on the network keeps a copy where others may read it. If there is only one
              of those, copy the words by hand. Nothing is saved as a file.
            </p>
          </Notice>
          <div className={layout.row}>
            <Button kind="primary" large onPress={props.onKept}>
              I have it on paper
            </Button>
            <Button large icon="print" onPress={printThis}>
              Print the sheet
            </Button>
          </div>
        </Card>
      </div>
      <PrintedSheet {...props} />
    </>
  );
}

function PrintedSheet(props: {
  readonly person: PersonView;
  readonly setup: SetupView;
  readonly words: readonly string[];
}): ReactElement {
  return (
    <div className={`print-only ${classes.printed}`} aria-hidden="true">
      <h2>Countersign recovery sheet</h2>
      <p>
        <b>{props.person.name}</b>, {props.setup.school?.name ?? ''}
      </p>
      <ol>
        {props.words.map((word, index) => (
          <li key={index}>{word}</li>
        ))}
      </ol>
      <p>
        Two such sheets, of two people, open what was locked after a stop. One alone opens nothing.
        Keep it locked, in a signed envelope, apart from the others and from the computer. Never
        photograph, scan or send it.
      </p>
      <p>Kept since: ______________ Place: ______________ Signature: ______________</p>
    </div>
  );
}

function TypeBack(props: {
  readonly person: PersonView;
  readonly busy: boolean;
  readonly onAgain: () => void;
}): ReactElement {
  const { person } = props;
  const [typed, setTyped] = useState(emptySheet);
  const [tried, setTried] = useState(false);
  const prove = useCommand('setup.prove-sheet');
  return (
    <Card title={`${firstNameOf(person.name)}, type your sheet back from the paper`} now>
      <p className={layout.small}>
        This shows that the paper can be read. Nobody else should see it.
      </p>
      <form
        noValidate
        className={layout.stack}
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          const wrong = typed.findIndex((word) => !/^[a-z]{3,8}$/.test(word));
          if (!sheetFilled(typed)) {
            document.getElementById(`prove-${wrong + 1}`)?.focus();
            return;
          }
          void prove.run({ personId: person.personId, words: [...typed] });
        }}
      >
        <SheetWords
          id="prove"
          legend="The 26 words"
          words={typed}
          onChange={setTyped}
          showErrors={tried}
        />
        {prove.failure === null ? null : <FailureNotice {...prove.failure} assertive />}
        <div className={layout.row}>
          <Action submit kind="primary" large busy={prove.busy}>
            Check these words
          </Action>
          <Button large busy={props.busy} onPress={props.onAgain}>
            Show the sheet again
          </Button>
        </div>
      </form>
    </Card>
  );
}
