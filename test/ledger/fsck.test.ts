import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fsckReport, type FsckReport } from '#src/ledger/fsck.ts';
import { openForFsck, openStore } from '#src/store/store.ts';
import { openLedger } from '#src/ledger/ledger.ts';
import { checkReceipt, encodeReceipt } from '#src/ledger/receipt.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { HOLDER, thrownBy } from '../store/support.ts';
import { STAGE } from '../fault/workload.ts';

import { DAMAGES } from './damages.ts';
import { makeSample, run, type Sample } from './sample-vault.ts';

const base = mkdtempSync(join(STAGE, 'countersign-fsck-'));
let whole: Sample;
let copies = 0;

beforeAll(async () => {
  whole = await makeSample(join(base, 'vault'));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

/** A copy of the whole vault, to be damaged. */
function sample(): Sample {
  const path = join(base, `copy-${copies++}`);
  cpSync(whole.vault.path, path, { recursive: true });
  const at = (file: string): string => join(path, relative(whole.vault.path, file));
  const { objectFile, slotFile } = whole;
  return {
    ...whole,
    vault: { ...whole.vault, path },
    objectFile: at(objectFile),
    slotFile: at(slotFile),
  };
}

async function check({ vault, ring }: Sample): Promise<FsckReport> {
  const reader = openForFsck(vault.path, { holder: HOLDER });
  try {
    return await fsckReport(reader, {
      verifier: vault.school.verifier(),
      keys: new Map([[vault.origin, ring]]),
    });
  } finally {
    reader.close();
  }
}

describe('fsck', () => {
  it('finds nothing in a whole vault and says how much it looked at', async () => {
    expect(await check(whole)).toEqual({
      findings: [],
      counts: {
        ledgers: 1,
        entries: 7,
        checkpoints: 7,
        payloads: 7,
        payloadsNotChecked: 0,
        objects: 2,
        slots: 1,
      },
    });
    expect((await check({ ...whole, ring: new Map() })).counts).toMatchObject({
      payloads: 0,
      payloadsNotChecked: 7,
    });
  });

  it.each(DAMAGES)('finds %s', async (_name, codes, damage) => {
    const damaged = sample();
    damage(damaged);
    const { findings } = await check(damaged);
    expect([...new Set(findings.map(({ code }) => code))].toSorted()).toEqual(
      [...new Set(codes)].toSorted(),
    );
  });

  it('lists a page of entries that can’t be read, and looks at the rest', async () => {
    const damaged = sample();
    const file = join(damaged.vault.path, 'vault.sqlite');
    const database = new Database(file);
    const page =
      database
        .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'entries'")
        .pluck()
        .get() ?? 0;
    database.close();
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(4096, 0xee), 0, 4096, (page - 1) * 4096);
    closeSync(descriptor);
    unlinkSync(damaged.slotFile);
    const codes = new Set((await check(damaged)).findings.map(({ code }) => code));
    expect(codes).toContain('STORE_DAMAGED');
    expect(codes).toContain('VAULT_SLOT_MISSING');
  });

  it('calls an overwritten slot whole: that is what a lock leaves', async () => {
    const locked = sample();
    writeFileSync(locked.slotFile, new Uint8Array(4096));
    expect((await check(locked)).findings).toEqual([]);
  });

  it('can’t see from the vault alone that the newest entries are gone; a receipt can', async () => {
    const older = sample();
    const receipt = encodeReceipt(whole.vault.ledger.head().checkpoint ?? '');
    run(older.vault, 'DELETE FROM entries WHERE idx = 6');
    expect((await check(older)).findings).toEqual([]);
    const store = openStore(older.vault.path, { holder: HOLDER });
    const { origin, clock } = older.vault;
    const ledger = openLedger({ store: store.ledgerStore(origin), clock, random: randomBytes });
    expect(thrownBy(() => checkReceipt(receipt.text, ledger, () => undefined))).toMatchObject({
      code: 'LEDGER_ROLLED_BACK',
      message: '"size" expected at least 7, got 6',
    });
    store.close();
  });
});
