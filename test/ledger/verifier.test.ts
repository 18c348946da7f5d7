import { describe, expect, it } from 'vitest';
import { ed25519PublicKey, newEd25519Seed } from '#src/crypto/ed25519.ts';
import { signNote, type NoteSigner } from '#src/crypto/note.ts';
import { encodeCheckpoint } from '#src/ledger/checkpoint.ts';
import { computerSignerName, personSignerName } from '#src/ledger/origin.ts';
import { verifyCheckpointNote } from '#src/ledger/verifier.ts';

const origin = 'countersign/test/installation';
const text = encodeCheckpoint({ origin, size: 1, root: new Uint8Array(32) });
const signer = (name: string): NoteSigner => ({ name, seed: newEd25519Seed() });
const computer = signer(computerSignerName(origin, 'c'.repeat(26)));
const first = signer(personSignerName(origin, 'a'.repeat(26)));
const second = signer(personSignerName(origin, 'b'.repeat(26)));
const replaced = signer(computerSignerName(origin, 'd'.repeat(26)));
const known = [computer, replaced, first, second];

function verify(...signers: readonly NoteSigner[]): string {
  const keysOf = (name: string): Uint8Array[] =>
    known.filter((one) => one.name === name).map(({ seed }) => ed25519PublicKey(seed));
  return verifyCheckpointNote(
    signNote(text, signers),
    { origin, sittingId: null, facts: null },
    { keysOf },
  );
}

describe('verifyCheckpointNote', () => {
  it('accepts a computer that is known, or two people, outside a sitting', () => {
    expect(verify(computer)).toBe(text);
    expect(verify(first, second)).toBe(text);
    expect(verify(replaced)).toBe(text);
  });

  it('throws SIGNER_UNKNOWN for one person alone', () => {
    const unknown = expect.objectContaining({
      code: 'SIGNER_UNKNOWN',
      message: 'checkpoint expected the signature of a known key',
    }) as Error;
    expect(() => verify(first)).toThrow(unknown);
    expect(() => verify(first, signer(personSignerName(origin, 'c'.repeat(26))))).toThrow(unknown);
    expect(() => verify(signer('somebody.example/else'))).toThrow(unknown);
  });

  it('throws SIGNATURE_INVALID for a forged line of a known name', () => {
    const forged = signNote(text, [first]).replace(text, text.replace('\n1\n', '\n2\n'));
    expect(() =>
      verifyCheckpointNote(
        forged,
        { origin, sittingId: null, facts: null },
        { keysOf: () => [ed25519PublicKey(first.seed)] },
      ),
    ).toThrow(expect.objectContaining({ code: 'SIGNATURE_INVALID' }) as Error);
  });
});
