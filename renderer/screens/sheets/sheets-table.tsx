import type { ReactElement } from 'react';
import type { CustodianView, PersonView } from '../../../src/contract/views.ts';
import { Badge } from '../../parts/badge.tsx';
import layout from '../../parts/layout.module.css';
import { Notice } from '../../parts/notice.tsx';
import { Table, Under } from '../../parts/table.tsx';

/** What the screens know of a set of sheets. */
export interface SheetsState {
  readonly people: readonly PersonView[];
  readonly custodians: readonly CustodianView[];
  readonly pairsProved: number;
  readonly pairsTotal: number;
}

/** Whose sheet it is now: the first that has not been checked; null when all have. */
export function currentOf({ custodians, people }: SheetsState): PersonView | null {
  const current = custodians.find((one) => !one.sheetProved);
  return people.find((one) => one.personId === current?.personId) ?? null;
}

/** Each custodian and how far their sheet is, then how many pairs rebuilt the key. */
export function SheetsTable({ state }: { readonly state: SheetsState }): ReactElement {
  const current = currentOf(state);
  return (
    <>
      <Table label="Custodians and their sheets" heads={['Custodian', 'Sheet']}>
        {state.custodians.map((custodian) => {
          const person = state.people.find((one) => one.personId === custodian.personId);
          return (
            <tr key={custodian.personId}>
              <th scope="row">
                {person?.name}
                <Under>{person?.position}</Under>
              </th>
              <td>
                {custodian.sheetProved ? (
                  <Badge kind="confirmed" icon="done" children="Kept and checked" />
                ) : custodian.personId === current?.personId ? (
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
      <Pairs {...state} />
    </>
  );
}

function Pairs({ pairsProved, pairsTotal }: SheetsState): ReactElement {
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
