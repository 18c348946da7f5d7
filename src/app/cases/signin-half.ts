import { EvidenceError } from '#src/core/errors.ts';
import { failure } from '#src/core/result.ts';
import { forget } from '#src/vault/person.ts';
import type { App } from '../app.ts';
import { nobody } from '../app-state.ts';
import { noteRefusal } from '../recording.ts';
import { assertNobodySignedIn, eligible } from '../signing-in.ts';
import type { ChannelParsed, UseCase } from '../use-case.ts';

/** One person signs in on their side. The passphrase is checked in the worker, so that STOP always answers. */
export const signInHalf: UseCase<'signin.half'> = async (app, input) => {
  assertNobodySignedIn(app);
  assertMaySit(app, input);
  const { half, personId, passphrase, sittingCode } = input;
  const check = app.stillWanted();
  app.live.halves[half] = { ...nobody, personId, checking: true };
  app.changed();
  try {
    const person = await app.opened().vault.unlock(personId, passphrase);
    check();
    // Signed out again, or chosen something else, while it was checked.
    if (app.live.halves[half].personId !== personId || !app.live.halves[half].checking) {
      forget(person);
      throw new EvidenceError('COMMAND_REFUSED', 'this side was emptied meanwhile');
    }
    const signedInAt = app.now();
    app.live.halves[half] = { person, personId, code: sittingCode, signedInAt, checking: false };
    return {};
  } catch (error) {
    check();
    app.live.halves[half] = nobody;
    const { code } = failure(error).error;
    noteRefusal(app, 'sign-in', { rule: 'R8', code }, [personId]);
    throw error;
  }
};

function assertMaySit(
  app: App,
  { half, personId, sittingCode }: ChannelParsed<'signin.half'>,
): void {
  const other = app.live.halves[half === 'first' ? 'second' : 'first'];
  if (other.personId === personId) {
    noteRefusal(app, 'sign-in', { rule: 'R8', code: 'VAULT_SAME_PERSON' }, [personId]);
    throw new EvidenceError(
      'VAULT_SAME_PERSON',
      'people expected two different ones, got one twice',
    );
  }
  if (other.code === sittingCode) {
    throw new EvidenceError(
      'SITTING_CODE_SAME',
      'sitting code expected another than the other person’s',
    );
  }
  if (eligible(app).some((person) => person.personId === personId)) return;
  noteRefusal(app, 'sign-in', { rule: 'R35', code: 'VAULT_NOT_AUTHORISED' }, []);
  throw new EvidenceError('VAULT_NOT_AUTHORISED', 'person expected to be authorised, got another');
}
