import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { fsckReport } from '#src/ledger/fsck.ts';
import { parseDelegation } from '#src/vault/delegation.ts';
import { startSitting, type Sitting } from '#src/vault/sitting.ts';
import { makeVault, type TestVault } from '#test/support/vault.ts';

const codes = ['4821', '1094'] as const;
const HOUR_MS = 3600 * 1000;
let made: TestVault;

beforeAll(async () => {
  made = await makeVault();
});
afterAll(async () => {
  await made.close();
});

async function start(investigationId: string | null): Promise<Sitting> {
  return startSitting(made.vault, await made.pair(), { investigationId, codes });
}

function append(sitting: Sitting, kind: string): void {
  const handle = sitting.investigation ?? sitting.installation;
  made.store.write((db) => {
    handle.ledger.append(db, handle.writer, { kind, payload: { v: 1, kind } });
  });
}

describe('startSitting', () => {
  it('has both sign a delegation for each ledger, under which entries are added and read', async () => {
    const { investigationId, origin } = await made.investigation('NHS-2026-001');
    const sitting = await start(investigationId);
    expect(sitting.personIds).toEqual([made.id('RJT'), made.id('IMS')]);
    append(sitting, 'visited');
    const handle = sitting.investigation ?? sitting.installation;
    const { ledger } = handle;
    expect(ledger.origin).toBe(origin);
    expect(ledger.readPayload(0, handle.ring()).payload).toMatchObject({
      reference: 'NHS-2026-001',
    });
    expect(ledger.readPayload(1, handle.ring()).payload).toEqual({ v: 1, kind: 'visited' });
    expect(
      sitting.installation.ledger.readPayload(0, sitting.installation.ring()).payload,
    ).toMatchObject({
      schoolName: 'Nowhere High School',
    });
    expect(made.vault.investigation(investigationId).lastOpenedAt).not.toBeNull();
    await sitting.end(await made.pair());
    expect(made.vault.investigation(investigationId).lastSittingEndedAt).not.toBeNull();
    expect(sitting.open).toBe(false);
    const report = await fsckReport(made.store.fsckReader(), { verifier: made.vault.verifier });
    expect(report.findings).toEqual([]);
    const rows = made.store.ledgerStore(origin).sittings();
    expect(rows.map(({ endedCheckpoint }) => endedCheckpoint !== null)).toEqual([true]);
  });

  it('reads entries that the computer wrote meanwhile, after a refresh', async () => {
    const { investigationId, origin } = await made.investigation('NHS-2026-002');
    const sitting = await start(investigationId);
    const writer = await made.vault.computerWriter(origin);
    made.store.write((db) => {
      made.vault.ledger(origin).append(db, writer, { kind: 'refused', payload: { n: 1 } });
    });
    const handle = sitting.investigation ?? sitting.installation;
    expect(() => handle.ledger.readPayload(1, handle.ring())).toThrow(
      expect.objectContaining({ code: 'LEDGER_PAYLOAD_WITHHELD' }),
    );
    await handle.refreshRing();
    expect(handle.ledger.readPayload(1, handle.ring()).payload).toEqual({ n: 1 });
    sitting.drop();
  });

  it('opens an investigation later, and goes back to one without a second delegation', async () => {
    const first = await made.investigation('NHS-2026-003');
    const second = await made.investigation('NHS-2026-004');
    const sitting = await start(null);
    expect(sitting.investigation).toBeNull();
    const pair = await made.pair('IMS', 'RJT');
    for (const { investigationId } of [first, second, first]) {
      await sitting.attach(pair, investigationId);
      expect(sitting.investigation?.investigationId).toBe(investigationId);
      append(sitting, 'looked');
    }
    await sitting.end(pair);
    for (const { origin } of [first, second]) {
      const rows = made.store.ledgerStore(origin).sittings();
      expect(rows.filter(({ endedCheckpoint }) => endedCheckpoint !== null)).toHaveLength(1);
    }
    const report = await fsckReport(made.store.fsckReader(), { verifier: made.vault.verifier });
    expect(report.findings).toEqual([]);
  });

  it('keeps restricted payloads out of the ring, also of those who may read them', async () => {
    const { investigationId } = await made.investigation('NHS-2026-005');
    const pair = await made.pair('DAP', 'HE');
    const sitting = await startSitting(made.vault, pair, { investigationId, codes });
    const handle = sitting.investigation ?? sitting.installation;
    made.store.write((db) => {
      handle.ledger.append(db, handle.writer, {
        ...{ kind: 'reported', payload: { by: 'A Reporter' }, restricted: true },
      });
    });
    await handle.refreshRing();
    expect(() => handle.ledger.readPayload(1, handle.ring())).toThrow(
      expect.objectContaining({ code: 'LEDGER_PAYLOAD_WITHHELD' }),
    );
    sitting.drop();
  });

  it('refuses one person twice, the network manager, and somebody without keys', async () => {
    const { investigationId } = await made.investigation('NHS-2026-006');
    const rowan = await made.unlock('RJT');
    const refused = (
      people: readonly [typeof rowan, typeof rowan],
      id: string | null,
      code: string,
    ) =>
      expect(
        startSitting(made.vault, people, { investigationId: id, codes }),
      ).rejects.toMatchObject({ code });
    await refused([rowan, rowan], null, 'VAULT_SAME_PERSON');
    await refused([rowan, await made.unlock('NF')], null, 'VAULT_NOT_AUTHORISED');
    await refused([rowan, await made.unlock('CS')], investigationId, 'VAULT_NOT_AUTHORISED');
    await refused([rowan, await made.unlock('IMS')], 'd'.repeat(26), 'INVESTIGATION_UNKNOWN');
  });

  it('refuses codes that are not four digits, or the same', async () => {
    const pair = await made.pair();
    const refused = (first: string, second: string, code: string) =>
      expect(
        startSitting(made.vault, pair, { investigationId: null, codes: [first, second] }),
      ).rejects.toMatchObject({ code });
    await refused('123', '4567', 'SITTING_CODE_INVALID');
    await refused('1234', '12345', 'SITTING_CODE_INVALID');
    await refused('١٢٣٤', '4567', 'SITTING_CODE_INVALID');
    await refused('4567', '4567', 'SITTING_CODE_SAME');
  });
});

describe('Sitting.checkCode', () => {
  it('tells each person’s own code and counts wrong ones for each until the third', async () => {
    const sitting = await start(null);
    expect(sitting.checkCode('first', '4821')).toBe('right');
    expect(sitting.checkCode('second', '4821')).toBe('wrong');
    expect(sitting.checkCode('second', '1094')).toBe('right');
    expect(sitting.checkCode('second', '\ud800')).toBe('wrong');
    expect(sitting.checkCode('first', '1094')).toBe('wrong');
    expect(sitting.checkCode('second', '0000')).toBe('third-wrong');
    expect(sitting.checkCode('second', '1094')).toBe('third-wrong');
    expect(sitting.checkCode('first', '4821')).toBe('right');
    sitting.drop();
    expect(sitting.checkCode('first', '4821')).toBe('wrong');
  });
});

describe('Sitting', () => {
  it('signs nothing more once dropped, or after twelve hours by either clock', async () => {
    const { investigationId } = await made.investigation('NHS-2026-007');
    const dropped = await start(investigationId);
    const handle = dropped.investigation ?? dropped.installation;
    dropped.drop();
    expect(() =>
      made.store.write((db) =>
        handle.ledger.append(db, handle.writer, { kind: 'late', payload: 1 }),
      ),
    ).toThrow(expect.objectContaining({ code: 'SITTING_NONE' }));
    expect(() => dropped.installation).toThrow(expect.objectContaining({ code: 'SITTING_NONE' }));
    const old = await start(investigationId);
    made.clock.pass(12 * HOUR_MS + 1);
    made.clock.step(-12 * HOUR_MS);
    expect(() => append(old, 'late')).toThrow(expect.objectContaining({ code: 'SITTING_EXPIRED' }));
    expect(old.open).toBe(false);
    await expect(old.end(await made.pair())).rejects.toMatchObject({ code: 'SITTING_EXPIRED' });
    old.drop();
    made.clock.pass(-HOUR_MS);
  });

  it('is ended by its own two people only', async () => {
    const sitting = await start(null);
    await expect(sitting.end(await made.pair('RJT', 'DAP'))).rejects.toMatchObject({
      code: 'VAULT_NOT_AUTHORISED',
    });
    const rowan = await made.unlock('RJT');
    await expect(sitting.end([rowan, rowan])).rejects.toMatchObject({ code: 'VAULT_SAME_PERSON' });
    expect(sitting.open).toBe(true);
    sitting.drop();
  });
});

describe('vaultVerifier', () => {
  it('refuses a delegation that one person signed, that was changed, or that names another ledger', async () => {
    const { investigationId, origin } = await made.investigation('NHS-2026-008');
    const sitting = await start(investigationId);
    append(sitting, 'visited');
    const [row] = made.store.ledgerStore(origin).sittings();
    if (row === undefined) throw new RangeError('no sitting');
    const { verifier } = made.vault;
    const note = fromUtf8(row.delegation);
    const { delegation } = parseDelegation(row.delegation);
    expect(verifier.delegation(origin, row)).toEqual({
      ...{ publicKey: delegation.publicKey, size: 1, root: delegation.root },
      expiresAt: sitting.expiresAt,
    });
    const changed = (from: string, to: string) => ({
      ...row,
      delegation: utf8(note.replace(from, to)),
    });
    const lines = note.split('\n');
    const alone = lines.filter((line) => !line.startsWith('— ') || line.includes(made.id('RJT')));
    const refusals: [string, typeof row, string][] = [
      [origin, { ...row, delegation: utf8(alone.join('\n')) }, 'SIGNER_UNKNOWN'],
      [origin, changed('"size":1', '"size":0'), 'SIGNATURE_INVALID'],
      [origin, { ...row, sittingId: 'e'.repeat(26) }, 'SIGNATURE_INVALID'],
      [made.vault.installationOrigin, row, 'SIGNATURE_INVALID'],
      [
        origin,
        changed(made.vault.settings.computer.computerId, 'f'.repeat(26)),
        'VAULT_OTHER_COMPUTER',
      ],
      [origin, changed(sitting.expiresAt, '2099-01-01T00:00:00.000Z'), 'STORE_DAMAGED'],
      [origin, changed(made.id('IMS'), made.id('CS')), 'SIGNER_UNKNOWN'],
      [origin, { ...row, delegation: Uint8Array.of(0xff) }, 'STORE_DAMAGED'],
    ];
    for (const [of, changedRow, code] of refusals) {
      expect(() => verifier.delegation(of, changedRow)).toThrow(expect.objectContaining({ code }));
    }
    await sitting.end(await made.pair());
    const ended = made.store.ledgerStore(origin).sitting(row.sittingId);
    const cosigned = ended?.endedCheckpoint ?? '';
    expect(() => verifier.cosigned(origin, row, cosigned)).not.toThrow();
    const byOne = cosigned.split('\n').slice(0, -2).join('\n') + '\n';
    expect(() => verifier.cosigned(origin, row, byOne)).toThrow(
      expect.objectContaining({ code: 'SIGNER_UNKNOWN' }),
    );
  });

  it('knows no keys of strangers, other ledgers, or people without keys to the investigation', async () => {
    const { origin } = await made.investigation('NHS-2026-009');
    const { verifier } = made.vault;
    expect(verifier.keysOf(`${origin}/person/${made.id('RJT')}`)).toHaveLength(1);
    expect(verifier.keysOf(`${origin}/person/${made.id('CS')}`)).toEqual([]);
    const { computerId } = made.vault.settings.computer;
    expect(verifier.keysOf(`${origin}/computer/${computerId}`)).toHaveLength(1);
    expect(verifier.keysOf(`elsewhere/ledger/computer/${computerId}`)).toEqual([]);
    expect(verifier.keysOf(`${origin}/computer/${'c'.repeat(26)}`)).toEqual([]);
    expect(verifier.keysOf(`${origin}/computer`)).toEqual([]);
    expect(verifier.keysOf(`${made.vault.installationOrigin}/person/${made.id('NF')}`)).toEqual([]);
    expect(verifier.keysOf('nonsense')).toEqual([]);
  });
});
