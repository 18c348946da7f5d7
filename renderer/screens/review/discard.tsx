import { useState, type ReactElement } from 'react';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { TextArea } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';

/** Letting a capture go: a reason, and that it was made stays on record. */
export function Discard({ captureId }: { readonly captureId: string }): ReactElement {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const discard = useCommand('capture.discard');
  if (!asking) {
    return (
      <div>
        <Button
          onPress={() => {
            setAsking(true);
          }}
        >
          Discard it…
        </Button>
      </div>
    );
  }
  return (
    <div className={layout.stackS}>
      <TextArea
        id="discard-reason"
        label="Why it is not kept"
        hint="The picture is removed. That it was made stays on record."
        rows={2}
        value={reason}
        error={tried && reason.trim() === '' ? 'Say why in a sentence' : null}
        onChange={setReason}
      />
      {discard.failure === null ? null : <FailureNotice {...discard.failure} />}
      <div className={layout.row}>
        <Button
          kind="primary"
          busy={discard.busy}
          onPress={() => {
            setTried(true);
            if (reason.trim() !== '') void discard.run({ captureId, reason });
          }}
        >
          Discard it
        </Button>
        <Button
          kind="quiet"
          onPress={() => {
            setAsking(false);
          }}
        >
          Go back
        </Button>
      </div>
    </div>
  );
}
