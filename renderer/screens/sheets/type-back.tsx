import { useState, type ReactElement } from 'react';
import type { PersonView } from '../../../src/contract/views.ts';
import { firstNameOf } from '../../format.ts';
import { Action, Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import { emptySheet, sheetFilled, SheetWords } from '../../parts/sheet-words.tsx';
import type { ProveSheet } from './sheet.tsx';

/** A sheet typed back from the paper, which shows that the paper can be read. */
export function TypeBack(props: {
  readonly person: PersonView;
  readonly prove: ProveSheet;
  readonly busy: boolean;
  readonly onAgain: () => void;
}): ReactElement {
  const { person, prove } = props;
  const [typed, setTyped] = useState(emptySheet);
  const [tried, setTried] = useState(false);
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
