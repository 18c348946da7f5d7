import { readFileSync, readdirSync } from 'node:fs';
import { z } from 'zod';

// Readers of test/vectors; test/vectors/README.md says where each file is from.

const FOLDER = new URL('../vectors/', import.meta.url);

/** The bytes of a vector file. @param path - below test/vectors */
export function vectorBytes(path: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(new URL(path, FOLDER)));
}

/** The names of the files of a folder, sorted. @param path - below test/vectors, with a final slash */
export function vectorNames(path: string): string[] {
  return readdirSync(new URL(path, FOLDER)).sort();
}

function vectorJson<T>(path: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(new URL(path, FOLDER), 'utf8')));
}

const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/);
const test = { tcId: z.number(), comment: z.string(), result: z.enum(['valid', 'invalid']) };

export const aesGcmVectors = () =>
  vectorJson(
    'wycheproof/aes_gcm.json',
    z.object({
      testGroups: z.array(
        z.object({
          tests: z.array(
            z.object({ ...test, key: hex, iv: hex, aad: hex, msg: hex, ct: hex, tag: hex }),
          ),
        }),
      ),
    }),
  ).testGroups.flatMap(({ tests }) => tests);

export const hkdfVectors = () =>
  vectorJson(
    'wycheproof/hkdf_sha256.json',
    z.object({
      testGroups: z.array(
        z.object({
          tests: z.array(
            z.object({ ...test, ikm: hex, salt: hex, info: hex, size: z.number(), okm: hex }),
          ),
        }),
      ),
    }),
  ).testGroups.flatMap(({ tests }) => tests);

const signatureTests = z.array(z.object({ ...test, msg: hex, sig: z.string() }));

export const ed25519Vectors = () =>
  vectorJson(
    'wycheproof/ed25519.json',
    z.object({
      testGroups: z.array(z.object({ publicKey: z.object({ pk: hex }), tests: signatureTests })),
    }),
  ).testGroups.flatMap(({ publicKey, tests }) =>
    tests.map((one) => ({ ...one, pk: publicKey.pk })),
  );

export const ecdsaVectors = () =>
  vectorJson(
    'wycheproof/ecdsa_secp256r1_sha256.json',
    z.object({ testGroups: z.array(z.object({ publicKeyDer: hex, tests: signatureTests })) }),
  ).testGroups.flatMap(({ publicKeyDer, tests }) => tests.map((one) => ({ ...one, publicKeyDer })));

export const noteVectors = () =>
  vectorJson(
    'notes.json',
    z.object({
      signedNote: z.object({
        text: z.string(),
        privateKey: z.string(),
        verifierKey: z.string(),
        otherVerifierKey: z.string(),
        signatureLine: z.string(),
        otherSignatureLine: z.string(),
        badVerifierKeys: z.array(z.string()),
        badNotes: z.array(z.string()),
      }),
      checkpoint: z.object({
        verifierKey: z.string(),
        note: z.string(),
        origin: z.string(),
        size: z.number(),
        root: z.string(),
      }),
      verifierKeys: z.object({ cosignature: z.array(z.string()), note: z.array(z.string()) }),
      cosignature: z.object({
        note: z.string(),
        unixSeconds: z.number(),
        message: z.string(),
        timestamped: z.object({ signature: z.string(), unixSeconds: z.number() }),
      }),
    }),
  );

export const numberVectors = () =>
  vectorJson(
    'json/numbers.json',
    z.object({
      staticU64s: z.array(hex),
      serialStart: hex,
      serialCount: z.number(),
      checksums: z.array(z.object({ lines: z.number(), sha256: hex })),
    }),
  );
