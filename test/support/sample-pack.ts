import { readFileSync } from 'node:fs';
import { fromHex } from '#src/core/bytes.ts';
import { parseDigest, type Digest } from '#src/core/digest.ts';
import type { CmsSigner } from '#src/crypto/cms.ts';
import type { NoteSigner } from '#src/crypto/note.ts';
import { readCanonicalZip } from '#src/verify/read-zip.ts';

const folder = new URL('../samples/pack-v1/', import.meta.url);

/** A fictional person of a sample, with the keys that forgeries are signed with. */
export interface SamplePerson {
  readonly personId: string;
  readonly name: string;
  readonly cms: CmsSigner;
  /** Signer of notes in the sample's ledger. */
  readonly note: NoteSigner;
}

/** A pack of `test/samples` with its people's keys. */
export interface Sample {
  readonly bytes: Uint8Array;
  readonly report: unknown;
  readonly caFingerprint: Digest;
  /** The CA's private key, PrivateKeyInfo DER: tests issue renewed and further certificates. */
  readonly caPkcs8: Uint8Array;
  /** First and second reviewer, DSL, headteacher. */
  readonly people: readonly [SamplePerson, SamplePerson, SamplePerson, SamplePerson];
  /** The pack's files, new at every call, to be changed at will. */
  files(): Map<string, Uint8Array>;
}

interface KeyFile {
  readonly caFingerprint: string;
  readonly caPkcs8: string;
  readonly people: readonly {
    readonly personId: string;
    readonly name: string;
    readonly p256Pkcs8: string;
    readonly ed25519Seed: string;
  }[];
}

interface About {
  readonly ledger: { readonly origin: string };
  readonly people: readonly {
    readonly personId: string;
    readonly certificates: readonly string[];
  }[];
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
}

function four<T>(list: readonly T[]): [T, T, T, T] {
  const [a, b, c, d] = list;
  if (a === undefined || b === undefined || c === undefined || d === undefined)
    throw new RangeError('four people expected');
  return [a, b, c, d];
}

/**
 * Read a sample pack.
 * @param name - `pack`, or `small`, which is less than 64 KiB (its form is unsigned)
 */
export function samplePack(name: 'pack' | 'small'): Sample {
  const bytes = new Uint8Array(readFileSync(new URL(`${name}.zip`, folder)));
  const keys = readJson<KeyFile>(`${name}.keys.json`);
  const files = readCanonicalZip(bytes);
  const about = JSON.parse(
    Buffer.from(files.get('data/pack.json') ?? new Uint8Array()).toString(),
  ) as About;
  const people = keys.people.map((person) => {
    const named = about.people.find((one) => one.personId === person.personId);
    const [certificate = ''] = named?.certificates ?? [];
    return {
      personId: person.personId,
      name: person.name,
      cms: {
        certificate: new Uint8Array(Buffer.from(certificate, 'base64')),
        pkcs8: fromHex(person.p256Pkcs8),
      },
      note: {
        name: `${about.ledger.origin}/person/${person.personId}`,
        seed: fromHex(person.ed25519Seed),
      },
    };
  });
  return {
    bytes,
    report: readJson(`${name}.report.json`),
    caFingerprint: parseDigest(keys.caFingerprint),
    caPkcs8: fromHex(keys.caPkcs8),
    people: four(people),
    files: () => new Map([...files].map(([path, content]) => [path, content.slice()])),
  };
}
