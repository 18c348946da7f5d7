import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical } from '#src/core/canonical-json.ts';
import { encodeKeyFile } from '#src/crypto/key-file.ts';
import { newPersonKeys, publicKeysOf } from '#src/crypto/person-keys.ts';
import { fsckReport } from '#src/ledger/fsck.ts';
import { openRecord, openRestricted, prepareInvestigation } from '#src/vault/investigation-keys.ts';
import { openVault } from '#src/vault/open-vault.ts';
import { makeVault, testKeyStore, TEST_LOG_N, type TestVault } from '#test/support/vault.ts';

let made: TestVault;

beforeAll(async () => {
  made = await makeVault();
});
afterAll(async () => {
  await made.close();
});

/** Change one row of the database as somebody with the folder would, look, and put it back. */
async function withPersonRow(
  initials: string,
  change: (row: {
    publicRecord: Uint8Array;
    keyFile: Uint8Array;
    certificate: Uint8Array | null;
  }) => object,
  look: () => Promise<void>,
): Promise<void> {
  const { tables, read } = made.store;
  const row = tables.people.get(read, made.id(initials));
  if (row === null) throw new RangeError('no such person');
  made.store.write((db) => tables.people.put(db, { ...row, ...change(row) }));
  try {
    await look();
  } finally {
    made.store.write((db) => tables.people.put(db, row));
  }
}

async function withKv(key: string, value: Uint8Array, look: () => Promise<void>): Promise<void> {
  const { tables, read } = made.store;
  const before = tables.kv.get(read, key);
  if (before === null) throw new RangeError('no such key');
  made.store.write((db) => tables.kv.put(db, key, value));
  try {
    await look();
  } finally {
    made.store.write((db) => tables.kv.put(db, key, before));
  }
}

function edited(bytes: Uint8Array, change: object): Uint8Array {
  const value = parseCanonical(bytes);
  return canonicalBytes({ ...(value as object), ...change });
}

describe('Vault.unlock', () => {
  it('opens a person’s key file with the passphrase and no other', async () => {
    const open = await made.unlock('RJT');
    expect(open.person).toMatchObject({
      name: 'Rowan Testwell',
      initials: 'RJT',
      roles: ['reviewer'],
    });
    await expect(made.vault.unlock(made.id('RJT'), 'wrong')).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    });
    await expect(made.vault.unlock(made.id('RJT'), made.passphrase('IMS'))).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    });
    await expect(made.vault.unlock('a'.repeat(26), 'any')).rejects.toMatchObject({
      code: 'VAULT_PERSON_UNKNOWN',
      message: 'person expected an account, got none',
    });
  });

  it('refuses a damaged key file and another person’s', async () => {
    const other = made.store.tables.people.get(made.store.read, made.id('IMS'));
    await withPersonRow(
      'RJT',
      () => ({ keyFile: utf8('not a key file') }),
      async () => {
        await expect(made.unlock('RJT')).rejects.toMatchObject({ code: 'KEY_FILE_DAMAGED' });
      },
    );
    await withPersonRow(
      'RJT',
      () => ({ keyFile: other?.keyFile }),
      async () => {
        await expect(
          made.vault.unlock(made.id('RJT'), made.passphrase('IMS')),
        ).rejects.toMatchObject({ code: 'KEY_FILE_FOREIGN' });
      },
    );
  });

  it('refuses a key file that trusts another CA, or holds other keys than are certified', async () => {
    const personId = made.id('RJT');
    const foreign = await encodeKeyFile(
      (await made.unlock('RJT')).keys,
      `sha256:${'0'.repeat(64)}`,
      made.passphrase('RJT'),
      TEST_LOG_N,
    );
    await withPersonRow(
      'RJT',
      () => ({ keyFile: foreign }),
      async () => {
        await expect(made.unlock('RJT')).rejects.toMatchObject({
          code: 'VAULT_RECIPIENT_SWAPPED',
          message: '"caFingerprint" expected that of the key file, got another',
        });
      },
    );
    const keys = await newPersonKeys(personId);
    const { caFingerprint } = made.vault.settings;
    const swappedKeys = await encodeKeyFile(
      keys,
      caFingerprint,
      made.passphrase('RJT'),
      TEST_LOG_N,
    );
    await withPersonRow(
      'RJT',
      () => ({ keyFile: swappedKeys }),
      async () => {
        await expect(made.unlock('RJT')).rejects.toMatchObject({ code: 'VAULT_RECIPIENT_SWAPPED' });
      },
    );
  });
});

describe('openVault', () => {
  it('notices another key, name, role, position or person in the rows', async () => {
    const keys = await publicKeysOf(await newPersonKeys(made.id('IMS')));
    for (const change of [
      { ageRecipient: keys.ageRecipient },
      { name: 'Somebody Else' },
      { roles: ['reviewer', 'headteacher'] },
      { position: 'Chair of everything' },
      { deputyFor: ['headteacher'] },
    ]) {
      await withPersonRow(
        'IMS',
        ({ publicRecord }) => ({ publicRecord: edited(publicRecord, change) }),
        async () => {
          await expect(openVault(made.ports)).rejects.toMatchObject({
            code: 'VAULT_RECIPIENT_SWAPPED',
          });
        },
      );
    }
    const nico = made.store.tables.people.get(made.store.read, made.id('NF'));
    await withPersonRow(
      'IMS',
      () => ({ certificate: nico?.certificate ?? null }),
      async () => {
        await expect(openVault(made.ports)).rejects.toMatchObject({
          code: 'VAULT_RECIPIENT_SWAPPED',
        });
      },
    );
    await withPersonRow(
      'IMS',
      () => ({ certificate: null }),
      async () => {
        await expect(openVault(made.ports)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
      },
    );
    await withPersonRow(
      'IMS',
      () => ({ publicRecord: utf8('{') }),
      async () => {
        await expect(openVault(made.ports)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
      },
    );
  });

  it('notices a changed setting, whatever it is', async () => {
    const { tables, read } = made.store;
    const settings = fromUtf8(tables.kv.get(read, 'settings') ?? new Uint8Array());
    const { releaseRecipient, listRecipient } = made.vault.settings;
    const changes: [string, string][] = [
      ['"demonstration":true', '"demonstration":false'],
      ['"stopKey":"F12"', '"stopKey":"F10"'],
      [releaseRecipient, listRecipient],
      [listRecipient, releaseRecipient],
    ];
    for (const [from, to] of changes) {
      expect(settings).toContain(from);
      await withKv('settings', utf8(settings.replace(from, to)), async () => {
        await expect(openVault(made.ports)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
      });
    }
    const unsigned = settings
      .split('\n')
      .filter((line) => !line.includes(`person/${made.id('CS')}`));
    await withKv('settings', utf8(unsigned.join('\n')), async () => {
      expect((await openVault(made.ports)).settings.schoolName).toBe('Nowhere High School');
    });
    const one = unsigned.filter((line) => !line.includes(`person/${made.id('HE')}`)).join('\n');
    await withKv('settings', utf8(one), async () => {
      await expect(openVault(made.ports)).rejects.toMatchObject({
        code: 'VAULT_RECIPIENT_SWAPPED',
        message: 'settings expected signatures of two holders of the CA key, got fewer',
      });
    });
    await withKv(
      'settings',
      utf8(settings.replace('"vaultVersion":1', '"vaultVersion":2')),
      async () => {
        await expect(openVault(made.ports)).rejects.toMatchObject({ code: 'STORE_NEWER_VERSION' });
      },
    );
    for (const junk of [
      new Uint8Array(),
      utf8('{}'),
      Uint8Array.of(0xff, 0xfe),
      utf8(settings.slice(0, 400)),
    ]) {
      await withKv('settings', junk, async () => {
        await expect(openVault(made.ports)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
      });
    }
  });

  it('refuses a copy of the folder on another computer', async () => {
    await expect(openVault({ ...made.ports, osKeyStore: testKeyStore() })).rejects.toMatchObject({
      code: 'VAULT_OTHER_COMPUTER',
      message: 'computer key expected to open on this computer, got one of another',
    });
  });

  it('opens with a clock set back before the vault was made', async () => {
    made.clock.step(-400 * 24 * 3600 * 1000);
    const vault = await openVault(made.ports);
    made.clock.step(400 * 24 * 3600 * 1000);
    expect(vault.people()).toHaveLength(6);
  });
});

describe('Vault writers', () => {
  it('add entries that fsck accepts: the computer’s, and two people’s', async () => {
    const { vault, store } = made;
    const { origin } = await made.investigation('NHS-2026-011');
    const pair = await made.pair('DAP', 'RJT');
    for (const ledgerOrigin of [origin, vault.installationOrigin]) {
      const writers = [
        await vault.computerWriter(ledgerOrigin),
        await vault.peopleWriter(ledgerOrigin, pair),
      ];
      for (const writer of writers) {
        store.write((db) => {
          vault.ledger(ledgerOrigin).append(db, writer, { kind: 'note', payload: { v: 1 } });
        });
      }
    }
    const report = await fsckReport(store.fsckReader(), { verifier: vault.verifier });
    expect(report.findings).toEqual([]);
    expect(vault.ledger(origin)).toBe(vault.ledger(origin));
  });

  it('refuse one person twice, and somebody without keys to the investigation', async () => {
    const { vault } = made;
    const { origin } = await made.investigation('NHS-2026-012');
    const rowan = await made.unlock('RJT');
    await expect(vault.peopleWriter(origin, [rowan, rowan])).rejects.toMatchObject({
      code: 'VAULT_SAME_PERSON',
    });
    const clive = await made.unlock('CS');
    await expect(vault.peopleWriter(origin, [rowan, clive])).rejects.toMatchObject({
      code: 'VAULT_NOT_AUTHORISED',
    });
    const nico = await made.unlock('NF');
    await expect(vault.peopleWriter(vault.installationOrigin, [rowan, nico])).rejects.toMatchObject(
      { code: 'VAULT_NOT_AUTHORISED' },
    );
    await expect(vault.computerWriter('elsewhere/ledger')).rejects.toMatchObject({
      code: 'INVESTIGATION_UNKNOWN',
    });
  });
});

describe('prepareInvestigation', () => {
  afterEach(() => {
    made.clock.step(0);
  });

  it('gives the record to those authorised, the reporter to head and DSL, nothing to anyone else', async () => {
    const facts = await made.investigation('NHS-2026-021');
    const { investigationId } = facts;
    expect(made.vault.authorised(investigationId)).toEqual(
      ['RJT', 'IMS', 'DAP', 'HE'].map(made.id),
    );
    expect(facts).toMatchObject({ state: 'open', reviewerIds: [made.id('RJT'), made.id('IMS')] });
    const rowan = await made.unlock('RJT');
    const dana = await made.unlock('DAP');
    const clive = await made.unlock('CS');
    expect(await openRecord(made.vault, investigationId, rowan)).toMatch(/^AGE-SECRET-KEY-PQ-1/);
    expect(await openRestricted(made.vault, investigationId, dana)).toMatch(/^AGE-SECRET-KEY-PQ-1/);
    await expect(openRestricted(made.vault, investigationId, rowan)).rejects.toMatchObject({
      code: 'VAULT_NOT_AUTHORISED',
    });
    await expect(openRecord(made.vault, investigationId, clive)).rejects.toMatchObject({
      code: 'VAULT_NOT_AUTHORISED',
    });
    const boxes = made.store.tables.envelopes.list(made.store.read, {
      personId: made.id('CS'),
      investigationId,
    });
    expect(boxes).toEqual([]);
  });

  it('refuses too few people, the network manager, one reviewer twice, and signers without keys', async () => {
    const { vault } = made;
    const signers = await made.pair('DAP', 'HE');
    const base = {
      ...{ investigationId: 'b'.repeat(26), reference: 'NHS-2026-022', signers },
      reviewerIds: [made.id('RJT'), made.id('IMS')] as const,
    };
    const refused = (authorised: string[], change: object, code: string) =>
      expect(
        prepareInvestigation(vault, { ...base, authorisedIds: authorised.map(made.id), ...change }),
      ).rejects.toMatchObject({ code });
    await refused(['RJT', 'IMS', 'DAP'], {}, 'VAULT_TOO_FEW_PEOPLE');
    await refused(['RJT', 'IMS', 'DAP', 'DAP'], {}, 'VAULT_TOO_FEW_PEOPLE');
    await refused(['RJT', 'IMS', 'HE', 'CS'], {}, 'VAULT_TOO_FEW_PEOPLE');
    await refused(['RJT', 'IMS', 'DAP', 'HE', 'NF'], {}, 'VAULT_NOT_AUTHORISED');
    await refused(['RJT', 'DAP', 'HE', 'CS'], {}, 'VAULT_NOT_AUTHORISED');
    await refused(['RJT', 'IMS', 'DAP', 'CS'], {}, 'VAULT_NOT_AUTHORISED');
    const reviewerIds = [made.id('RJT'), made.id('RJT')];
    await refused(['RJT', 'IMS', 'DAP', 'HE'], { reviewerIds }, 'VAULT_SAME_PERSON');
    await refused(
      ['RJT', 'IMS', 'DAP', 'HE'],
      { signers: [signers[0], signers[0]] },
      'VAULT_SAME_PERSON',
    );
    expect(made.store.slots.list()).toHaveLength(vault.rows.list().length);
  });

  it('leaves no slot behind when it is given up', async () => {
    const before = made.store.slots.list();
    const signers = await made.pair('DAP', 'HE');
    const prepared = await prepareInvestigation(made.vault, {
      ...{ investigationId: 'c'.repeat(26), reference: 'NHS-2026-023', signers },
      reviewerIds: [made.id('RJT'), made.id('IMS')],
      authorisedIds: ['RJT', 'IMS', 'DAP', 'HE'].map(made.id),
    });
    expect(made.store.slots.list()).toHaveLength(before.length + 1);
    prepared.discard();
    expect(made.store.slots.list()).toEqual(before);
    expect(() => made.vault.investigation('c'.repeat(26))).toThrow(
      expect.objectContaining({ code: 'INVESTIGATION_UNKNOWN' }),
    );
  });
});
