import { describe, expect, it } from 'vitest';
import type { Role } from '#src/core/roles.ts';
import { authorisedPeople, restrictedOf } from '#src/vault/authorised-people.ts';
import type { OpenPerson, Person } from '#src/vault/person.ts';

function person(letter: string, roles: readonly Role[], deputyFor: readonly Role[] = []): Person {
  const personId = letter.repeat(26);
  const nothing = new Uint8Array();
  return {
    ...{ personId, name: letter, position: letter, initials: 'AA', roles, deputyFor },
    keys: { ageRecipient: '', ed25519PublicKey: nothing, p256Spki: nothing },
    certificate: nothing,
  };
}

const reviewer = person('a', ['reviewer']);
const second = person('b', ['reviewer']);
const dsl = person('c', ['dsl']);
const head = person('d', ['headteacher']);
const chair = person('e', ['chair']);
const deputyDsl = person('f', ['reviewer'], ['dsl']);
const deputyHead = person('g', ['reviewer'], ['headteacher']);
const trustee = person('h', ['trustee']);

function open(one: Person): OpenPerson {
  const nothing = new Uint8Array();
  const { personId } = one;
  return {
    person: one,
    keys: { personId, ageIdentity: '', ed25519Seed: nothing, p256Pkcs8: nothing },
  };
}

function authorise(people: readonly Person[]): readonly Person[] {
  const all = [reviewer, second, dsl, head, chair, deputyDsl, deputyHead, trustee];
  return authorisedPeople((id) => all.find(({ personId }) => personId === id) ?? trustee, {
    authorisedIds: people.map(({ personId }) => personId),
    reviewerIds: [reviewer.personId, second.personId],
    signers: [open(reviewer), open(second)],
  });
}

describe('authorisedPeople', () => {
  it('takes the chair in place of the head, and deputies in place of both', () => {
    for (const people of [
      [reviewer, second, dsl, head],
      [reviewer, second, dsl, chair],
      [reviewer, second, deputyDsl, deputyHead],
      [reviewer, second, dsl, head, chair],
    ]) {
      expect(authorise(people)).toEqual(people);
    }
  });

  it('refuses a trustee, and people among whom nobody acts as DSL or as head or chair', () => {
    expect(() => authorise([reviewer, second, dsl, head, trustee])).toThrow(
      expect.objectContaining({ code: 'VAULT_NOT_AUTHORISED' }),
    );
    expect(() => authorise([reviewer, second, dsl, deputyDsl])).toThrow(
      expect.objectContaining({
        code: 'VAULT_TOO_FEW_PEOPLE',
        message: 'authorised people expected the headteacher or the chair',
      }),
    );
    expect(() => authorise([reviewer, second, head, chair])).toThrow(
      expect.objectContaining({ code: 'VAULT_TOO_FEW_PEOPLE' }),
    );
  });
});

describe('restrictedOf', () => {
  it('is DSL and head; the chair only without the head, a deputy only without a holder', () => {
    const idsOf = (...people: Person[]) => people.map(({ personId }) => personId);
    expect(restrictedOf([reviewer, second, dsl, head, chair])).toEqual(idsOf(dsl, head));
    expect(restrictedOf([reviewer, second, dsl, chair, deputyHead])).toEqual(idsOf(dsl, chair));
    expect(restrictedOf([reviewer, deputyDsl, dsl, deputyHead])).toEqual(idsOf(dsl, deputyHead));
    expect(restrictedOf([reviewer, second, deputyDsl, head])).toEqual(idsOf(deputyDsl, head));
    const both = person('i', ['dsl', 'headteacher']);
    expect(restrictedOf([reviewer, second, both, chair])).toEqual(idsOf(both));
  });
});
