import type { ReactElement } from 'react';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';

/** Continue, Back, and the way out, which keeps nothing. */
export function Ways(props: { readonly onBack: (() => void) | null }): ReactElement {
  return (
    <div className={`${layout.row} ${layout.between}`}>
      <div className={layout.row}>
        <Button submit kind="primary" large>
          Continue
        </Button>
        {props.onBack === null ? null : (
          <Button large icon="back" onPress={props.onBack}>
            Back
          </Button>
        )}
      </div>
      <Leave />
    </div>
  );
}

/** Back to the list: nothing has been written yet, so nothing is kept. */
export function Leave(): ReactElement {
  const go = useCommand('screen.go');
  return (
    <Button kind="quiet" busy={go.busy} onPress={() => void go.run({ to: 'board' })}>
      Leave without keeping it
    </Button>
  );
}
