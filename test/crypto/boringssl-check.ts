import { equalBytes, utf8 } from '#src/core/bytes.ts';
import { isEvidenceError, type EvidenceErrorCode } from '#src/core/errors.ts';
import { newId } from '#src/core/ids.ts';
import {
  decryptAge,
  decryptAgeStream,
  encryptAge,
  encryptAgeStream,
  newAgeIdentity,
} from '#src/crypto/age-file.ts';
import { verifyCertificate } from '#src/crypto/certificate.ts';
import { signCms, verifyCms } from '#src/crypto/cms.ts';
import {
  ed25519PublicKey,
  newEd25519Seed,
  signEd25519,
  verifyEd25519,
} from '#src/crypto/ed25519.ts';
import { decryptGcm, encryptGcm } from '#src/crypto/gcm.ts';
import { digestOf, equalSecrets, newHasher } from '#src/crypto/hash.ts';
import { encodeKeyFile, openKeyFile } from '#src/crypto/key-file.ts';
import { cosignNote, signNote, verifyCosignature, verifyNote } from '#src/crypto/note.ts';
import { newP256KeyPair, p256PublicKey } from '#src/crypto/p256.ts';
import { assertPassphrase, generatePassphrase } from '#src/crypto/passphrase.ts';
import { newPersonKeys } from '#src/crypto/person-keys.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { decodeSheet, encodeSheet } from '#src/crypto/recovery-sheet.ts';
import { combineShares, splitSecret } from '#src/crypto/shares.ts';
import { flipBit, makeCa, makePerson, NOW } from './fixtures.ts';
import { checkAesGcm, checkAge, checkEcdsa, checkEd25519, checkHkdf } from './vector-checks.ts';

// Run under Bun, whose crypto is BoringSSL as Electron's is: every primitive and format of src/crypto. Prints
// one line of JSON with counts, and exits 1 with the names of what failed. test/crypto/boringssl.test.ts runs it.

const failures: string[] = [];
const counts: Record<string, number> = {};

function check(name: string, ok: boolean): void {
  counts['checks'] = (counts['checks'] ?? 0) + 1;
  if (!ok) failures.push(name);
}

async function refuses(name: string, code: EvidenceErrorCode, act: () => unknown): Promise<void> {
  try {
    await act();
    check(`${name}: expected ${code}, got no error`, false);
  } catch (error) {
    check(`${name}: expected ${code}, got ${String(error)}`, isEvidenceError(error, code));
  }
}

async function checkVectors(): Promise<void> {
  const results = {
    aesGcm: checkAesGcm(),
    ed25519: checkEd25519(),
    ecdsa: await checkEcdsa(),
    hkdf: checkHkdf(),
    age: await checkAge(),
  };
  for (const [name, result] of Object.entries(results)) {
    counts[name] = result.run;
    failures.push(...result.failures);
  }
}

async function checkPrimitives(): Promise<void> {
  const bytes = randomBytes(1000);
  const hasher = newHasher();
  hasher.update(bytes.subarray(0, 10));
  hasher.update(bytes.subarray(10));
  check('hash in pieces', hasher.digest() === digestOf(bytes));
  check(
    'equal secrets',
    equalSecrets(bytes, bytes.slice()) && !equalSecrets(bytes, flipBit(bytes, 9)),
  );
  const key = randomBytes(32);
  const box = encryptGcm(key, bytes, utf8('a'));
  check('AES-GCM', equalBytes(decryptGcm(key, box, utf8('a')), bytes));
  await refuses('AES-GCM changed', 'CRYPTO_FAILED', () =>
    decryptGcm(key, flipBit(box, 200), utf8('a')),
  );
  const seed = newEd25519Seed();
  const publicKey = ed25519PublicKey(seed);
  check('Ed25519', verifyEd25519(publicKey, bytes, signEd25519(seed, bytes)));
  const { pkcs8, spki } = newP256KeyPair();
  check('P-256 public key', equalBytes(p256PublicKey(pkcs8), spki));
  await refuses('P-256 no key', 'VALUE_INVALID', () => p256PublicKey(bytes));
}

async function checkNotes(): Promise<void> {
  const seed = newEd25519Seed();
  const signer = { name: 'ambervale.example/log', publicKey: ed25519PublicKey(seed) };
  const note = cosignNote(
    signNote('a\n1\nb\n', [{ name: signer.name, seed }]),
    signer.name,
    seed,
    7,
  );
  check('note', verifyNote(note, [signer]).text === 'a\n1\nb\n');
  check('cosignature', verifyCosignature(note, signer).unixSeconds === 7);
  await refuses('note changed', 'SIGNATURE_INVALID', () =>
    verifyNote(note.replace('1', '2'), [signer]),
  );
}

async function checkAgeFiles(): Promise<void> {
  const bytes = randomBytes(65_536);
  const [one, two] = [await newAgeIdentity(), await newAgeIdentity()];
  const file = await encryptAge(bytes, [one.recipient, two.recipient]);
  check('age hybrid', equalBytes(await decryptAge(file, two.identity), bytes));
  const stream = await encryptAgeStream(new Blob([bytes, bytes]).stream(), [one.recipient]);
  const opened = await new Response(
    (await decryptAgeStream(stream, one.identity)) as ReadableStream<Uint8Array<ArrayBuffer>>,
  ).arrayBuffer();
  check('age stream', opened.byteLength === 2 * bytes.length);
  await refuses('age for others', 'AGE_NO_MATCH', async () => {
    await decryptAge(await encryptAge(bytes, [one.recipient]), two.identity);
  });
}

async function checkKeyFile(): Promise<void> {
  const passphrase = generatePassphrase();
  assertPassphrase(passphrase);
  const keys = await newPersonKeys(newId(randomBytes));
  const file = await encodeKeyFile(keys, digestOf(utf8('ca')), passphrase, 10);
  const opened = await openKeyFile(file, passphrase);
  check('key file', opened.keys.ageIdentity === keys.ageIdentity);
  await refuses('key file, wrong passphrase', 'PASSPHRASE_WRONG', () =>
    openKeyFile(file, 'another'),
  );
  await refuses('key file, damaged', 'KEY_FILE_DAMAGED', () =>
    openKeyFile(file.slice(9), passphrase),
  );
}

async function checkShares(): Promise<void> {
  const secret = randomBytes(32);
  const sheets = (await splitSecret(secret, 3)).map((share) => encodeSheet(share, 'release-1'));
  const [one = [], , three = []] = sheets;
  const shares = [decodeSheet(one, 'release-1'), decodeSheet(three, 'release-1')];
  check('recovery sheets', equalBytes(await combineShares(shares), secret));
  await refuses('sheet of another key', 'SHEET_CHECK_FAILED', () => decodeSheet(one, 'release-2'));
}

async function checkCms(): Promise<void> {
  const ca = await makeCa();
  const people = [
    await makePerson(ca, 'Ada Fernsby', ['dsl']),
    await makePerson(ca, 'Ben Otterby'),
  ];
  for (const { certificate, keys } of people) {
    const facts = await verifyCertificate(certificate, ca.der, NOW);
    check('certificate', facts.id === keys.personId);
  }
  const content = utf8('content\n');
  const der = await signCms(content, people, ca.der, { signedAt: NOW });
  check('CMS', (await verifyCms(der, content, ca.der)).length === 2);
  let refused = 0;
  for (let bit = 0; bit < der.length * 8; bit += 61) {
    await verifyCms(flipBit(der, bit), content, ca.der).then(
      () => failures.push(`CMS with bit ${bit} changed`),
      (error: unknown) => {
        if (!isEvidenceError(error)) failures.push(`CMS bit ${bit}: ${String(error)}`);
        refused += 1;
      },
    );
  }
  counts['cmsFlipsRefused'] = refused;
}

await checkVectors();
await checkPrimitives();
await checkNotes();
await checkAgeFiles();
await checkKeyFile();
await checkShares();
await checkCms();
console.log(JSON.stringify({ engine: process.versions['boringssl'] ?? null, ...counts, failures }));
process.exitCode = failures.length === 0 ? 0 : 1;
