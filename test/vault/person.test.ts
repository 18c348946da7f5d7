import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, parseCanonical } from '#src/core/canonical-json.ts';
import { issueCa, issueCertificate } from '#src/crypto/certificate.ts';
import { newP256KeyPair } from '#src/crypto/p256.ts';
import { newPersonKeys, publicKeysOf } from '#src/crypto/person-keys.ts';
import type { PersonRow } from '#src/ledger/vault-store.ts';
import {
  actsAs,
  encodePublicRecord,
  isCaHolder,
  mayHoldKeys,
  parsePerson,
  parsePublicRecord,
  type Person,
} from '#src/vault/person.ts';

const at = '2026-11-17T10:52:07.000Z';
const period = { notBeforeAt: '2026-11-01T00:00:00.000Z', notAfterAt: '2050-11-01T00:00:00.000Z' };
const personId = 'a'.repeat(26);

async function school(): Promise<{
  row: PersonRow;
  caCertificate: Uint8Array;
  person: Omit<Person, 'certificate'>;
}> {
  const keys = newP256KeyPair();
  const caCertificate = await issueCa({ schoolName: 'Nowhere High School', keys, ...period });
  const person = {
    ...{ personId, name: 'Rowan Testwell', position: 'Deputy headteacher', initials: 'RJT' },
    ...{ roles: ['reviewer', 'online-safety-lead'] as const, deputyFor: ['dsl'] as const },
    keys: await publicKeysOf(await newPersonKeys(personId)),
  };
  const certificate = await issueCertificate({
    ...{ caDer: caCertificate, caPkcs8: keys.pkcs8, kind: 'person', id: personId },
    ...{
      commonName: person.name,
      roles: [...person.roles, ...person.deputyFor],
      ...person.keys,
      ...period,
    },
  });
  const publicRecord = encodePublicRecord(person);
  return { row: { personId, publicRecord, keyFile: utf8(''), certificate }, caCertificate, person };
}

describe('parsePerson', () => {
  it('reads back what was written, where the certificate states the same', async () => {
    const { row, caCertificate, person } = await school();
    const parsed = await parsePerson(row, { caCertificate, at });
    expect(parsed).toEqual({ ...person, certificate: row.certificate });
    expect(encodePublicRecord(parsed)).toEqual(row.publicRecord);
  });

  it('refuses every other key, name, id or role with VAULT_RECIPIENT_SWAPPED', async () => {
    const { row, caCertificate } = await school();
    const other = await school();
    const keys = parseCanonical(other.row.publicRecord) as { [name: string]: string };
    for (const change of [
      { ageRecipient: keys['ageRecipient'] },
      { ed25519: keys['ed25519'] },
      { p256: keys['p256'] },
      { name: 'Imogen Sampleford' },
      { personId: 'b'.repeat(26) },
      { roles: ['reviewer'] },
      { roles: ['reviewer', 'headteacher'] },
    ]) {
      const record = parseCanonical(row.publicRecord) as object;
      const publicRecord = canonicalBytes({ ...record, ...change });
      await expect(
        parsePerson({ ...row, publicRecord }, { caCertificate, at }),
      ).rejects.toMatchObject({
        code: 'VAULT_RECIPIENT_SWAPPED',
        message: 'person expected what the certificate states, got other facts',
      });
    }
    await expect(
      parsePerson({ ...row, personId: 'b'.repeat(26) }, { caCertificate, at }),
    ).rejects.toMatchObject({ code: 'VAULT_RECIPIENT_SWAPPED' });
    await expect(
      parsePerson(row, { caCertificate: other.caCertificate, at }),
    ).rejects.toMatchObject({ code: 'CERTIFICATE_INVALID' });
    await expect(
      parsePerson(row, { caCertificate, at: '2051-01-01T00:00:00.000Z' }),
    ).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
  });
});

describe('parsePublicRecord', () => {
  it('refuses what is not exactly a person’s record with a coded error', async () => {
    const { row } = await school();
    const record = parseCanonical(row.publicRecord) as object;
    for (const change of [
      { further: 1 },
      { v: 0 },
      { personId: 'RJT' },
      { initials: 'rjt' },
      { initials: 'TOOLONG' },
      { roles: ['reviewer', 'reviewer'] },
      { roles: ['caretaker'] },
      { roles: 'reviewer' },
      { ed25519: 'AAAA' },
      { ed25519: '!' },
      { position: 'two\nlines' },
      { name: '' },
    ]) {
      expect(() => parsePublicRecord(canonicalBytes({ ...record, ...change }))).toThrow(
        expect.objectContaining({ code: 'STORE_DAMAGED' }),
      );
    }
    expect(() => parsePublicRecord(canonicalBytes({ ...record, v: 2 }))).toThrow(
      expect.objectContaining({ code: 'STORE_NEWER_VERSION', details: { version: 2 } }),
    );
    for (const junk of ['', '[]', 'null', '{"v":1}', '{ }', '{"v":1,"v":1}', 'é']) {
      expect(() => parsePublicRecord(utf8(junk))).toThrow(
        expect.objectContaining({ code: 'STORE_DAMAGED' }),
      );
    }
  });
});

describe('mayHoldKeys', () => {
  it('leaves out the network manager and trustees (R32), whatever else they are', () => {
    expect(mayHoldKeys({ roles: ['reviewer'] })).toBe(true);
    expect(mayHoldKeys({ roles: ['network-manager'] })).toBe(false);
    expect(mayHoldKeys({ roles: ['dpo', 'trustee'] })).toBe(false);
    expect(isCaHolder({ roles: ['reviewer', 'chair'] })).toBe(true);
    expect(isCaHolder({ roles: ['reviewer', 'online-safety-lead'] })).toBe(false);
    expect(actsAs({ roles: ['reviewer'], deputyFor: ['dsl'] }, 'dsl')).toBe(true);
    expect(actsAs({ roles: ['reviewer'], deputyFor: ['dsl'] }, 'headteacher')).toBe(false);
  });
});
