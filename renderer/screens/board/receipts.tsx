import { useState, type ReactElement } from 'react';
import type { ChannelOutput } from '../../../src/contract/channels.ts';
import type { Half } from '../../../src/contract/values.ts';
import type { PersonView } from '../../../src/contract/views.ts';
import { firstNameOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import { Drawing } from '../../parts/picture.tsx';
import { Digest } from '../../parts/values.tsx';
import classes from './receipts.module.css';

/** A receipt each of the two can take away: it later shows whether anything was taken back. */
export function Receipts(props: {
  readonly first: PersonView | null;
  readonly second: PersonView | null;
}): ReactElement {
  const take = useCommand('receipt.take');
  const [receipt, setReceipt] = useState<{
    readonly half: Half;
    readonly value: ChannelOutput<'receipt.take'>;
  } | null>(null);
  const halves = [
    ['first', props.first],
    ['second', props.second],
  ] as const;
  return (
    <div className={layout.stackS}>
      <p className={layout.small}>
        A receipt on paper or on your phone later shows whether anything was taken back or
        rewritten. It holds a digest, no content.
      </p>
      <div className={layout.row}>
        {halves.map(([half, person]) =>
          person === null ? null : (
            <Button
              key={half}
              busy={take.busy}
              onPress={() =>
                void take.run({ half }).then((value) => {
                  if (value !== null) setReceipt({ half, value });
                })
              }
            >
              Receipt for {firstNameOf(person.name)}
            </Button>
          ),
        )}
      </div>
      {take.failure === null ? null : <FailureNotice {...take.failure} />}
      {receipt === null ? null : (
        <div className={classes.receipt}>
          <Drawing
            svg={receipt.value.qrSvg}
            alt="The receipt as a QR code; its text stands beside it"
          />
          <div className={layout.stackS}>
            <pre className={classes.text}>{receipt.value.text}</pre>
            <Digest label="Receipt, SHA-256" value={receipt.value.digest} />
          </div>
        </div>
      )}
    </div>
  );
}
