import type { ReactElement } from 'react';
import { useCommand } from '../hooks/use-command.ts';
import { Button } from './button.tsx';
import { FailureNotice, Notice } from './notice.tsx';

/** Reminds of the new recovery sheets until they are made. */
export function RenewalDue(): ReactElement {
  const open = useCommand('renewal.open');
  return (
    <Notice kind="attention" icon="print" title="The recovery sheets have been used">
      <p>
        A release read two of them into this computer. Have new ones made before the next review: it
        takes two custodians with their present sheets, and every custodian to be here.
      </p>
      {open.failure === null ? null : <FailureNotice {...open.failure} assertive />}
      <div>
        <Button busy={open.busy} onPress={() => void open.run({})}>
          Make new recovery sheets
        </Button>
      </div>
    </Notice>
  );
}
