import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateX25519Identity } from 'age-encryption';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { equalBytes, utf8 } from '#src/core/bytes.ts';
import {
  decryptAge,
  decryptAgeStream,
  decryptAgeWithPassphrase,
  encryptAge,
  encryptAgeStream,
  encryptAgeWithPassphrase,
  identityToSeed,
  newAgeIdentity,
  recipientOf,
  seedToIdentity,
} from '#src/crypto/age-file.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { itWithTool, requireTool } from '#test/support/tools.ts';
import { ageVectors } from './age-vectors.ts';
import { errorOf, flipBit, RUNS } from './fixtures.ts';
import { checkAge } from './vector-checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-age-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const one = await newAgeIdentity();
const two = await newAgeIdentity();
const PASSPHRASE = 'gravel otter pennant';

function streamOf(bytes: Uint8Array, pieceBytes: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, (at += pieceBytes)));
    },
  });
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(
    await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
  );
}

describe('newAgeIdentity', () => {
  it('gives a hybrid identity and its recipient', async () => {
    expect(one.identity).toMatch(/^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/);
    expect(one.recipient).toMatch(/^age1pq1[02-9ac-hj-np-z]{1952}$/);
    expect(await recipientOf(one.identity)).toBe(one.recipient);
    expect(two.identity).not.toBe(one.identity);
  });
});

describe('recipientOf', () => {
  it('throws VALUE_INVALID, without the text, for what is no identity', async () => {
    for (const text of ['', one.identity.slice(0, -1), one.identity.toLowerCase()]) {
      const error = await errorOf(() => recipientOf(text));
      expect(error).toMatchObject({
        code: 'VALUE_INVALID',
        message: '"identity" expected an age identity',
      });
      expect(error).not.toHaveProperty('cause');
    }
  });
});

describe('identityToSeed', () => {
  it('is undone by seedToIdentity', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        expect(identityToSeed(seedToIdentity(seed))).toEqual(new Uint8Array(seed));
      }),
      { numRuns: RUNS },
    );
    expect(seedToIdentity(identityToSeed(one.identity))).toBe(one.identity);
  });

  it('throws VALUE_INVALID for a classic identity and for one in lower case', async () => {
    for (const text of [await generateX25519Identity(), one.identity.toLowerCase(), 'x']) {
      const error = await errorOf(() => identityToSeed(text));
      expect(error).toMatchObject({
        code: 'VALUE_INVALID',
        message: '"identity" expected a hybrid age identity',
      });
      expect(error).not.toHaveProperty('cause');
    }
  });
});

describe('seedToIdentity', () => {
  it('throws RangeError for a seed that is not 32 bytes', () => {
    expect(() => seedToIdentity(new Uint8Array(33))).toThrow(RangeError);
  });
});

describe('encryptAge', () => {
  it('makes a file that every one of its recipients opens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (plaintext) => {
        const file = await encryptAge(plaintext, [one.recipient, two.recipient]);
        expect(await decryptAge(file, one.identity)).toEqual(new Uint8Array(plaintext));
        expect(await decryptAge(file, two.identity)).toEqual(new Uint8Array(plaintext));
      }),
      { numRuns: RUNS },
    );
  });

  it('throws AGE_MIXED_RECIPIENTS for hybrid and classic ones together', async () => {
    const classic = await recipientOf(await generateX25519Identity());
    await expect(encryptAge(utf8('x'), [one.recipient, classic])).rejects.toMatchObject({
      code: 'AGE_MIXED_RECIPIENTS',
      message: 'recipients expected all hybrid or all classic, got both',
    });
  });

  it('throws VALUE_INVALID for what is no recipient, and RangeError without any', async () => {
    await expect(encryptAge(utf8('x'), ['age1pq1xyz'])).rejects.toMatchObject({
      code: 'VALUE_INVALID',
    });
    await expect(encryptAge(utf8('x'), [])).rejects.toThrow(RangeError);
  });
});

describe('decryptAge', () => {
  it('passes every file of the CCTV test kit but the armored ones', async () => {
    const { run, failures, armored } = await checkAge();
    expect(failures).toEqual([]);
    expect({ run, armored }).toEqual({ run: 110, armored: 33 });
  });

  it('throws AGE_NO_MATCH for a file for others', async () => {
    const file = await encryptAge(utf8('x'), [one.recipient]);
    await expect(decryptAge(file, two.identity)).rejects.toMatchObject({
      code: 'AGE_NO_MATCH',
      message: 'age file expected to be for this identity, got one for others',
    });
  });

  it('throws for every changed byte and every shorter file, and never another error', async () => {
    const file = await encryptAge(utf8('some text'), [one.recipient]);
    // The header's long share is one field: every 16th byte of it is enough here.
    for (let at = 0; at < file.length; at += at < 1500 ? 16 : 1) {
      for (const bad of [flipBit(file, 8 * at), file.slice(0, at)]) {
        expect(await errorOf(() => decryptAge(bad, one.identity))).toMatchObject({
          code: expect.stringMatching(/^AGE_(?:DAMAGED|NO_MATCH)$/),
        });
      }
    }
  });

  it('throws VALUE_INVALID, without the text, for what is no identity', async () => {
    const error = await errorOf(() => decryptAge(new Uint8Array(), 'AGE-SECRET-KEY-PQ-1QQ'));
    expect(error).toMatchObject({ code: 'VALUE_INVALID' });
    expect(error).not.toHaveProperty('cause');
  });
});

describe('decryptAgeStream', () => {
  it('gives what encryptAgeStream took, across chunks of 64 KiB', async () => {
    for (const length of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
      const plaintext = new Uint8Array(length).map((_, i) => (i * 31) & 0xff);
      const file = await bytesOf(
        await encryptAgeStream(streamOf(plaintext, 7001), [one.recipient]),
      );
      expect(equalBytes(await decryptAge(file, one.identity), plaintext)).toBe(true);
      const opened = await decryptAgeStream(streamOf(file, 5003), one.identity);
      expect(equalBytes(await bytesOf(opened), plaintext)).toBe(true);
    }
  });

  it('fails with AGE_DAMAGED at the end of a file cut short between chunks', async () => {
    const file = await encryptAge(new Uint8Array(150_000), [one.recipient]);
    const opened = await decryptAgeStream(streamOf(file.slice(0, -20_000), 4096), one.identity);
    await expect(bytesOf(opened)).rejects.toMatchObject({ code: 'AGE_DAMAGED' });
  });

  it('fails with AGE_DAMAGED for every payload failure of the CCTV test kit', async () => {
    const vectors = ageVectors().filter(
      ({ expect: kind, identities, armored }) =>
        kind === 'payload failure' && identities.length === 1 && !armored,
    );
    expect(vectors.length).toBeGreaterThan(15);
    for (const { file, identities, name } of vectors) {
      const error = await errorOf(async () =>
        bytesOf(await decryptAgeStream(streamOf(file, 1000), identities[0] ?? '')),
      );
      expect({ name, error }).toMatchObject({ name, error: { code: 'AGE_DAMAGED' } });
    }
  });

  it('throws AGE_NO_MATCH before anything is read of the payload', async () => {
    const file = await encryptAge(utf8('x'), [one.recipient]);
    await expect(decryptAgeStream(streamOf(file, 100), two.identity)).rejects.toMatchObject({
      code: 'AGE_NO_MATCH',
    });
  });
});

describe('decryptAgeWithPassphrase', () => {
  it('opens what encryptAgeWithPassphrase made', async () => {
    const file = await encryptAgeWithPassphrase(utf8('hello'), PASSPHRASE, 10);
    expect(await decryptAgeWithPassphrase(file, PASSPHRASE)).toEqual(utf8('hello'));
  });

  it('throws PASSPHRASE_WRONG for another passphrase, the empty one too', async () => {
    const file = await encryptAgeWithPassphrase(utf8('hello'), PASSPHRASE, 10);
    for (const wrong of ['another', '', `${PASSPHRASE} `]) {
      await expect(decryptAgeWithPassphrase(file, wrong)).rejects.toMatchObject({
        code: 'PASSPHRASE_WRONG',
        message: 'passphrase expected to open the file, got another',
      });
    }
  });

  it('throws KEY_FILE_DAMAGED for a file for recipients, a cut one and none', async () => {
    const file = await encryptAgeWithPassphrase(utf8('hello'), PASSPHRASE, 10);
    for (const bad of [
      await encryptAge(utf8('x'), [one.recipient]),
      file.slice(0, -1),
      new Uint8Array(),
      randomBytes(300),
    ]) {
      await expect(decryptAgeWithPassphrase(bad, PASSPHRASE)).rejects.toMatchObject({
        code: 'KEY_FILE_DAMAGED',
        message: 'file expected whole and under a passphrase, got another',
      });
    }
  });
});

/** Run age on a terminal of its own, typing a line each time that it asks. */
async function ageOnTerminal(command: string, line: string): Promise<void> {
  const script = requireTool('script');
  if (script === null) throw new Error('"script" expected beside age');
  const child = spawn(script, ['-qefc', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (shown: Buffer) => {
    if (/passphrase[^\n]*:\s*$/i.test(shown.toString('latin1'))) child.stdin.write(`${line}\n`);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(0);
}

describe('the age tool', () => {
  itWithTool('age', 'opens our file for a classic recipient, and we open its', async (age) => {
    const identity = await generateX25519Identity();
    const keyPath = join(folder, 'key.txt');
    const path = join(folder, 'ours.age');
    writeFileSync(keyPath, `${identity}\n`);
    writeFileSync(path, await encryptAge(utf8('from us'), [await recipientOf(identity)]));
    expect(execFileSync(age, ['-d', '-i', keyPath, path]).toString()).toBe('from us');
    const recipient = await recipientOf(identity);
    const run = promisify(execFile)(age, ['-r', recipient], { encoding: 'buffer' });
    run.child.stdin?.end('from age');
    const { stdout } = await run;
    expect(await decryptAge(Uint8Array.from(stdout), identity)).toEqual(utf8('from age'));
  });

  itWithTool('age', 'opens our file under a passphrase', async (age) => {
    const path = join(folder, 'passphrase.age');
    const out = join(folder, 'passphrase.txt');
    writeFileSync(path, await encryptAgeWithPassphrase(utf8('from us'), PASSPHRASE, 10));
    await ageOnTerminal(`${age} -d -o ${out} ${path}`, PASSPHRASE);
    expect(readFileSync(out, 'utf8')).toBe('from us');
  });

  itWithTool('age', 'makes a file under a passphrase that we open', async (age) => {
    const path = join(folder, 'plain.txt');
    const out = join(folder, 'theirs.age');
    writeFileSync(path, 'from age');
    await ageOnTerminal(`${age} -p -o ${out} ${path}`, PASSPHRASE);
    const file = Uint8Array.from(readFileSync(out));
    expect(await decryptAgeWithPassphrase(file, PASSPHRASE)).toEqual(utf8('from age'));
  });
});
