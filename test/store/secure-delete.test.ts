import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomBytes } from '#src/crypto/random.ts';
import { newStore } from './support.ts';

const SIZES = process.env['SLOW'] === '1' ? [100, 600, 1200, 1900, 2500, 4500] : [600, 1900, 4500];
const ROUNDS = process.env['SLOW'] === '1' ? 20 : 2;
const CHUNK = 16;

/** How many places of the database or its WAL hold a 16-byte piece of a secret, found by its first 6 bytes. */
function residue(path: string, secrets: readonly Uint8Array[]): number {
  const pieces = new Set<number>();
  for (const secret of secrets) {
    const view = Buffer.from(secret);
    for (let at = 0; at + CHUNK <= view.length; at += CHUNK) pieces.add(view.readUIntBE(at, 6));
  }
  let found = 0;
  for (const name of readdirSync(path)) {
    if (!name.startsWith('vault.sqlite')) continue;
    const bytes = readFileSync(join(path, name));
    for (let at = 0; at + 6 <= bytes.length; at++) if (pieces.has(bytes.readUIntBE(at, 6))) found++;
  }
  return found;
}

describe('secure_delete', () => {
  it.each(SIZES)(
    'leaves no piece of a removed envelope of about %i bytes after the WAL is cut',
    (size) => {
      for (let round = 0; round < ROUNDS; round++) {
        const store = newStore();
        const { envelopes, kv } = store.tables;
        const secrets: Uint8Array[] = [];
        // Investigations and people in an order that splits and merges pages.
        for (let i = 0; i < 12; i++) {
          store.write((db) => {
            for (let p = 0; p < 5; p++) {
              for (const kind of ['record', 'content-share', 'release']) {
                const box = randomBytes(size + i + p);
                if (kind === 'content-share') secrets.push(box);
                envelopes.put(db, {
                  kind,
                  investigationId: `i${(i * 7) % 12}`,
                  personId: `p${(p * 3) % 5}`,
                  box,
                });
              }
            }
          });
        }
        store.checkpointTruncate();
        expect(residue(store.path, secrets)).toBeGreaterThan(0);
        for (let i = 0; i < 12; i++) {
          store.write((db) => {
            envelopes.remove(db, { kind: 'content-share', investigationId: `i${i}` });
            kv.put(db, `k${i}`, randomBytes(700));
          });
        }
        store.checkpointTruncate();
        expect(residue(store.path, secrets)).toBe(0);
        store.close();
      }
    },
  );
});
