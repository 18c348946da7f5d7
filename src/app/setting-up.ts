import { EvidenceError } from '#src/core/errors.ts';
import type { VaultSetup } from '#src/vault/setup.ts';
import type { App } from './app.ts';
import type { SettingUp } from './app-state.ts';

/**
 * First run under way, in a folder that may hold the vault.
 * @throws {EvidenceError} VAULT_ALREADY_SET_UP - it is done
 * @throws {EvidenceError} STORE_LOCATION_… - the folder may not hold it
 */
export function settingUp(app: App): SettingUp & { readonly setup: VaultSetup } {
  const { mode } = app;
  if (mode.kind !== 'setup') {
    throw new EvidenceError(
      'VAULT_ALREADY_SET_UP',
      'vault expected to be new, got one that is set up',
    );
  }
  const { setup, folderRefusal } = mode;
  if (setup === null || folderRefusal !== null) {
    throw new EvidenceError('COMMAND_REFUSED', 'the vault can’t be kept in this folder');
  }
  return Object.assign(mode, { setup });
}
