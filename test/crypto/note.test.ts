import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, fromUtf8, toBase64, toHex, utf8 } from '#src/core/bytes.ts';
import { ed25519PublicKey, newEd25519Seed, verifyEd25519 } from '#src/crypto/ed25519.ts';
import {
  cosignerKeyId,
  cosignerVerifierKey,
  cosignNote,
  noteKeyId,
  openNoteSigner,
  parseNote,
  parseVerifierKey,
  signNote,
  verifierKey,
  verifyCosignature,
  verifyNote,
} from '#src/crypto/note.ts';
import { flipBit, RUNS } from './fixtures.ts';
import { noteVectors } from './vectors.ts';

const vectors = noteVectors();
const { signedNote, checkpoint } = vectors;
const peter = parseVerifierKey(signedNote.verifierKey);
const enoch = parseVerifierKey(signedNote.otherVerifierKey);
// "PRIVATE+KEY+name+id+base64(1 ‖ seed)", as golang.org/x/mod writes it.
const peterSeed = fromBase64(signedNote.privateKey.split('+').slice(4).join('+')).slice(1);
const bothSigned = `${signedNote.text}\n${signedNote.signatureLine}${signedNote.otherSignatureLine}`;

describe('signNote', () => {
  it("makes golang.org/x/mod's note", () => {
    expect(signNote(signedNote.text, [{ name: 'PeterNeumann', seed: peterSeed }])).toBe(
      `${signedNote.text}\n${signedNote.signatureLine}`,
    );
  });

  it('signs every text that verifyNote then reads', () => {
    const line = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .map((text) => text.replaceAll(/\p{Cc}/gu, ' '));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const text = `${lines.join('\n')}\n`;
        const seed = newEd25519Seed();
        const signer = { name: 'ambervale.example/log', publicKey: ed25519PublicKey(seed) };
        const note = signNote(text, [{ name: signer.name, seed }]);
        expect(verifyNote(note, [signer])).toEqual({ text, verified: [signer.name] });
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['without a final newline', 'abc'],
    ['with a control character', 'a\u0001b\n'],
    ['with a carriage return', 'a\r\n'],
    ['with a lone surrogate', 'a\ud800\n'],
  ])('throws NOTE_MALFORMED for a text %s', (_, text) => {
    expect(() => signNote(text, [{ name: 'a', seed: peterSeed }])).toThrow(
      expect.objectContaining({ code: 'NOTE_MALFORMED' }),
    );
  });

  it.each(['', 'two words', 'a+b', 'tab\t', 'no\u00a0break'])(
    'throws RangeError for the name %o',
    (name) => {
      expect(() => signNote('x\n', [{ name, seed: peterSeed }])).toThrow(RangeError);
    },
  );

  it('throws RangeError without a signer', () => {
    expect(() => signNote('x\n', [])).toThrow(RangeError);
  });
});

describe('openNoteSigner', () => {
  it('signs every text as signNote does, and keeps its keys when the caller wipes the seed', () => {
    const seed = peterSeed.slice();
    const sign = openNoteSigner([{ name: peter.name, seed }]);
    seed.fill(0);
    for (const text of ['one\n', 'two\nlines\n']) {
      expect(sign(text)).toBe(signNote(text, [{ name: peter.name, seed: peterSeed }]));
    }
  });

  it('throws NOTE_MALFORMED for a text that no note can hold, each time', () => {
    const sign = openNoteSigner([{ name: peter.name, seed: peterSeed }]);
    expect(() => sign('no newline')).toThrow(
      expect.objectContaining({
        code: 'NOTE_MALFORMED',
        message: 'note expected to end with a newline',
      }),
    );
    expect(verifyNote(sign('after it\n'), [peter]).text).toBe('after it\n');
  });
});

describe('verifyNote', () => {
  it('reads the checkpoint of the public Go checksum database', () => {
    const { name, publicKey } = parseVerifierKey(checkpoint.verifierKey);
    const { text, verified } = verifyNote(checkpoint.note, [{ name, publicKey }]);
    expect(verified).toEqual(['sum.golang.org']);
    expect(text).toBe(`${checkpoint.origin}\n${checkpoint.size}\n${checkpoint.root}\n`);
  });

  it('names the trusted keys that signed and passes over others', () => {
    expect(verifyNote(bothSigned, [peter]).verified).toEqual(['PeterNeumann']);
    expect(verifyNote(bothSigned, [peter, enoch]).verified).toEqual(['PeterNeumann', 'EnochRoot']);
  });

  it('throws SIGNER_UNKNOWN when no trusted key signed', () => {
    expect(() => verifyNote(bothSigned, [])).toThrow(
      expect.objectContaining({
        code: 'SIGNER_UNKNOWN',
        message: 'note expected a signature of a trusted key, got none',
      }),
    );
  });

  it('throws SIGNATURE_INVALID when a trusted key signed another text, though another key is right', () => {
    const wrong = signNote('another\n', [{ name: 'PeterNeumann', seed: peterSeed }]).split('\n')[2];
    expect(() =>
      verifyNote(`${signedNote.text}\n${signedNote.otherSignatureLine}${wrong}\n`, [peter, enoch]),
    ).toThrow(
      expect.objectContaining({
        code: 'SIGNATURE_INVALID',
        message: 'note signature expected to be of its text, got another',
      }),
    );
  });

  it('accepts no note with a single bit changed', () => {
    const bytes = utf8(checkpoint.note);
    const { name, publicKey } = parseVerifierKey(checkpoint.verifierKey);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      expect(() => verifyNote(fromUtf8(flipBit(bytes, bit)), [{ name, publicKey }])).toThrow(
        expect.objectContaining({
          code: expect.stringMatching(
            /^(?:NOTE_MALFORMED|SIGNATURE_INVALID|SIGNER_UNKNOWN|BYTES_MALFORMED)$/,
          ),
        }),
      );
    }
  });
});

describe('parseNote', () => {
  it("throws NOTE_MALFORMED for golang.org/x/mod's bad notes", () => {
    expect(signedNote.badNotes).toHaveLength(6);
    for (const note of signedNote.badNotes) {
      expect(() => parseNote(note)).toThrow(expect.objectContaining({ code: 'NOTE_MALFORMED' }));
    }
  });

  it('takes 64 signatures and no more', () => {
    const lines = (count: number) => signedNote.signatureLine.repeat(count);
    expect(parseNote(`${signedNote.text}\n${lines(64)}`).signatures).toHaveLength(64);
    expect(() => parseNote(`${signedNote.text}\n${lines(65)}`)).toThrow(
      expect.objectContaining({
        code: 'NOTE_MALFORMED',
        message: 'note expected at most 64 signatures',
      }),
    );
  });

  it('throws NOTE_MALFORMED for a note of more than a mebibyte', () => {
    expect(() => parseNote(`${'x'.repeat(1024 * 1024)}\n\n`)).toThrow(
      expect.objectContaining({ code: 'NOTE_MALFORMED' }),
    );
  });

  it('splits at the last blank line', () => {
    expect(parseNote(`one\n\ntwo\n\n${signedNote.signatureLine}`).text).toBe('one\n\ntwo\n');
  });
});

describe('parseVerifierKey', () => {
  it('reads published keys of both kinds', () => {
    for (const vkey of vectors.verifierKeys.note) expect(parseVerifierKey(vkey).kind).toBe('note');
    for (const vkey of vectors.verifierKeys.cosignature) {
      expect(parseVerifierKey(vkey).kind).toBe('cosignature');
    }
  });

  it('is undone by verifierKey and cosignerVerifierKey', () => {
    expect(verifierKey(peter.name, peter.publicKey)).toBe(signedNote.verifierKey);
    const [vkey = ''] = vectors.verifierKeys.cosignature;
    const { name, publicKey } = parseVerifierKey(vkey);
    expect(cosignerVerifierKey(name, publicKey)).toBe(vkey);
  });

  it("throws NOTE_MALFORMED for golang.org/x/mod's bad keys and every part of a good one", () => {
    const vkey = signedNote.verifierKey;
    const parts = Array.from(vkey, (_, i) => [vkey.slice(i + 1), vkey.slice(0, i)]).flat();
    for (const bad of [...signedNote.badVerifierKeys, ...parts]) {
      expect(() => parseVerifierKey(bad)).toThrow(
        expect.objectContaining({ code: 'NOTE_MALFORMED' }),
      );
    }
  });
});

describe('noteKeyId', () => {
  it('differs from the cosigner key id of the same name and key', () => {
    expect(toHex(noteKeyId(peter.name, peter.publicKey))).toBe('c74f20a3');
    expect(cosignerKeyId(peter.name, peter.publicKey)).not.toEqual(
      noteKeyId(peter.name, peter.publicKey),
    );
  });

  it('throws RangeError for a key of another length', () => {
    expect(() => noteKeyId('a', new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('cosignNote', () => {
  const seed = newEd25519Seed();
  const cosigner = { name: 'ambervale.example/witness', publicKey: ed25519PublicKey(seed) };
  const { cosignature } = vectors;

  it("signs the message of the specification's example", () => {
    const { text } = parseNote(cosignature.note);
    const cosigned = cosignNote(cosignature.note, cosigner.name, seed, cosignature.unixSeconds);
    const { signature } = parseNote(cosigned).signatures[2] ?? { signature: new Uint8Array() };
    expect(
      verifyEd25519(cosigner.publicKey, utf8(cosignature.message), signature.subarray(8)),
    ).toBe(true);
    expect(verifyCosignature(cosigned, cosigner)).toEqual({ text, unixSeconds: 1679315147 });
  });

  it('writes the time as the published cosignatures have it', () => {
    const [, published] = parseNote(cosignature.note).signatures;
    const cosigned = cosignNote(cosignature.note, cosigner.name, seed, cosignature.unixSeconds);
    const ours = parseNote(cosigned).signatures[2];
    expect(published?.signature).toHaveLength(72);
    expect(ours?.signature.slice(0, 8)).toEqual(published?.signature.slice(0, 8));
    const timestamped = fromBase64(cosignature.timestamped.signature);
    expect(new DataView(timestamped.buffer).getBigUint64(4)).toBe(
      BigInt(cosignature.timestamped.unixSeconds),
    );
  });

  it('keeps the signatures that were there', () => {
    const cosigned = cosignNote(checkpoint.note, cosigner.name, seed, 1);
    expect(cosigned.startsWith(checkpoint.note)).toBe(true);
    expect(verifyNote(cosigned, [parseVerifierKey(checkpoint.verifierKey)]).verified).toHaveLength(
      1,
    );
  });

  it.each([-1, 1.5, 2 ** 53])('throws RangeError for the time %s', (time) => {
    expect(() => cosignNote(checkpoint.note, cosigner.name, seed, time)).toThrow(RangeError);
  });
});

describe('verifyCosignature', () => {
  const seed = newEd25519Seed();
  const cosigner = { name: 'witness', publicKey: ed25519PublicKey(seed) };

  it('gives the latest of several times', () => {
    const cosigned = cosignNote(
      cosignNote(checkpoint.note, 'witness', seed, 20),
      'witness',
      seed,
      10,
    );
    expect(verifyCosignature(cosigned, cosigner).unixSeconds).toBe(20);
  });

  it('throws SIGNER_UNKNOWN for a note that the key only signed', () => {
    const note = signNote('x\n', [{ name: 'witness', seed }]);
    expect(() => verifyCosignature(note, cosigner)).toThrow(
      expect.objectContaining({
        code: 'SIGNER_UNKNOWN',
        message: 'note expected a cosignature of this key, got none',
      }),
    );
  });

  it('throws SIGNATURE_INVALID for another time or text', () => {
    const cosigned = cosignNote('x\n\n\u2014 a AAAAAAA=\n', 'witness', seed, 7);
    const line = parseNote(cosigned).signatures[1] ?? {
      keyId: new Uint8Array(),
      signature: new Uint8Array(),
    };
    const other = flipBit(line.signature, 7 * 8);
    const forged = `x\n\n\u2014 witness ${toBase64(Uint8Array.from([...line.keyId, ...other]))}\n`;
    const invalid = expect.objectContaining({ code: 'SIGNATURE_INVALID' });
    expect(() => verifyCosignature(forged, cosigner)).toThrow(invalid);
    expect(() => verifyCosignature(cosigned.replace('x', 'y'), cosigner)).toThrow(invalid);
  });

  it('throws NOTE_MALFORMED for a cosignature of another length', () => {
    const keyId = cosignerKeyId('witness', cosigner.publicKey);
    const note = `x\n\n\u2014 witness ${toBase64(Uint8Array.from([...keyId, ...new Uint8Array(71)]))}\n`;
    expect(() => verifyCosignature(note, cosigner)).toThrow(
      expect.objectContaining({ code: 'NOTE_MALFORMED', message: 'cosignature expected 72 bytes' }),
    );
  });
});
