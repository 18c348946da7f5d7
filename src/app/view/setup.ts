import type { SetupView } from '#src/contract/views.ts';
import { NOBODY_ASKED } from '#src/core/school-network.ts';
import type { App } from '../app.ts';
import type { SettingUp } from '../app-state.ts';
import { personView } from './person.ts';

/** First run: what is done, and which step is next. */
export function setupView(app: App, mode: SettingUp): SetupView {
  const state = mode.setup?.state() ?? null;
  return {
    kind: 'setup',
    step: stepOf(mode),
    vaultFolder: app.ports.vaultPath,
    vaultFolderRefusal: mode.folderRefusal,
    school: state?.school ?? null,
    computer: state?.computer ?? null,
    network: state?.network ?? NOBODY_ASKED,
    stopKey: state?.stopKey ?? 'F12',
    stopKeyTried: mode.stopKeyTried,
    people: (state?.people ?? []).map(personView),
    peopleMissing: [...(state?.missingRoles ?? [])],
    caFingerprint: state?.caFingerprint ?? null,
    custodians: (state?.custodians ?? []).map(({ personId, shown, proved }) => ({
      ...{ personId, sheetShown: shown, sheetProved: proved },
    })),
    pairsProved: state?.pairsProved ?? 0,
    pairsTotal: state?.pairsTotal ?? 0,
    finishRefusal: finishRefusal(mode, state?.finishRefusal ?? null),
  };
}

function finishRefusal(mode: SettingUp, refusal: string | null): string | null {
  if (mode.folderRefusal !== null) return 'The vault can’t be kept in this folder.';
  return refusal ?? (mode.stopKeyTried ? null : 'The STOP key has not been tried yet.');
}

function stepOf(mode: SettingUp): SetupView['step'] {
  const state = mode.setup?.state();
  if (state === undefined || state.school === null) return 'school';
  if (state.computer === null) return 'computer';
  if (!mode.stopKeyTried) return 'stop-key';
  if (!state.peopleDone) return 'people';
  if (state.caFingerprint === null) return 'ca';
  return state.finishRefusal === null ? 'finish' : 'custodians';
}
