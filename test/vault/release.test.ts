import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { newId } from '#src/core/ids.ts';
import { decryptAge, encryptAge } from '#src/crypto/age-file.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { fsckReport } from '#src/ledger/fsck.ts';
import { newCaptureKey } from '#src/vault/capture-key.ts';
import {
  openContent,
  openExhibitKey,
  type InvestigationFacts,
} from '#src/vault/investigation-keys.ts';
import { commitLock, finishLocks, overwriteSlot } from '#src/vault/lock.ts';
import { release, type ReleaseInput } from '#src/vault/release.ts';
import { openReleaseKey, renewalDue, renewReleaseKey } from '#src/vault/release-key.ts';
import { startSitting } from '#src/vault/sitting.ts';
import { makeVault, type TestVault } from '#test/support/vault.ts';

let made: TestVault;
let facts: InvestigationFacts;
let captureId: string;
let file: Uint8Array;

beforeEach(async () => {
  made = await makeVault();
  facts = await made.investigation();
  captureId = newId(randomBytes);
  const { investigationId } = facts;
  const key = await newCaptureKey(made.vault, investigationId, captureId);
  file = await encryptAge(utf8('a picture'), [key.recipient]);
  const box = await key.wrap();
  made.store.write((db) =>
    made.store.tables.exhibitKeys.put(db, { investigationId, captureId, box }),
  );
  key.drop();
  const writer = await made.vault.computerWriter(facts.origin);
  overwriteSlot(made.vault, investigationId);
  commitLock(made.vault, investigationId, writer, { v: 1, level: 'L2' });
});
afterEach(async () => {
  await made.close();
});

async function inputOf(change: Partial<ReleaseInput> = {}): Promise<ReleaseInput> {
  return {
    investigationId: facts.investigationId,
    reason: 'not-illegal',
    level: 'L2',
    document: 'Letter of the fictional police, ref 123',
    sheets: [made.sheet('DAP'), made.sheet('CS')],
    approvers: await made.pair('DAP', 'HE'),
    ...change,
  };
}

async function expectExhibitOpens(): Promise<void> {
  const content = await openContent(made.vault, facts.investigationId, await made.pair());
  const identity = await openExhibitKey(made.vault, facts.investigationId, captureId, content);
  expect(await decryptAge(file, identity)).toEqual(utf8('a picture'));
}

describe('release', () => {
  it('opens a locked investigation with any two sheets, under a new slot, key and statement', async () => {
    const { investigationId, origin } = facts;
    const outcome = await release(made.vault, await inputOf());
    expect(outcome.custodianIds).toEqual([made.id('DAP'), made.id('CS')]);
    expect(outcome.facts).toMatchObject({
      ...{ state: 'open', signerIds: [made.id('DAP'), made.id('HE')] },
      ...{ authorisedIds: facts.authorisedIds, recordRecipient: facts.recordRecipient },
    });
    expect(outcome.facts.slotId).not.toBe(facts.slotId);
    expect(outcome.facts.contentRecipient).not.toBe(facts.contentRecipient);
    expect(made.store.slots.list()).toEqual([outcome.facts.slotId]);
    await expectExhibitOpens();
    const sitting = await startSitting(made.vault, await made.pair(), {
      ...{ investigationId, codes: ['4821', '1094'] },
    });
    const handle = sitting.investigation ?? sitting.installation;
    expect(handle.ledger.readPayload(2, handle.ring()).payload).toMatchObject({
      ...{
        reason: 'not-illegal',
        level: 'L2',
        document: 'Letter of the fictional police, ref 123',
      },
      ...{ custodianIds: outcome.custodianIds, exhibits: 1 },
    });
    sitting.drop();
    expect(await finishLocks(made.vault)).toEqual([]);
    await made.reopen();
    expect(made.vault.investigation(investigationId).state).toBe('open');
    await expectExhibitOpens();
    const kinds = [...made.vault.ledger(origin).readEntries()].map(({ kind }) => kind);
    expect(kinds).toEqual(['test-opened', 'locked', 'released']);
    const report = await fsckReport(made.store.fsckReader(), { verifier: made.vault.verifier });
    expect(report.findings).toEqual([]);
  });

  it('locks again after a release', async () => {
    await release(made.vault, await inputOf());
    overwriteSlot(made.vault, facts.investigationId);
    await made.reopen();
    await expect(
      openContent(made.vault, facts.investigationId, await made.pair()),
    ).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
  });

  it('refuses what is not locked, has no document, or is asked for at L2 by mere request', async () => {
    const refused = async (change: Partial<ReleaseInput>, code = 'VAULT_RELEASE_REFUSED') =>
      expect(release(made.vault, await inputOf(change))).rejects.toMatchObject({ code });
    await refused({ reason: 'police-or-lado-request' });
    await refused({ document: ' \n' });
    const [dana] = await made.pair('DAP', 'HE');
    await refused({ approvers: [dana, dana] }, 'VAULT_SAME_PERSON');
    await refused({ approvers: [dana, await made.unlock('CS')] }, 'VAULT_NOT_AUTHORISED');
    const open = await made.investigation('NHS-2026-002');
    await refused({ investigationId: open.investigationId });
    expect(made.vault.investigation(facts.investigationId).state).toBe('locked');
    const outcome = await release(
      made.vault,
      await inputOf({ reason: 'police-or-lado-request', level: 'L1' }),
    );
    expect(outcome.facts.state).toBe('open');
  });

  it('refuses one sheet twice, a mistyped one, and sheets of another key, and stays locked', async () => {
    const sheet = made.sheet('DAP');
    const mistyped = sheet.map((word, i) =>
      i === 3 ? (word === 'abandon' ? 'zoo' : 'abandon') : word,
    );
    const unknown = sheet.map((word, i) => (i === 3 ? 'xyzzy' : word));
    const other = await makeVault();
    const foreign = other.sheet('CS');
    await other.close();
    for (const [second, code] of [
      [sheet, 'SHARE_MALFORMED'],
      [mistyped, 'SHEET_CHECK_FAILED'],
      [unknown, 'SHEET_WORD_UNKNOWN'],
      [foreign, 'SHEET_CHECK_FAILED'],
      [sheet.slice(1), 'SHEET_CHECK_FAILED'],
    ] as const) {
      await expect(
        release(made.vault, await inputOf({ sheets: [sheet, second] })),
      ).rejects.toMatchObject({ code });
    }
    expect(made.vault.investigation(facts.investigationId).state).toBe('locked');
    expect(made.store.slots.list()).toEqual([facts.slotId]);
  });

  it('notices a release envelope of another content key', async () => {
    const { tables } = made.store;
    const other = await made.investigation('NHS-2026-002');
    const row = made.vault.envelope('release', other.investigationId, '');
    const { investigationId } = facts;
    made.store.write((db) =>
      tables.envelopes.put(db, {
        kind: 'release',
        investigationId,
        personId: '',
        box: row?.box ?? utf8(''),
      }),
    );
    await expect(release(made.vault, await inputOf())).rejects.toMatchObject({
      code: 'VAULT_RECIPIENT_SWAPPED',
    });
  });
});

describe('renewReleaseKey', () => {
  it('makes new sheets that release every investigation, while the old ones open nothing', async () => {
    const other = await made.investigation('NHS-2026-002');
    const outcome = await release(made.vault, await inputOf());
    expect(renewalDue(made.vault)).toBe(true);
    const custodians = [made.id('HE'), made.id('DAP')];
    const renewal = await renewReleaseKey(made.vault, outcome.releaseIdentity, custodians);
    const holders = await made.pair('HE', 'CS');
    await expect(renewal.finish(holders)).rejects.toMatchObject({ code: 'VAULT_SETUP_INCOMPLETE' });
    const sheets = new Map<string, readonly string[]>();
    for (const personId of custodians) {
      const words = renewal.sheets.show(personId);
      sheets.set(personId, words);
      await renewal.sheets.prove(personId, words);
    }
    await expect(renewal.finish(await made.pair('HE', 'RJT'))).rejects.toMatchObject({
      code: 'VAULT_NOT_AUTHORISED',
    });
    const oldKey = made.vault.settings.releaseKeyId;
    await renewal.finish(holders);
    expect(made.vault.settings.releaseKeyId).not.toBe(oldKey);
    expect(renewalDue(made.vault)).toBe(false);
    await made.reopen();
    expect(made.vault.settings.custodianIds).toEqual(custodians);
    await expect(
      openReleaseKey(made.vault, [made.sheet('DAP'), made.sheet('CS')]),
    ).rejects.toMatchObject({ code: 'SHEET_CHECK_FAILED' });
    const [first, second] = custodians.map((personId) => sheets.get(personId) ?? []);
    if (first === undefined || second === undefined) throw new RangeError('two sheets expected');
    for (const { investigationId } of [facts, other]) {
      overwriteSlot(made.vault, investigationId);
      await finishLocks(made.vault);
      const again = await release(
        made.vault,
        await inputOf({ investigationId, sheets: [first, second] }),
      );
      expect(again.facts.state).toBe('open');
    }
    await expectExhibitOpens();
    const report = await fsckReport(made.store.fsckReader(), { verifier: made.vault.verifier });
    expect(report.findings).toEqual([]);
  });

  it('puts nothing in force that would leave an investigation made meanwhile to the old sheets', async () => {
    const outcome = await release(made.vault, await inputOf());
    const custodians = [made.id('HE'), made.id('DAP')];
    const renewal = await renewReleaseKey(made.vault, outcome.releaseIdentity, custodians);
    for (const personId of custodians)
      await renewal.sheets.prove(personId, renewal.sheets.show(personId));
    const holders = await made.pair('HE', 'CS');
    const oldKey = made.vault.settings.releaseKeyId;
    const { vault } = made;
    const writer = vault.peopleWriter.bind(vault);
    // Between the wrapping and the transaction.
    vi.spyOn(vault, 'peopleWriter').mockImplementationOnce(async (...given) => {
      await made.investigation('NHS-2026-003');
      return writer(...given);
    });
    await expect(renewal.finish(holders)).rejects.toMatchObject({
      code: 'LEDGER_HEAD_MOVED',
      message: 'release envelopes expected to be unchanged',
    });
    expect(vault.settings.releaseKeyId).toBe(oldKey);
    expect(renewalDue(vault)).toBe(true);
    await renewal.finish(holders);
    expect(renewalDue(vault)).toBe(false);
  });

  it('forgets the sheets made so far when others are chosen', async () => {
    const outcome = await release(made.vault, await inputOf());
    const custodians = [made.id('HE'), made.id('DAP')];
    const renewal = await renewReleaseKey(made.vault, outcome.releaseIdentity, custodians);
    for (const personId of custodians)
      await renewal.sheets.prove(personId, renewal.sheets.show(personId));
    const again = await renewal.chooseAgain([made.id('CS'), made.id('DAP')]);
    expect(again.sheets.keyId).not.toBe(renewal.sheets.keyId);
    expect(renewal.sheets.proved).toBe(false);
    await expect(renewal.finish(await made.pair('HE', 'CS'))).rejects.toMatchObject({
      code: 'VAULT_SETUP_INCOMPLETE',
    });
  });

  it('refuses another identity than the release key’s', async () => {
    const content = await made.pair('DAP', 'HE');
    await expect(
      renewReleaseKey(made.vault, content[0].keys.ageIdentity, [made.id('HE'), made.id('DAP')]),
    ).rejects.toMatchObject({ code: 'VAULT_RELEASE_REFUSED' });
    expect(readFileSync(join(made.path, 'vault.sqlite')).includes('AGE-SECRET-KEY')).toBe(false);
  });
});
