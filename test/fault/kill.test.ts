import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromUtf8, toHex } from '#src/core/bytes.ts';
import { fsck } from '#src/ledger/fsck.ts';
import { openLedger } from '#src/ledger/ledger.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { createStore, openStore } from '#src/store/store.ts';
import { TestClock, TestSchool } from '../ledger/school.ts';
import { HOLDER, id, temporaryFolder } from '../store/support.ts';
import { runAndKill } from './kill.ts';

const KILLS = process.env['SLOW'] === '1' ? 200 : 20;

describe('a killed process', () => {
  it(`loses nothing that it acknowledged (${KILLS} kills of one vault)`, async () => {
    const path = join(temporaryFolder(), 'vault');
    createStore(path, { holder: HOLDER }).close();
    const school = new TestSchool();
    const origin = `countersign/${id()}/installation`;
    const script = join(import.meta.dirname, 'append-forever.ts');
    const promises: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const killed = await runAndKill({
        command: [script, path, origin, toHex(school.computerSeed)],
        // Kills spread over the first rounds, where every kind of step is under way at some of them.
        killAfterMs: 1 + ((kill * 37) % 180),
      });
      expect(killed).toMatchObject({ wasKilled: true });
      promises.push(...killed.acknowledged);
      const store = openStore(path, { holder: HOLDER });
      try {
        expect(await fsck(store.fsckReader(), { verifier: school.verifier() })).toEqual([]);
        const ledger = openLedger({
          store: store.ledgerStore(origin),
          clock: new TestClock(),
          random: randomBytes,
        });
        const digests = new Map(
          store.tables.objects.list(store.read).map((row) => [row.objectId, row.fileDigest]),
        );
        const slots = new Map<string, string>();
        let entries = 0;
        for (const line of promises) {
          const [kind, first = '', second = ''] = line.split(' ');
          if (kind === 'object') expect(digests.get(first)).toBe(second);
          if (kind === 'entry') entries = Math.max(entries, Number(first) + 1);
          if (kind === 'slot') slots.set(first, second);
        }
        const { size } = ledger.head();
        expect(size).toBeGreaterThanOrEqual(entries);
        expect(size).toBeLessThanOrEqual(entries + 1 + kill);
        const last = store.tables.kv.get(store.read, 'last');
        expect(last === null ? 0 : Number(fromUtf8(last)) + 1).toBe(size);
        for (const [slotId, state] of slots) {
          const read = store.slots.read(slotId);
          if (state === 'empty') expect(read).toBe('empty');
        }
      } finally {
        store.close();
      }
    }
    expect(promises.length).toBeGreaterThan(KILLS * 3);
  }, 900_000);
});
