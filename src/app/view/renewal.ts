import type { RenewalView } from '#src/contract/views.ts';
import { isCaHolder } from '#src/vault/person.ts';
import type { App } from '../app.ts';
import type { Renewal } from '../app-state.ts';
import { personView } from './person.ts';

/** New recovery sheets: whose turn it is, and what is proved. */
export function renewalView(app: App, renewal: Renewal): RenewalView {
  const { vault } = app.opened();
  const people = vault.people();
  const sheets = renewal.making?.sheets ?? null;
  const state =
    sheets?.state() ??
    vault.settings.custodianIds.map((personId) => ({ personId, shown: false, proved: false }));
  return {
    kind: 'renewal',
    step: stepOf(renewal),
    people: people.map(personView),
    custodians: state.map(({ personId, shown, proved }) => ({
      ...{ personId, sheetShown: shown, sheetProved: proved },
    })),
    pairsProved: sheets?.pairsProved ?? 0,
    pairsTotal: sheets?.pairsTotal ?? 0,
    holders: people.filter(isCaHolder).map(personView),
  };
}

function stepOf({ making, done }: Renewal): RenewalView['step'] {
  if (done) return 'done';
  if (making === null) return 'begin';
  return making.sheets.proved ? 'finish' : 'sheets';
}
