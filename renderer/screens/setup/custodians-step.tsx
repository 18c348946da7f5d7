import { useState, type ReactElement } from 'react';
import type { SetupView } from '../../../src/contract/views.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import { Notice } from '../../parts/notice.tsx';
import { StepHeading } from '../../parts/question.tsx';
import { Table, Under } from '../../parts/table.tsx';
import { ChooseCustodians } from './choose-custodians.tsx';
import { Sheet } from './sheet.tsx';
import classes from './setup.module.css';
import type { SetupStepProps } from './step-props.ts';

/** Step 6: who keeps a recovery sheet, and each sheet shown, kept and typed back. */
export function CustodiansStep({ setup, arrived, onNext }: SetupStepProps): ReactElement {
  const [choosing, setChoosing] = useState(false);
  const { custodians } = setup;
  const current = custodians.find((one) => !one.sheetProved);
  const person = setup.people.find((one) => one.personId === current?.personId);
  if (custodians.length === 0 || choosing) {
    return (
      <ChooseCustodians
        setup={setup}
        arrived={arrived}
        onDone={() => {
          setChoosing(false);
        }}
      />
    );
  }
  return (
    <div className={layout.stack}>
      <StepHeading
        key={person?.personId ?? 'all'}
        arrived={arrived || custodians.some((one) => one.sheetProved)}
        title={
          person === undefined ? 'Every sheet has been checked' : `${person.name}’s recovery sheet`
        }
        lead="If a review is stopped, nobody at the school can open what was kept. Only two of these people, each with their sheet, can release it to the police."
      />
      <div className={layout.side}>
        <div className={layout.stack}>
          {person === undefined ? (
            <div>
              <Button kind="primary" large onPress={onNext}>
                Continue
              </Button>
            </div>
          ) : (
            <Sheet key={person.personId} person={person} setup={setup} />
          )}
          <div className={`${layout.stack} no-print`}>
            <SheetsTable setup={setup} />
            <Pairs setup={setup} />
          </div>
          {custodians.some((one) => one.sheetProved) ? null : (
            <div className="no-print">
              <Button
                kind="quiet"
                onPress={() => {
                  setChoosing(true);
                }}
              >
                Choose other custodians
              </Button>
            </div>
          )}
        </div>
        <aside className={`${layout.stack} no-print`} aria-label="What a recovery sheet is">
          <AnyTwo />
          <Card title="Where to keep a sheet">
            <Ticks
              items={[
                { icon: 'done', words: 'Apart from the others, locked, in a signed envelope' },
                { icon: 'off', words: 'Never photographed, scanned, or in an e-mail' },
                { icon: 'off', words: 'Never in the same room as this computer' },
              ]}
            />
          </Card>
        </aside>
      </div>
    </div>
  );
}

function SheetsTable({ setup }: { readonly setup: SetupView }): ReactElement {
  const current = setup.custodians.find((one) => !one.sheetProved);
  return (
    <Table label="Custodians and their sheets" heads={['Custodian', 'Sheet']}>
      {setup.custodians.map((custodian) => {
        const person = setup.people.find((one) => one.personId === custodian.personId);
        return (
          <tr key={custodian.personId}>
            <th scope="row">
              {person?.name}
              <Under>{person?.position}</Under>
            </th>
            <td>
              {custodian.sheetProved ? (
                <Badge kind="confirmed" icon="done" children="Kept and checked" />
              ) : custodian === current ? (
                <Badge
                  kind="here"
                  icon="print"
                  children={custodian.sheetShown ? 'Shown, check it now' : 'Show it now'}
                />
              ) : (
                <Badge icon="absent" children="Not shown yet" />
              )}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

function Pairs({ setup }: { readonly setup: SetupView }): ReactElement {
  const { pairsProved, pairsTotal } = setup;
  return (
    <div role="status">
      {pairsProved === pairsTotal && pairsTotal > 0 ? (
        <Notice
          kind="confirmed"
          icon="proved"
          title={`Proved: any two of the sheets rebuild the key`}
        >
          <p>All {pairsTotal} pairs were tried.</p>
        </Notice>
      ) : (
        <p className={layout.small}>
          Pairs of sheets proved to rebuild the key: <b className="num">{pairsProved}</b> of{' '}
          <span className="num">{pairsTotal}</span>.
        </p>
      )}
    </div>
  );
}

function AnyTwo(): ReactElement {
  return (
    <Card title="Any two open it">
      <svg
        viewBox="0 0 300 112"
        role="img"
        aria-label="Two sheets together open it for the police. One sheet alone opens nothing."
        className={classes.drawing}
        fill="none"
        strokeWidth="2"
      >
        <g className={classes.with}>
          <rect x="14" y="8" width="40" height="52" rx="3" />
          <rect x="70" y="8" width="40" height="52" rx="3" />
          <path d="M22 22h24M22 32h24M22 42h14M78 22h24M78 32h24M78 42h14" />
        </g>
        <g className={classes.alone}>
          <rect x="214" y="8" width="40" height="52" rx="3" strokeDasharray="4 4" />
          <path d="M222 22h24M222 32h24M222 42h14" />
        </g>
        <g textAnchor="middle">
          <text x="62" y="84" fontWeight="700">
            Two sheets
          </text>
          <text x="62" y="102" className={classes.second}>
            open for the police
          </text>
          <text x="234" y="84" fontWeight="700">
            One sheet
          </text>
          <text x="234" y="102" className={classes.second}>
            opens nothing
          </text>
        </g>
      </svg>
    </Card>
  );
}
