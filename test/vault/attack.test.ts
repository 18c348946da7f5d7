import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical } from '#src/core/canonical-json.ts';
import { newId } from '#src/core/ids.ts';
import { decryptAge, encryptAge, identityToSeed, newAgeIdentity } from '#src/crypto/age-file.ts';
import { issueCertificate, verifyCertificate } from '#src/crypto/certificate.ts';
import { decryptGcm } from '#src/crypto/gcm.ts';
import { openKeyFile } from '#src/crypto/key-file.ts';
import { signNote } from '#src/crypto/note.ts';
import { newP256KeyPair, p256PublicKey } from '#src/crypto/p256.ts';
import { newPersonKeys, publicKeysOf, type PersonKeys } from '#src/crypto/person-keys.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { combineShares } from '#src/crypto/shares.ts';
import { openCaKey } from '#src/vault/ca-key.ts';
import { newCaptureKey } from '#src/vault/capture-key.ts';
import { openContent, type InvestigationFacts } from '#src/vault/investigation-keys.ts';
import { openVault } from '#src/vault/open-vault.ts';
import { makeVault, type TestVault } from '#test/support/vault.ts';

let made: TestVault;
let facts: InvestigationFacts;
let captureFile: Uint8Array;
/** What the attacker, first reviewer Rowan, gets out of the key file with the passphrase. */
let rowan: PersonKeys;

beforeAll(async () => {
  made = await makeVault();
  facts = await made.investigation();
  const { investigationId } = facts;
  const captureId = newId(randomBytes);
  const key = await newCaptureKey(made.vault, investigationId, captureId);
  captureFile = await encryptAge(utf8('CANARY picture'), [key.recipient]);
  const box = await key.wrap();
  made.store.write((db) =>
    made.store.tables.exhibitKeys.put(db, { investigationId, captureId, box }),
  );
  made.store.checkpointTruncate();
  const row = made.store.tables.people.get(made.store.read, made.id('RJT'));
  rowan = (await openKeyFile(row?.keyFile ?? utf8(''), made.passphrase('RJT'))).keys;
});
afterAll(async () => {
  await made.close();
});

interface Box {
  readonly table: string;
  readonly bytes: Uint8Array;
}

/** Every blob of every table, read from the raw bytes of the database by SQLite alone, without our code. */
function everyBlob(): Box[] {
  const bytes = readFileSync(join(made.path, 'vault.sqlite'));
  // A copy in memory has no WAL: its header must not ask for one.
  bytes.fill(1, 18, 20);
  const database = new Database(bytes);
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return (tables as { name: string }[]).flatMap(({ name: table }) =>
      (database.prepare(`SELECT * FROM "${table}"`).all() as object[]).flatMap((row) =>
        Object.values(row).flatMap((value) =>
          value instanceof Uint8Array ? [{ table, bytes: Uint8Array.from(value) }] : [],
        ),
      ),
    );
  } finally {
    database.close();
  }
}

/** All that one person's identity opens, directly or through a slot's key, and what those results open again. */
async function openEverything(identity: string): Promise<Uint8Array[]> {
  const opened: Uint8Array[] = [];
  const identities = [identity];
  const boxes = everyBlob();
  for (const slotId of readdirSync(join(made.path, 'slots'))) {
    const key = readFileSync(join(made.path, 'slots', slotId)).subarray(16, 48);
    for (const { personId } of made.vault.people()) {
      const place = canonicalBytes({
        ...{ kind: 'content-share', investigationId: facts.investigationId, personId },
      });
      for (const { bytes } of boxes.filter(({ table }) => table === 'envelopes')) {
        try {
          boxes.push({ table: 'under the slot', bytes: decryptGcm(key, bytes, place) });
        } catch {
          // Not under this slot.
        }
      }
    }
  }
  for (const own of identities) {
    for (const { bytes } of boxes) {
      try {
        const plain = await decryptAge(bytes, own);
        opened.push(plain);
        const text = new TextDecoder().decode(plain);
        if (text.startsWith('AGE-SECRET-KEY') && !identities.includes(text)) identities.push(text);
      } catch {
        // Not for this identity.
      }
    }
  }
  return opened;
}

describe('one person with the passphrase, the whole folder and the code', () => {
  it('opens no exhibit: own envelopes give the record, one share, and no content key', async () => {
    const opened = await openEverything(rowan.ageIdentity);
    const identities = opened
      .map((plain) => new TextDecoder().decode(plain))
      .filter((text) => text.startsWith('AGE-SECRET-KEY'));
    // The record's and the list's: what one authorised person may read (SECURITY.md).
    expect(identities).toHaveLength(2);
    for (const identity of identities) {
      await expect(decryptAge(captureFile, identity)).rejects.toMatchObject({
        code: 'AGE_NO_MATCH',
      });
    }
    const shares = opened.filter((plain) => plain.length === 33);
    expect(shares).toHaveLength(1);
    const [share] = shares;
    await expect(combineShares([share ?? utf8('')])).rejects.toMatchObject({
      code: 'SHARE_TOO_FEW',
    });
    await expect(combineShares([share ?? utf8(''), share ?? utf8('')])).rejects.toMatchObject({
      code: 'SHARE_MALFORMED',
    });
    const guessed = await combineShares([share ?? utf8(''), otherShare(share ?? utf8(''))]);
    expect(guessed).not.toEqual(await contentSeed());
  });

  it('finds no private key in any file', () => {
    const files = readdirSync(made.path, { recursive: true, encoding: 'utf8' })
      .map((name) => join(made.path, name))
      .filter((path) => statSync(path).isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const path of files) {
      const bytes = readFileSync(path);
      expect(bytes.includes('AGE-SECRET-KEY')).toBe(false);
      expect(bytes.includes(Buffer.from(rowan.ed25519Seed))).toBe(false);
      expect(bytes.includes('CANARY')).toBe(false);
    }
  });

  it('issues no certificate: a holder of a share has one, a reviewer none, and a self-made CA is foreign', async () => {
    const boxes = everyBlob();
    const opensOf = async (identity: string) => {
      const opened: Uint8Array[] = [];
      for (const { bytes } of boxes) {
        await decryptAge(bytes, identity).then(
          (plain) => opened.push(plain),
          () => undefined,
        );
      }
      return opened;
    };
    expect((await opensOf(rowan.ageIdentity)).filter(isCaShare)).toEqual([]);
    const dana = (await made.unlock('DAP')).keys;
    const shares = (await opensOf(dana.ageIdentity)).filter(isCaShare);
    expect(shares).toHaveLength(1);
    const guessed = await combineShares([shares[0] ?? utf8(''), otherShare(shares[0] ?? utf8(''))]);
    expect(() => p256PublicKey(guessed)).toThrow(
      expect.objectContaining({ code: 'VALUE_INVALID' }),
    );
    const { pkcs8 } = newP256KeyPair();
    const { caCertificate } = made.vault.settings;
    const forged = await forgeCertificate(pkcs8).catch((error: unknown) => error);
    if (forged instanceof Uint8Array) {
      await expect(
        verifyCertificate(forged, caCertificate, made.clock.now()),
      ).rejects.toMatchObject({ code: 'CERTIFICATE_INVALID' });
    } else {
      expect(forged).toMatchObject({
        code: expect.stringMatching(/^(CERTIFICATE|VALUE)_INVALID$/) as string,
      });
    }
    const [holder] = await made.pair('DAP', 'HE');
    await expect(openCaKey(made.vault, [holder, holder])).rejects.toMatchObject({
      code: 'VAULT_SAME_PERSON',
    });
    await expect(openCaKey(made.vault, [holder, await made.unlock('RJT')])).rejects.toMatchObject({
      code: 'VAULT_NOT_AUTHORISED',
    });
    const rebuilt = await openCaKey(made.vault, await made.pair('DAP', 'CS'));
    expect(p256PublicKey(rebuilt)).toEqual(made.vault.settings.caPublicKey);
  });

  it('swaps no recipient of an investigation unnoticed', async () => {
    const { tables } = made.store;
    const { investigationId, origin } = facts;
    const before = made.vault.row(investigationId);
    const mine = (await newAgeIdentity()).recipient;
    const note = statementNote(before.facts);
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    const asRowan = { name: `${origin}/person/${made.id('RJT')}`, seed: rowan.ed25519Seed };
    const stranger = { name: `${origin}/person/${made.id('DAP')}`, seed: randomBytes(32) };
    const forgeries: Uint8Array[] = [];
    for (const recipient of [
      facts.contentRecipient,
      facts.recordRecipient,
      facts.restrictedRecipient,
    ]) {
      forgeries.push(factsBytes(note.replace(recipient, mine)));
      const changed = text.replace(recipient, mine);
      forgeries.push(factsBytes(signNote(changed, [asRowan])));
      forgeries.push(factsBytes(signNote(changed, [asRowan, stranger])));
      const signers = JSON.stringify([made.id('DAP'), made.id('HE')]);
      expect(changed).toContain(signers);
      const alone = changed.replace(signers, JSON.stringify([made.id('RJT'), made.id('RJT')]));
      forgeries.push(factsBytes(signNote(alone, [asRowan])));
    }
    forgeries.push(utf8('junk'));
    for (const forged of forgeries) {
      made.store.write((db) => tables.investigations.put(db, { ...before, facts: forged }));
      const code = expect.stringMatching(/^(VAULT_RECIPIENT_SWAPPED|STORE_DAMAGED)$/) as string;
      expect(() => made.vault.investigation(investigationId)).toThrow(
        expect.objectContaining({ code }),
      );
      await expect(
        newCaptureKey(made.vault, investigationId, 'a'.repeat(26)),
      ).rejects.toMatchObject({ code });
      await expect(made.vault.peopleWriter(origin, await made.pair())).rejects.toMatchObject({
        code,
      });
    }
    const other = await made.investigation('NHS-2026-002');
    const row = made.vault.row(other.investigationId);
    made.store.write((db) => tables.investigations.put(db, { ...before, facts: row.facts }));
    expect(() => made.vault.investigation(investigationId)).toThrow(
      expect.objectContaining({ code: 'VAULT_RECIPIENT_SWAPPED' }),
    );
    made.store.write((db) => tables.investigations.put(db, before));
    expect(made.vault.investigation(investigationId)).toEqual(facts);
  });

  it('swaps no person unnoticed, also with a certificate of a CA of their own making', async () => {
    const { tables, read } = made.store;
    const before = tables.people.get(read, made.id('IMS'));
    if (before === null) throw new RangeError('no such person');
    const keys = await publicKeysOf(await newPersonKeys(made.id('IMS')));
    const record = parseCanonical(before.publicRecord) as object;
    const publicRecord = canonicalBytes({ ...record, ageRecipient: keys.ageRecipient });
    made.store.write((db) => tables.people.put(db, { ...before, publicRecord }));
    await expect(openVault(made.ports)).rejects.toMatchObject({ code: 'VAULT_RECIPIENT_SWAPPED' });
    made.store.write((db) => tables.people.put(db, before));
    const foreign = await makeVault();
    const theirs = foreign.store.tables.people.get(foreign.store.read, foreign.id('IMS'));
    const theirSettings = foreign.store.tables.kv.get(foreign.store.read, 'settings');
    await foreign.close();
    made.store.write((db) =>
      tables.people.put(db, { ...before, certificate: theirs?.certificate ?? null }),
    );
    await expect(openVault(made.ports)).rejects.toMatchObject({ code: 'CERTIFICATE_INVALID' });
    made.store.write((db) => tables.people.put(db, before));
    const mySettings = tables.kv.get(read, 'settings') ?? utf8('');
    made.store.write((db) => tables.kv.put(db, 'settings', theirSettings ?? utf8('')));
    await expect(openVault(made.ports)).rejects.toMatchObject({ code: 'CERTIFICATE_INVALID' });
    made.store.write((db) => tables.kv.put(db, 'settings', mySettings));
  });

  it('puts a whole vault of their own in its place only until anyone honest signs in', async () => {
    const own = await makeVault();
    const { tables, read } = own.store;
    const honest = made.store.tables.people.get(made.store.read, made.id('IMS'));
    const fake = tables.people.get(read, own.id('IMS'));
    if (honest === null || fake === null) throw new RangeError('no such person');
    // Imogen's own key file under her own passphrase is all that the attacker can put there.
    own.store.write((db) => tables.people.put(db, { ...fake, keyFile: honest.keyFile }));
    await expect(own.vault.unlock(own.id('IMS'), made.passphrase('IMS'))).rejects.toMatchObject({
      code: 'KEY_FILE_FOREIGN',
    });
    await own.close();
  });
});

function statementNote(factsColumn: Uint8Array): string {
  const { statement } = parseCanonical(factsColumn) as { statement: string };
  return statement;
}

function factsBytes(statement: string): Uint8Array {
  return canonicalBytes({ v: 1, statement });
}

/** A share of the same form with another coordinate, as a guesser would make it. */
function otherShare(share: Uint8Array): Uint8Array {
  const other = randomBytes(share.length);
  other[other.length - 1] = ((share.at(-1) ?? 0) % 255) + 1;
  return other;
}

/** A share of the CA's PKCS#8 is longer than anything else in an envelope. */
function isCaShare(plain: Uint8Array): boolean {
  return plain.length > 100;
}

async function contentSeed(): Promise<Uint8Array> {
  return identityToSeed(await openContent(made.vault, facts.investigationId, await made.pair()));
}

async function forgeCertificate(caPkcs8: Uint8Array): Promise<Uint8Array> {
  const keys = await publicKeysOf(await newPersonKeys(made.id('IMS')));
  return issueCertificate({
    ...{ caDer: made.vault.settings.caCertificate, caPkcs8, kind: 'person', id: made.id('IMS') },
    ...{ commonName: 'Imogen Sampleford', roles: ['reviewer'], ...keys },
    ...{ notBeforeAt: made.clock.now(), notAfterAt: '2050-01-01T00:00:00.000Z' },
  });
}
