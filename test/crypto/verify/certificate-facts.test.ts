import { describe, expect, it } from 'vitest';
import { toBase64, utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import { newAgeIdentity } from '#src/crypto/age-file.ts';
import {
  encodeFacts,
  parseFacts,
  type ExtensionFacts,
} from '#src/crypto/verify/certificate-facts.ts';

const facts: ExtensionFacts = {
  kind: 'person',
  id: 'abc',
  roles: ['dsl'],
  ageRecipient: (await newAgeIdentity()).recipient,
  ed25519PublicKey: new Uint8Array(32).fill(9),
};
const json = {
  v: 1,
  kind: 'person',
  id: 'abc',
  roles: ['dsl'],
  ageRecipient: facts.ageRecipient,
  ed25519: toBase64(new Uint8Array(32).fill(9)),
};

describe('encodeFacts', () => {
  it('writes canonical JSON that parseFacts reads', () => {
    expect(encodeFacts(facts)).toEqual(canonicalBytes(json));
    expect(parseFacts(encodeFacts(facts))).toEqual(facts);
  });
});

describe('parseFacts', () => {
  it.each<[string, Readonly<Record<string, JsonValue>>]>([
    ['version 2', { v: 2 }],
    ['another kind', { kind: 'school' }],
    ['an id that is no text', { id: 7 }],
    ['an empty id', { id: '' }],
    ['an unknown role', { roles: ['caretaker'] }],
    ['a role twice', { roles: ['dsl', 'dsl'] }],
    ['roles that are no list', { roles: 'dsl' }],
    ['a recipient that is a number', { ageRecipient: 1 }],
    ['a classic recipient', { ageRecipient: 'age1qqqq' }],
    ['a key that is not base64', { ed25519: 'AAA' }],
    ['a key of 3 bytes', { ed25519: 'AAAA' }],
    ['a member more', { extra: null }],
  ])('throws CERTIFICATE_INVALID for %s', (_, members) => {
    expect(() => parseFacts(canonicalBytes({ ...json, ...members }))).toThrow(
      expect.objectContaining({
        code: 'CERTIFICATE_INVALID',
        message: expect.stringMatching(/^certificate facts expected /),
      }),
    );
  });

  it.each(['', '[]', 'null', '{}', '{"v": 1}', 'x'])(
    'throws CERTIFICATE_INVALID for %o',
    (text) => {
      expect(() => parseFacts(utf8(text))).toThrow(
        expect.objectContaining({ code: 'CERTIFICATE_INVALID' }),
      );
    },
  );
});
