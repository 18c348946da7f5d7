import type { Credential } from '#src/contract/values.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { failure } from '#src/core/result.ts';
import { forget, type OpenPerson } from '#src/vault/person.ts';
import type { App } from './app.ts';
import { noteRefusal } from './recording.ts';

type Pair = readonly [OpenPerson, OpenPerson];

/**
 * A weighty act: both people's key files are opened for it and forgotten at once, whatever comes of it. A
 * wrong passphrase is an entry.
 * @param command - what was tried, for the record
 * @throws {EvidenceError} PASSPHRASE_WRONG, VAULT_SAME_PERSON, SITTING_PAUSED, VAULT_STOPPED, and what `act` throws
 */
export async function withBoth<T>(
  app: App,
  command: string,
  credentials: readonly [Credential, Credential],
  act: (people: Pair, signerIds: readonly [string, string]) => Promise<T> | T,
): Promise<T> {
  const [first, second] = credentials;
  const opened: OpenPerson[] = [];
  const check = app.stillWanted();
  try {
    if (first.personId === second.personId) {
      noteRefusal(app, command, { rule: 'R8', code: 'VAULT_SAME_PERSON' }, [first.personId]);
      throw new EvidenceError(
        'VAULT_SAME_PERSON',
        'people expected two different ones, got one twice',
      );
    }
    const one = await unlock(app, command, first, check);
    opened.push(one);
    const two = await unlock(app, command, second, check);
    opened.push(two);
    return await act([one, two], [first.personId, second.personId]);
  } finally {
    for (const person of opened) forget(person);
  }
}

/** Open one key file; a wrong passphrase is an entry. */
export async function unlock(
  app: App,
  command: string,
  { personId, passphrase }: Credential,
  check: () => void,
): Promise<OpenPerson> {
  let person: OpenPerson;
  try {
    person = await app.opened().vault.unlock(personId, passphrase);
  } catch (error) {
    check();
    noteRefusal(app, command, { rule: 'R8', code: failure(error).error.code }, [personId]);
    throw error;
  }
  try {
    check();
  } catch (error) {
    forget(person);
    throw error;
  }
  return person;
}
