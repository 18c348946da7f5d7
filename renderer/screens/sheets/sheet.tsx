import { useState, type ReactElement } from 'react';
import type { PersonView } from '../../../src/contract/views.ts';
import { firstNameOf } from '../../format.ts';
import type { Command } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { Notice } from '../../parts/notice.tsx';
import { printThis } from '../../print.ts';
import { AskSheet } from './ask-sheet.tsx';
import classes from './sheets.module.css';
import { TypeBack } from './type-back.tsx';

/** How a screen shows one sheet: at set-up to whoever says who they are, later only with their passphrase. */
export interface ShowSheet {
  readonly command: Pick<Command<'setup.show-sheet'>, 'busy' | 'failure'>;
  readonly asksPassphrase: boolean;
  /** Gives the 26 words, or null when it failed. */
  readonly run: (passphrase: string) => Promise<readonly string[] | null>;
}

/** What a sheet is checked with. */
export type ProveSheet = Command<'setup.prove-sheet'> | Command<'renewal.prove-sheet'>;

type Stage = 'ask' | 'shown' | 'type';

/** One custodian's sheet: shown to them alone, kept on paper, then typed back from the paper. */
export function Sheet(props: {
  readonly person: PersonView;
  readonly schoolName: string;
  readonly show: ShowSheet;
  readonly prove: ProveSheet;
}): ReactElement {
  const { person, show } = props;
  const [stage, setStage] = useState<Stage>('ask');
  const [words, setWords] = useState<readonly string[]>([]);
  const bringUp = (passphrase: string): void => {
    void show.run(passphrase).then((shown) => {
      if (shown === null) return;
      setWords(shown);
      setStage('shown');
    });
  };
  switch (stage) {
    case 'ask':
      return <AskSheet person={person} show={show} onShow={bringUp} />;
    case 'shown':
      return (
        <Shown
          person={person}
          schoolName={props.schoolName}
          words={words}
          onKept={() => {
            setWords([]);
            setStage('type');
          }}
        />
      );
    case 'type':
      return (
        <TypeBack
          person={person}
          prove={props.prove}
          busy={show.command.busy}
          onAgain={() => {
            if (show.asksPassphrase) setStage('ask');
            else bringUp('');
          }}
        />
      );
  }
}

interface OnPaper {
  readonly person: PersonView;
  readonly schoolName: string;
  readonly words: readonly string[];
}

function Shown(props: OnPaper & { readonly onKept: () => void }): ReactElement {
  const { person, words } = props;
  return (
    <>
      <div className="no-print">
        <Card title={`${firstNameOf(person.name)}, copy or print these 26 words`} now>
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

function PrintedSheet(props: OnPaper): ReactElement {
  return (
    <div className={`print-only ${classes.printed}`} aria-hidden="true">
      <h2>Countersign recovery sheet</h2>
      <p>
        <b>{props.person.name}</b>, {props.schoolName}
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
