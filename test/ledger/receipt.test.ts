import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { verifyNote } from '#src/crypto/note.ts';
import { ed25519PublicKey } from '#src/crypto/ed25519.ts';
import { encodeCheckpoint, parseCheckpoint } from '#src/ledger/checkpoint.ts';
import { checkReceipt, encodeReceipt, parseReceipt } from '#src/ledger/receipt.ts';
import { computerSignerName } from '#src/ledger/origin.ts';
import { thrownBy } from '../store/support.ts';
import { add, newVault, type TestVault } from './support.ts';
import { workedExample } from './example.ts';

const NOTE = workedExample().get('checkpoint') ?? '';
const ROOT = new Uint8Array(32).fill(9);

async function ledgerOf(entries: number): Promise<TestVault> {
  const vault = await newVault();
  for (let i = 0; i < entries; i++) add(vault, vault.computer, { kind: 'noted', payload: i });
  return vault;
}

describe('encodeCheckpoint', () => {
  it('gives three lines that parse to the same head', () => {
    const head = { origin: 'countersign/a', size: 12, root: ROOT };
    expect(encodeCheckpoint(head)).toBe(
      `countersign/a\n12\n${Buffer.from(ROOT).toString('base64')}\n`,
    );
    expect(parseCheckpoint(encodeCheckpoint(head))).toEqual(head);
    expect(() => encodeCheckpoint({ ...head, root: ROOT.subarray(1) })).toThrow(
      '"root" expected 32 bytes, got 31',
    );
  });
});

describe('parseCheckpoint', () => {
  const root = Buffer.from(ROOT).toString('base64');
  it.each([
    ['nothing', ''],
    ['no origin', `\n1\n${root}\n`],
    ['an origin in capitals', `Countersign\n1\n${root}\n`],
    ['a size with a leading zero', `a\n01\n${root}\n`],
    ['a negative size', `a\n-1\n${root}\n`],
    ['a size beyond 2^53', `a\n9007199254740993\n${root}\n`],
    ['a short root', `a\n1\nAAAA\n`],
    ['a root that is no base64', `a\n1\n!!\n`],
    ['a fourth line', `a\n1\n${root}\nextension\n`],
    ['no line feed at the end', `a\n1\n${root}`],
    ['too much', `a\n1\n${root}\n\n${'x'.repeat(17_000)}`],
  ])('throws LEDGER_CHECKPOINT_INVALID for %s', (_name, text) => {
    expect(thrownBy(() => parseCheckpoint(text))).toMatchObject({
      code: 'LEDGER_CHECKPOINT_INVALID',
    });
  });
});

describe('encodeReceipt', () => {
  it('gives the note under a title, its digest, and a QR code of just that text', () => {
    const { text, digest, qrSvg } = encodeReceipt(NOTE);
    expect(text).toBe(`countersign receipt v1\n${NOTE}`);
    expect(digest).toBe(digestOf(utf8(text)));
    const { data, size } = encode(text, { ecc: 'M', border: 4 });
    const dark = data.flat().filter(Boolean).length;
    expect(qrSvg).toContain('<svg');
    expect(qrSvg).toContain(`viewBox="0 0 ${size * 10} ${size * 10}"`);
    expect(qrSvg.match(/M\d+,\d+h10v10h-10z/g)).toHaveLength(dark);
  });

  it('throws LEDGER_CHECKPOINT_INVALID for a note too long for a QR code, or none', () => {
    expect(thrownBy(() => encodeReceipt(`${NOTE}${'— x AAAAAAAA\n'.repeat(200)}`))).toMatchObject({
      code: 'LEDGER_CHECKPOINT_INVALID',
    });
    expect(thrownBy(() => encodeReceipt('hello\n'))).toMatchObject({
      code: 'LEDGER_CHECKPOINT_INVALID',
    });
  });
});

describe('parseReceipt', () => {
  it('takes Windows line ends and blanks around it', () => {
    const { text } = encodeReceipt(NOTE);
    for (const pasted of [text, text.trim(), `\n\n  ${text}\n`, text.replaceAll('\n', '\r\n')]) {
      expect(parseReceipt(pasted)).toEqual({ note: NOTE, checkpoint: parseCheckpoint(NOTE) });
    }
  });

  it.each(['', NOTE, `countersign receipt v2\n${NOTE}`, 'x'.repeat(5_000)])(
    'throws for %.20j',
    (text) => {
      expect(thrownBy(() => parseReceipt(text))).toMatchObject({
        code: 'LEDGER_CHECKPOINT_INVALID',
        message: 'receipt expected to start with "countersign receipt v1"',
      });
    },
  );
});

describe('checkReceipt', () => {
  it('tells how many entries were added since', async () => {
    const vault = await ledgerOf(2);
    const { text } = encodeReceipt(vault.ledger.head().checkpoint ?? '');
    add(vault, vault.computer, { kind: 'noted', payload: 'later' });
    const trusted = {
      name: computerSignerName(vault.origin, vault.school.computerId),
      publicKey: ed25519PublicKey(vault.school.computerSeed),
    };
    const verify = (note: string): void => {
      verifyNote(note, [trusted]);
    };
    expect(checkReceipt(text, vault.ledger, verify)).toEqual({ entriesSince: 1 });
    const forged = text.replace('\n2\n', '\n7\n');
    expect(thrownBy(() => checkReceipt(forged, vault.ledger, verify))).toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });

  it('throws for another ledger, a shorter one and a rewritten one', async () => {
    const vault = await ledgerOf(3);
    const { origin } = vault;
    const receipt = (size: number, root: Uint8Array, of = origin): string =>
      encodeReceipt(vault.computer.signer.sign(encodeCheckpoint({ origin: of, size, root }))).text;
    const check = (text: string): unknown =>
      thrownBy(() => checkReceipt(text, vault.ledger, () => undefined));
    expect(check(receipt(3, ROOT, 'countersign/other'))).toMatchObject({
      code: 'LEDGER_ORIGIN_MISMATCH',
    });
    expect(check(receipt(4, ROOT))).toMatchObject({
      code: 'LEDGER_ROLLED_BACK',
      message: '"size" expected at least 4, got 3',
      details: { expectedSize: 4, size: 3 },
    });
    expect(check(receipt(2, ROOT))).toMatchObject({
      code: 'LEDGER_ROOT_MISMATCH',
      details: { size: 2 },
    });
  });
});
