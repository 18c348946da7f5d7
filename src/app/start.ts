import { isEvidenceError } from '#src/core/errors.ts';
import { failure } from '#src/core/result.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { lastOpenHere } from '#src/vault/lock.ts';
import { openVault } from '#src/vault/open-vault.ts';
import { VaultSetup } from '#src/vault/setup.ts';
import type { VaultPorts } from '#src/vault/ports.ts';
import type { App } from './app.ts';
import { newLive, type Opened } from './app-state.ts';
import { stepFromKinds, stoppedFrom } from './stopped.ts';
import { underWayBefore } from './under-way.ts';

/** Who says that it holds the vault. */
function holder(): string {
  return `Countersign, process ${process.pid}`;
}

/**
 * Look at the vault folder and decide which screen comes first: set-up, sign-in, stopped, or why the vault
 * can't be opened. Never throws.
 */
export async function start(app: App): Promise<void> {
  const { ports } = app;
  try {
    ports.assertLocalFolder(ports.vaultPath);
  } catch (error) {
    const { code, message } = failure(error).error;
    if (ports.isVault(ports.vaultPath)) app.mode = { kind: 'cannot-open', code, message };
    else app.mode = { ...settingUp(null, null), folderRefusal: { code, message } };
    return;
  }
  let store: VaultStore | null = null;
  try {
    store = ports.isVault(ports.vaultPath)
      ? ports.openStore(ports.vaultPath, { holder: holder() })
      : ports.createStore(ports.vaultPath, { holder: holder() });
    await open(app, store);
  } catch (error) {
    store?.close();
    const { code, message, details } = failure(error).error;
    const held =
      typeof details['holder'] === 'string' ? `${message}: ${details['holder']}` : message;
    app.mode = { kind: 'cannot-open', code, message: held };
  }
}

function settingUp(setup: VaultSetup | null, store: VaultStore | null) {
  const nothing = { folderRefusal: null, stopKeyTried: false };
  return { kind: 'setup' as const, setup, store, ...nothing };
}

/** Open the vault in a store; a store without a vault leads to set-up. @throws {EvidenceError} as `openVault` */
export async function open(app: App, store: VaultStore): Promise<void> {
  const { clock, random, keyWorker, osKeyStore } = app.ports;
  const ports: VaultPorts = { store, clock, random, keyWorker, osKeyStore };
  try {
    const vault = await openVault(ports);
    const installationWriter = await vault.computerWriter(vault.installationOrigin);
    app.mode = { kind: 'open', vault, store, installationWriter, stopWriters: new Map() };
  } catch (error) {
    if (!isEvidenceError(error, 'VAULT_NOT_SET_UP')) throw error;
    app.mode = settingUp(new VaultSetup(ports), store);
    return;
  }
  app.live = newLive();
  await readyForStop(app);
  showStopped(app, app.mode);
  if (app.live.stopped === null) app.live.underWay = underWayBefore(app.mode.vault);
}

/** Have a writer ready for what STOP would lock with nobody signed in, so that the stop waits for nothing. */
export async function readyForStop(app: App): Promise<void> {
  if (app.mode.kind !== 'open') return;
  const { vault, stopWriters } = app.mode;
  const investigationId = lastOpenHere(vault);
  if (investigationId === null || stopWriters.has(investigationId)) return;
  stopWriters.set(investigationId, await vault.computerWriter(vault.originOf(investigationId)));
}

/** The computer stays stopped over a restart until two people recorded that the police allow other work. */
function showStopped(app: App, { vault }: Opened): void {
  for (const { investigationId, reference, state } of vault.investigations()) {
    if (state !== 'locked') continue;
    const entries = [...vault.ledger(vault.originOf(investigationId)).readEntries()];
    const from = entries.findLastIndex(({ kind }) => kind === 'locked');
    const since = entries.slice(Math.max(from, 0)).map(({ kind }) => kind);
    if (since.includes('stopped-left')) continue;
    const stoppedAt = entries[from]?.recordedAt ?? app.now();
    const stopped = stoppedFrom(app, {
      investigationId,
      reference,
      fromSignIn: false,
      state: null,
      event: null,
    });
    app.live.stopped = { ...stopped, stoppedAt, step: stepFromKinds(since) };
    app.live.chosenId = investigationId;
    return;
  }
}
