import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { startKeyWorker } from '#src/crypto/key-worker.ts';
import { fsckReport } from '#src/ledger/fsck.ts';
import { openForFsck, openStore } from '#src/store/store.ts';
import { checkVault } from '#src/vault/fsck-vault.ts';
import { parsePublicRecord } from '#src/vault/person.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { samplePack } from '#test/support/sample-pack.ts';
import { copyVault } from '#test/support/sample-vault.ts';

const copy = copyVault();

afterAll(() => {
  copy.remove();
});

describe('samples of version 1', () => {
  it.each(['pack', 'small'] as const)('%s.zip verifies for ever', async (name) => {
    const { bytes, caFingerprint, report } = samplePack(name);
    const { result, findings, facts } = await verifyPack(bytes, { caFingerprint });
    expect({ result, findings, facts }).toEqual(report);
    expect(result).toBe('valid');
  });

  it('the vault is sound for ever, whatever the date', async () => {
    const reader = openForFsck(copy.folder, { holder: 'test' });
    try {
      const { findings, verifier } = await checkVault(reader, '2026-12-01T00:00:00.000Z');
      const report = await fsckReport(reader, { verifier });
      expect([...findings, ...report.findings]).toEqual([]);
      expect(report.counts).toMatchObject({ ledgers: 2, objects: 7, slots: 1 });
    } finally {
      reader.close();
    }
  });

  it('every key file of the vault opens with its passphrase', async () => {
    const url = new URL('vault-v1/passphrases.json', import.meta.url);
    const { passphrases } = JSON.parse(readFileSync(url, 'utf8')) as {
      readonly passphrases: readonly { readonly initials: string; readonly passphrase: string }[];
    };
    const worker = startKeyWorker();
    const store = openStore(copy.folder, { holder: 'test' });
    try {
      const rows = store.tables.people.list(store.read);
      expect(rows).toHaveLength(passphrases.length);
      for (const { publicRecord, keyFile } of rows) {
        const { initials, personId } = parsePublicRecord(publicRecord);
        const known = passphrases.find((one) => one.initials === initials);
        const { keys } = await worker.openKeyFile(keyFile, known?.passphrase ?? '');
        expect(keys.personId).toBe(personId);
      }
    } finally {
      store.close();
      await worker.close();
    }
  });
});
