import type { ReactElement } from 'react';
import type { AgreementView, PersonView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { AgreementPair } from '../../parts/agreement.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialogue } from '../../parts/dialogue.tsx';
import layout from '../../parts/layout.module.css';

/** Both agree before a picture is asked for. The safe way out is where the focus starts. */
export function PicturesDialogue(props: {
  readonly agreement: AgreementView;
  readonly first: PersonView | null;
  readonly second: PersonView | null;
}): ReactElement {
  const drop = useCommand('agreement.drop');
  const keepOff = (): void => {
    void drop.run({});
  };
  return (
    <Dialogue title="Show the pictures on this site?" onSafe={keepOff}>
      <p>
        They will be asked for from the site and shown plain. What you see may be upsetting. Either
        of you can press STOP at once.
      </p>
      <p>
        <b>“{props.agreement.statement}”</b>
      </p>
      <div data-safe="" className={layout.row}>
        <Button kind="primary" large busy={drop.busy} onPress={keepOff}>
          Keep them off
        </Button>
        <span className={layout.caption}>Esc also keeps them off</span>
      </div>
      <AgreementPair {...props} />
    </Dialogue>
  );
}
