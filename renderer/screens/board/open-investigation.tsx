import type { ReactElement } from 'react';
import type { AppView, InvestigationSummary } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { Dialogue } from '../../parts/dialogue.tsx';
import { WeightyAct } from '../../parts/weighty.tsx';
import layout from '../../parts/layout.module.css';

/** Opening one investigation takes the passphrases of both people at the screen. */
export function OpenInvestigation(props: {
  readonly investigation: InvestigationSummary;
  readonly view: AppView;
  readonly onClose: () => void;
}): ReactElement {
  const { investigation, view } = props;
  const open = useCommand('investigation.open');
  return (
    <Dialogue title={`Open ${investigation.reference}?`} onSafe={props.onClose}>
      <p className={layout.muted}>
        Its record is decrypted for this sitting. That it was opened, when and by whom, goes on
        record.
      </p>
      <WeightyAct
        label="Both passphrases"
        first={view.first ?? []}
        second={view.second ?? []}
        command={open}
        button={`Open ${investigation.reference}`}
        onAct={(credentials) =>
          void open
            .run({ investigationId: investigation.investigationId, credentials })
            .then((opened) => {
              if (opened !== null) props.onClose();
            })
        }
      />
      <div data-safe="" className={layout.row}>
        <Button onPress={props.onClose}>Leave it closed</Button>
        <span className={layout.caption}>Esc also leaves it closed</span>
      </div>
    </Dialogue>
  );
}
