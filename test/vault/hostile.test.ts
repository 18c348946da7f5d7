import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EvidenceError } from '#src/core/errors.ts';
import { newCaptureKey } from '#src/vault/capture-key.ts';
import { openContent, openRecord, type InvestigationFacts } from '#src/vault/investigation-keys.ts';
import { openVault } from '#src/vault/open-vault.ts';
import { parseDelegation } from '#src/vault/delegation.ts';
import { parseSettings } from '#src/vault/settings.ts';
import { startSitting } from '#src/vault/sitting.ts';
import { makeVault, type TestVault } from '#test/support/vault.ts';

const FLIPS = process.env['SLOW'] === '1' ? 40 : 3;
let made: TestVault;
let facts: InvestigationFacts;

beforeAll(async () => {
  made = await makeVault();
  facts = await made.investigation();
});
afterAll(async () => {
  await made.close();
});

/** The same bytes with one bit changed, at places spread over them. */
function flipsOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: FLIPS }, (_, i) => {
    const copy = bytes.slice();
    const at = Math.floor(((i + 0.37) / FLIPS) * bytes.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << (i % 8));
    return copy;
  });
}

/** Use the vault for everything that reads rows. */
async function useAll(): Promise<void> {
  const vault = await openVault(made.ports);
  const { investigationId } = facts;
  const pair = [
    await vault.unlock(made.id('RJT'), made.passphrase('RJT')),
    await vault.unlock(made.id('DAP'), made.passphrase('DAP')),
  ] as const;
  vault.investigations();
  await openRecord(vault, investigationId, pair[0]);
  const key = await newCaptureKey(vault, investigationId, 'a'.repeat(26));
  await key.wrap();
  await openContent(vault, investigationId, pair);
  const sitting = await startSitting(vault, pair, { investigationId, codes: ['4821', '1094'] });
  sitting.drop();
}

async function expectCoded(what: string): Promise<void> {
  const error = await useAll().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error, `${what} changed unnoticed`).not.toBeNull();
  expect(error, `${what} failed without a code`).toBeInstanceOf(EvidenceError);
}

describe('a vault with one bit changed', () => {
  it('is noticed with a coded error, whichever row it is in', async () => {
    const { tables, read } = made.store;
    await useAll();
    for (const name of ['settings', 'computer-key']) {
      const value = tables.kv.get(read, name) ?? new Uint8Array();
      for (const flipped of flipsOf(value)) {
        made.store.write((db) => tables.kv.put(db, name, flipped));
        await expectCoded(name);
      }
      made.store.write((db) => tables.kv.put(db, name, value));
    }
    const person = tables.people.get(read, made.id('DAP'));
    if (person === null) throw new RangeError('no such person');
    for (const column of ['publicRecord', 'keyFile', 'certificate'] as const) {
      for (const flipped of flipsOf(person[column] ?? new Uint8Array())) {
        made.store.write((db) => tables.people.put(db, { ...person, [column]: flipped }));
        await expectCoded(column);
      }
    }
    made.store.write((db) => tables.people.put(db, person));
    const row = made.vault.row(facts.investigationId);
    for (const flipped of flipsOf(row.facts)) {
      made.store.write((db) => tables.investigations.put(db, { ...row, facts: flipped }));
      await expectCoded('facts');
    }
    made.store.write((db) => tables.investigations.put(db, row));
    for (const kind of ['record', 'content-share', 'list'] as const) {
      const investigationId = kind === 'list' ? '' : facts.investigationId;
      const envelope = tables.envelopes.get(read, kind, investigationId, made.id('RJT'));
      if (envelope === null) throw new RangeError('no such envelope');
      for (const flipped of flipsOf(envelope.box)) {
        made.store.write((db) => tables.envelopes.put(db, { ...envelope, box: flipped }));
        await expectCoded(kind);
      }
      made.store.write((db) => tables.envelopes.put(db, envelope));
    }
    await useAll();
  });

  it('takes no envelope of another person or investigation', async () => {
    const { tables, read } = made.store;
    const { investigationId } = facts;
    const other = await made.investigation('NHS-2026-002');
    for (const kind of ['record', 'content-share']) {
      const mine = tables.envelopes.get(read, kind, investigationId, made.id('RJT'));
      const elsewhere = tables.envelopes.get(read, kind, other.investigationId, made.id('RJT'));
      const hers = tables.envelopes.get(read, kind, investigationId, made.id('IMS'));
      if (mine === null || elsewhere === null || hers === null)
        throw new RangeError('envelopes expected');
      for (const { box } of [elsewhere, hers]) {
        made.store.write((db) => tables.envelopes.put(db, { ...mine, box }));
        await expectCoded(kind);
      }
      made.store.write((db) => tables.envelopes.put(db, mine));
    }
    await useAll();
  });
});

describe('parseSettings', () => {
  it('refuses every prefix of the settings with a coded error', () => {
    const bytes = made.store.tables.kv.get(made.store.read, 'settings') ?? new Uint8Array();
    for (let length = 0; length < bytes.length; length += 97) {
      const cut = bytes.subarray(0, length);
      let error: unknown = null;
      try {
        parseSettings(cut);
      } catch (thrown) {
        error = thrown;
      }
      // Cut inside the signature lines it can still be read, and only verifying it says that it is cut.
      if (error !== null)
        expect(error).toMatchObject({ name: 'EvidenceError', code: 'STORE_DAMAGED' });
      else expect(length).toBeGreaterThan(bytes.indexOf(0xe2));
    }
  });
});

describe('parseDelegation', () => {
  it('refuses another form with STORE_DAMAGED', async () => {
    const pair = await made.pair();
    const sitting = await startSitting(made.vault, pair, {
      investigationId: null,
      codes: ['4821', '1094'],
    });
    const { origin } = sitting.installation.ledger;
    const row = made.store.ledgerStore(origin).sitting(sitting.sittingId);
    sitting.drop();
    const text = new TextDecoder().decode(row?.delegation);
    const changed = (from: string, to: string): Uint8Array => {
      expect(text).toContain(from);
      return new TextEncoder().encode(text.replace(from, to));
    };
    for (const bytes of [
      changed('countersign/delegation/v1', 'countersign/delegation/v2'),
      changed('"v":1', '"v":1,"w":1'),
      changed('"size":', '"size":-'),
      changed(made.id('IMS'), made.id('RJT')),
      changed('"bootId"', '"bootID"'),
      new Uint8Array(),
    ]) {
      expect(() => parseDelegation(bytes)).toThrow(
        expect.objectContaining({ code: 'STORE_DAMAGED' }),
      );
    }
  });
});
