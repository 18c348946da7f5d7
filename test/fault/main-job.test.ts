import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type OpenStore } from '#src/store/store.ts';
import type { TestApp } from '#test/app/test-app.ts';
import { runAndKill } from './kill.ts';
import { findingsOf, lostOf, type Acknowledged, type JobLine } from './main-job.ts';
import { atFolder, idsAsText, setUpVault } from './main-job-app.ts';
import { STAGE } from './workload.ts';

const slow = process.env['SLOW'] === '1';
const KILLS = slow ? 200 : 20;
/** Kills of one vault, before the next begins as it was set up. */
const KILLS_OF_ONE = 20;
/** Lines that one run of the whole main job says, and more. */
const LINES = 110;
const SCRIPT = join(import.meta.dirname, 'main-job-process.ts');

let template: TestApp;
const folders: string[] = [];

beforeAll(async () => {
  template = await setUpVault();
}, 120_000);
afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  template.ports.remove();
  await template.ports.realWorker.close();
});

/** A copy of the vault that is set up. */
function newVault(): string {
  const folder = mkdtempSync(join(STAGE, 'countersign-main-job-'));
  folders.push(folder);
  cpSync(template.ports.vaultPath, join(folder, 'vault'), { recursive: true });
  return join(folder, 'vault');
}

function withStore<T>(path: string, look: (store: OpenStore) => T): T {
  const store = openStore(path, { holder: 'look' });
  try {
    return look(store);
  } finally {
    store.close();
  }
}

interface Said {
  readonly last: Acknowledged;
  /** The act that had begun and had not come back. */
  readonly inFlight: string | null;
  /** Every exhibit that was ever shown, by investigation. */
  readonly exhibits: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

function read(lines: readonly string[], exhibits: Map<string, Map<string, string>>): Said {
  let last: Acknowledged | null = null;
  let inFlight: string | null = null;
  for (const text of lines) {
    const line = JSON.parse(text) as JobLine;
    inFlight = line.kind === 'begins' ? line.act : null;
    if (line.kind !== 'done') continue;
    last = line;
    const { reference } = line;
    if (reference === null) continue;
    const of = exhibits.get(reference) ?? new Map<string, string>();
    exhibits.set(reference, of);
    for (const [exhibitRef, digest] of line.exhibits) of.set(exhibitRef, digest);
  }
  if (last === null) throw new Error('a process that acknowledged something expected');
  return { last, inFlight, exhibits };
}

/** The restarted application says what was under way, and shows every exhibit that had been shown. */
async function expectEverythingThere(
  path: string,
  { last, inFlight, exhibits }: Said,
): Promise<void> {
  const { app, store } = await atFolder(path, template.ids, {
    keyWorker: template.ports.realWorker,
  });
  try {
    const { underWay, choices } = app.screen('sign-in');
    // Whoever is shown an investigation sits on it, until they begin another.
    if (last.reference !== null && inFlight !== 'investigation.create')
      expect(underWay).toContain(`A sitting on ${last.reference}: `);
    const ending = ['capture.accept', 'capture.discard', 'agreement.agree'];
    if (last.capturing && !ending.includes(inFlight ?? ''))
      expect(underWay).toContain('a capture that was not kept, which nobody can open');
    const newest = choices.at(-1);
    if (newest === undefined) {
      expect([...exhibits.keys()]).toEqual([]);
      return;
    }
    await app.do('signin.choose', { investigationId: newest.investigationId });
    await app.signIn();
    const shown = app.screen('investigation').exhibits;
    for (const [exhibitRef, digest] of exhibits.get(newest.reference) ?? [])
      expect(shown).toContainEqual(expect.objectContaining({ exhibitRef, digest }));
    const newestExhibit = shown.at(-1);
    if (newestExhibit !== undefined) {
      const { exhibitId } = newestExhibit;
      const { png } = await app.do('exhibit.look', { exhibitId, credentials: app.both() });
      expect(new TextDecoder().decode(png)).toContain('PNG CANARY-PIXELS');
    }
    expect(lostOf(store(), last.heads)).toEqual([]);
  } finally {
    await app.countersign.close();
  }
}

describe('the process that owns the store, killed under the main job', () => {
  it(
    `loses nothing that was acknowledged, and says what was under way (${KILLS} kills)`,
    async () => {
      const inFlight = new Set<string>();
      let path = '';
      let exhibits = new Map<string, Map<string, string>>();
      for (let kill = 0; kill < KILLS; kill++) {
        if (kill % KILLS_OF_ONE === 0) {
          path = newVault();
          exhibits = new Map();
        }
        const killAtLine = 1 + Math.floor(Math.random() * LINES);
        const killAfterMs = Math.random() * 25;
        const where = `kill ${kill}, ${killAfterMs.toFixed(1)} ms after line ${killAtLine}`;
        const killed = await runAndKill({
          command: [SCRIPT, path, idsAsText(template.ids)],
          ...{ killAtLine, killAfterMs },
        });
        expect([where, killed.wasKilled]).toEqual([where, true]);
        const said = read(killed.acknowledged, exhibits);
        inFlight.add(said.inFlight ?? 'nothing');
        expect([where, ...withStore(path, (store) => lostOf(store, said.last.heads))]).toEqual([
          where,
        ]);
        await expectEverythingThere(path, said);
        expect([where, ...(await findingsOf(path))]).toEqual([where]);
      }
      // The kills fell into different acts.
      expect(inFlight.size).toBeGreaterThan(3);
    },
    slow ? 3_600_000 : 600_000,
  );
});
