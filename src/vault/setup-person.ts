import { EvidenceError } from '#src/core/errors.ts';
import type { Role } from '#src/core/roles.ts';
import { rolesRefusal } from './required-roles.ts';

/** What is typed for a person at first run. */
export interface NewPerson {
  readonly name: string;
  readonly position: string;
  /** 2 to 4 capitals, unique in the vault. */
  readonly initials: string;
  readonly roles: readonly Role[];
  readonly deputyFor: readonly Role[];
  /** An estimate of 60 bits or more. */
  readonly passphrase: string;
}

// What a certificate's name can hold.
const LINE = /^\P{Cc}{1,128}$/u;
const INITIALS = /^[A-Z]{2,4}$/;

/** A step of the set-up that can't be done like this. */
export function setupInvalid(message: string): EvidenceError {
  return new EvidenceError('VAULT_SETUP_INVALID', message);
}

/** Narrow one line of typed text. @throws {EvidenceError} VAULT_SETUP_INVALID - empty, too long, control characters */
export function assertLine(name: string, text: string): string {
  const line = text.trim();
  if (!LINE.test(line)) throw setupInvalid(`"${name}" expected 1 to 128 characters on one line`);
  return line;
}

/**
 * Narrow what was typed for a person.
 * @param others - initials already taken
 * @throws {EvidenceError} VAULT_SETUP_INVALID - a field, the roles, or initials that somebody else has
 */
export function assertNewPerson(
  person: NewPerson,
  others: readonly string[],
): Omit<NewPerson, 'passphrase'> {
  const { initials, roles, deputyFor } = person;
  if (!INITIALS.test(initials)) throw setupInvalid('"initials" expected 2 to 4 capitals');
  if (others.includes(initials)) throw setupInvalid('"initials" expected to be nobody else’s');
  const refusal = rolesRefusal({ roles, deputyFor });
  if (refusal !== null) throw setupInvalid(`"roles" ${refusal}`);
  return {
    name: assertLine('name', person.name),
    position: assertLine('position', person.position),
    initials,
    roles: [...roles],
    deputyFor: [...new Set(deputyFor)],
  };
}
