import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { PEOPLE } from '#scripts/demo/people.ts';
import { openContent } from '#src/vault/investigation-keys.ts';
import { STEP_MS, type RunningApp } from '#test/support/e2e.ts';
import { withVault } from '#test/support/e2e-vault.ts';
import type { Template } from '#test/support/e2e-template.ts';
import { piecesBelow } from './raw-bytes.ts';

const CLI = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** What has to be gone from every byte after a stop. */
export interface Secrets {
  /** The boxes of the content shares as the database held them. */
  readonly shares: readonly Uint8Array[];
  /** The key in the investigation's lock slot. */
  readonly slotKey: Uint8Array;
}

/** Read them from the database and the slot, before anything is stopped. */
export async function secretsOf(template: Template): Promise<Secrets> {
  const investigationId = template.investigationId ?? '';
  return await withVault(template.home, ({ store, vault }) => {
    const filter = { kind: 'content-share', investigationId } as const;
    const shares = store.tables.envelopes.list(store.read, filter).map(({ box }) => box);
    const slotKey = store.slots.read(vault.investigation(investigationId).slotId);
    if (slotKey === 'empty') throw new Error('a slot with a key expected');
    return { shares, slotKey: slotKey.slice() };
  });
}

/** How STOP is pressed. */
export type Way = 'key' | 'mouse';

/** Press STOP. */
export async function pressStop(app: RunningApp, way: Way): Promise<void> {
  if (way === 'key') await app.driver.press('F12');
  else await app.driver.click('button', 'STOP', { exact: true, waitMs: STEP_MS });
}

/** Wait for the stopped screen and check all that it promises at once. */
export async function expectStopped(app: RunningApp) {
  await app.hands.on('stopped', STEP_MS);
  const view = await app.hands.until(
    'the lock to be recorded',
    (now) => now.screen.kind === 'stopped' && now.screen.recorded && now,
    STEP_MS,
  );
  expect(view).toMatchObject({ stopped: true, signedIn: false, first: null, second: null });
  expect(await app.driver.review()).toBeNull();
  await app.driver.waitForText('Stopped. The page is gone.', STEP_MS);
  if (view.screen.kind !== 'stopped') throw new Error('the stopped screen expected');
  return view.screen;
}

/** Nothing on disk holds a share or the slot's key; the app must have ended or be at rest. */
export function expectKeysGone(app: RunningApp, { shares, slotKey }: Secrets): void {
  expect(shares).toHaveLength(4);
  expect(piecesBelow(app.vaultPath, [...shares, slotKey])).toBe(0);
}

/** The keys are still there: what {@link expectKeysGone} looks for can be found. */
export function expectKeysThere(app: RunningApp, { shares, slotKey }: Secrets): void {
  expect(piecesBelow(app.vaultPath, [...shares, slotKey])).toBe(shares.length + 1);
}

/** No two of the four people authorised can open the exhibits, whoever has the folder. */
export async function expectNobodyOpens(app: RunningApp, investigationId: string): Promise<void> {
  await withVault(app.home, async ({ vault, unlock }) => {
    expect(vault.investigation(investigationId).state).toBe('locked');
    const { first, second, dsl, head } = PEOPLE;
    for (const [one, other] of [
      [first, second],
      [dsl, head],
    ] as const) {
      const people = [await unlock(one), await unlock(other)] as const;
      await expect(openContent(vault, investigationId, people)).rejects.toMatchObject({
        code: 'VAULT_LOCKED',
        message: 'investigation expected to be open, got a locked one',
      });
    }
  });
}

/** `countersign fsck` on the vault folder finds nothing; the app must have ended. */
export function expectClean(app: RunningApp): void {
  const run = spawnSync(process.execPath, [CLI, 'fsck', app.vaultPath], { encoding: 'utf8' });
  expect(`${run.stdout}${run.stderr}`).toContain('Nothing wrong was found.');
  expect(run.status).toBe(0);
}
