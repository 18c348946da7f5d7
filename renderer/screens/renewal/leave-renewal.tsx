import type { ReactElement } from 'react';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';

/** Put it off. Nothing is lost but the work, and the screens go on asking for it. */
export function LeaveRenewal({ begun }: { readonly begun: boolean }): ReactElement {
  const leave = useCommand('renewal.leave');
  return (
    <Action
      busy={leave.busy}
      onPress={() => void leave.run({})}
      why={
        begun
          ? 'New sheets made so far are void then: tear them up. The old ones stay good until it is done, and are needed to begin again.'
          : 'The old sheets stay good until it is done.'
      }
    >
      Do it later
    </Action>
  );
}
