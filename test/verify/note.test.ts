import { describe, expect, it } from 'vitest';
import { toBase64 } from '#src/core/bytes.ts';
import { ed25519PublicKey, newEd25519Seed } from '#src/crypto/ed25519.ts';
import { cosignNote, signNote } from '#src/crypto/note.ts';
import {
  noteNames,
  noteText,
  verifyCosigned,
  verifySigned,
  type NoteKey,
} from '#src/verify/note.ts';

function signer(name: string): {
  readonly name: string;
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly keys: NoteKey['keys'];
} {
  const seed = newEd25519Seed();
  const publicKey = ed25519PublicKey(seed);
  return { name, seed, publicKey, keys: [{ publicKey, expired: false }] };
}

const first = signer('school.example/a');
const second = signer('school.example/b');
const text = 'school.example\n7\nAAAA\n';
const note = signNote(text, [first, second]);

describe('verifySigned', () => {
  it('gives the text of a note that all keys signed, and nobody else', async () => {
    expect(await verifySigned(note, [first, second])).toBe(text);
    expect(await verifySigned(note, [second, first])).toBe(text);
    expect(noteText(note)).toBe(text);
    expect(noteNames(note)).toEqual([first.name, second.name]);
  });

  it('takes the key that the note names, among those of a renewed certificate', async () => {
    const [old] = first.keys;
    const [renewed] = signer(first.name).keys;
    if (old === undefined || renewed === undefined) throw new RangeError('two keys expected');
    const expired = { ...old, expired: true };
    for (const keys of [
      [renewed, old],
      [old, renewed],
      [expired, old],
    ]) {
      expect(await verifySigned(note, [{ ...first, keys }, second])).toBe(text);
    }
    await expect(
      verifySigned(note, [{ ...first, keys: [renewed, expired] }, second]),
    ).rejects.toMatchObject({
      code: 'CERTIFICATE_EXPIRED',
      message: 'certificate expected to be valid at its use',
    });
  });

  it('throws SIGNER_UNKNOWN for a key that did not sign, and for a line too many', async () => {
    await expect(verifySigned(note, [first, signer(second.name)])).rejects.toMatchObject({
      code: 'SIGNER_UNKNOWN',
      message: 'note expected the signature of its key, got none',
    });
    await expect(verifySigned(note, [first])).rejects.toMatchObject({
      code: 'SIGNER_UNKNOWN',
      message: 'note expected signatures of its keys alone',
    });
    const twice = signNote(text, [first, first]);
    await expect(verifySigned(twice, [first, second])).rejects.toMatchObject({
      code: 'SIGNER_UNKNOWN',
    });
  });

  it('throws SIGNATURE_INVALID for another text', async () => {
    const other = note.replace('\n7\n', '\n8\n');
    await expect(verifySigned(other, [first, second])).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
      message: 'signature of note expected to be of its text',
    });
  });

  it('throws NOTE_MALFORMED for anything that is no note', async () => {
    const lineOf = (bytes: Uint8Array): string => `${text}\n\u2014 a ${toBase64(bytes)}\n`;
    for (const bad of [
      '',
      text,
      note.trimEnd(),
      `${text}\n- a AAAAAAAA\n`,
      `${text}\n\u2014 a+b AAAAAAAA\n`,
      `${text}\n\u2014 a AAAAAAA\n`,
      lineOf(new Uint8Array(4)),
      `${note}\n`,
      `${text}\n${'\u2014 a AAAAAAAA\n'.repeat(65)}`,
      `${'x'.repeat(70_000)}\n\n\u2014 a AAAAAAAA\n`,
    ]) {
      await expect(verifySigned(bad, [first])).rejects.toMatchObject({
        code: 'NOTE_MALFORMED',
      });
    }
  });

  it('believes no key and no signature of another length', async () => {
    const short = {
      ...first,
      keys: [{ publicKey: first.publicKey.slice(1), expired: false }],
    };
    await expect(verifySigned(note, [short, second])).rejects.toMatchObject({
      code: 'SIGNER_UNKNOWN',
    });
  });
});

describe('verifyCosigned', () => {
  const signed = signNote(text, [first]);
  const cosign = (...keys: readonly (typeof first)[]): string =>
    keys.reduce((made, { name, seed }) => cosignNote(made, name, seed, 1_795_000_000), signed);

  it('accepts the cosignatures of all, behind the checkpoint as it was signed', async () => {
    await expect(verifyCosigned(cosign(first, second), signed, [first, second])).resolves.toBe(
      undefined,
    );
  });

  it('throws SIGNER_UNKNOWN where one is missing, doubled or too many', async () => {
    const third = signer('school.example/c');
    for (const bad of [signed, cosign(first), cosign(first, first), cosign(first, second, third)]) {
      await expect(verifyCosigned(bad, signed, [first, second])).rejects.toMatchObject({
        code: 'SIGNER_UNKNOWN',
      });
    }
  });

  it('throws NOTE_MALFORMED for another checkpoint, SIGNATURE_INVALID for another time', async () => {
    const other = signNote(text, [second]);
    await expect(
      verifyCosigned(cosign(first, second), other, [first, second]),
    ).rejects.toMatchObject({
      code: 'NOTE_MALFORMED',
      message: 'note expected the checkpoint as it was signed',
    });
    const lines = cosign(first, second).split('\n');
    const last = lines.at(-2) ?? '';
    const [dash = '', name = '', encoded = ''] = last.split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    bytes.writeUInt8(bytes.readUInt8(11) ^ 1, 11);
    lines[lines.length - 2] = [dash, name, bytes.toString('base64')].join(' ');
    await expect(verifyCosigned(lines.join('\n'), signed, [first, second])).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });
});
