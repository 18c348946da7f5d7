import { useState, type ReactElement } from 'react';
import type { AppView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { WeightyAct } from '../../parts/weighty.tsx';
import { Receipts } from './receipts.tsx';

/** The way out: receipts for both, then both end the sitting. */
export function EndSitting({ view }: { readonly view: AppView }): ReactElement {
  const [ending, setEnding] = useState(false);
  const end = useCommand('sitting.end');
  return (
    <Card title="End the sitting" icon="two">
      <p className={layout.small}>
        Both end it together. Then nothing is open on this computer. Pausing is enough if you come
        back today.
      </p>
      <Receipts first={view.first} second={view.second} />
      {ending ? (
        <>
          <WeightyAct
            label="Both passphrases, to end the sitting"
            first={view.first ?? []}
            second={view.second ?? []}
            command={end}
            button="End the sitting"
            onAct={(credentials) => void end.run({ credentials })}
          />
          <div>
            <Button
              kind="quiet"
              onPress={() => {
                setEnding(false);
              }}
            >
              Go on with the sitting
            </Button>
          </div>
        </>
      ) : (
        <div>
          <Button
            onPress={() => {
              setEnding(true);
            }}
          >
            End the sitting…
          </Button>
        </div>
      )}
    </Card>
  );
}
