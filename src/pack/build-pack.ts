import { toBase64, utf8 } from '#src/core/bytes.ts';
import { canonicalBytes } from '#src/core/canonical-json.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { signCms } from '#src/crypto/cms.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { exhibitFileName } from '#src/exhibit/exhibit-ref.ts';
import { makeBag } from './bag.ts';
import { writeCanonicalZip, type PackFile } from './canonical-zip.ts';
import { exhibitsFile } from './exhibits-file.ts';
import { PACK_PATHS, type AboutExhibit, type AboutRecord, type AboutV1 } from './format.ts';
import type {
  BuiltPack,
  PackComputer,
  PackDocument,
  PackExhibit,
  PackInput,
  PackPerson,
} from './input.ts';
import { ledgerFiles } from './ledger-files.ts';
import { pemOf } from './pem.ts';
import { readmeText } from './readme.ts';

function exhibitPath(exhibit: PackExhibit, name: string): string {
  return `data/exhibits/${exhibitFileName(exhibit.exhibitRef)}/${name}`;
}

function documentPath({ name }: PackDocument): string {
  return `data/documents/${name}`;
}

function recordPaths(version: number): Omit<AboutRecord, 'version'> {
  const folder = `data/records/version-${version}`;
  return {
    form: `${folder}/record-of-review.pdf`,
    manifest: `${folder}/record-manifest.json`,
    signature: `${folder}/record-manifest.json.p7s`,
  };
}

/** What was recorded when an exhibit was made must be what leaves. */
function assertExhibit(exhibit: PackExhibit): void {
  for (const { digest, bytes } of exhibit.files) {
    if (digestOf(bytes) !== digest) {
      throw new EvidenceError(
        'DIGEST_MISMATCH',
        '"digest" of exhibit expected that recorded, got another',
      );
    }
  }
}

function aboutExhibit(exhibit: PackExhibit): AboutExhibit {
  const { exhibitId, exhibitRef, entryIndex } = exhibit;
  const files = exhibit.files.map(({ name, mediaType, bytes, digest }) => ({
    ...{ path: exhibitPath(exhibit, name), mediaType, sizeBytes: bytes.length, digest },
  }));
  const common = { exhibitId, exhibitRef, entryIndex, files };
  if (exhibit.kind === 'sub-exhibit')
    return { kind: exhibit.kind, ...common, parentRef: exhibit.parentRef };
  const { kind, address, capturedAt } = exhibit;
  return { kind, ...common, address, capturedAt };
}

/** Certificates in base64. */
function certified<T extends PackPerson | PackComputer>(
  one: T,
): Omit<T, 'certificates'> & { readonly certificates: readonly string[] } {
  return { ...one, certificates: one.certificates.map(toBase64) };
}

function aboutOf(input: PackInput): AboutV1 {
  const { entries, origin } = input.ledger;
  return {
    v: 1,
    packId: input.packId,
    createdAt: input.createdAt,
    demonstration: input.demonstration,
    preview: input.preview,
    school: { name: input.schoolName, caFingerprint: input.caFingerprint },
    investigation: { investigationId: input.investigationId, reference: input.reference },
    recipient: {
      name: input.recipient,
      organisation: input.organisation,
      purpose: input.purpose,
      lawfulBasis: input.lawfulBasis,
    },
    facts: input.facts,
    software: input.software,
    computers: input.computers.map(certified),
    people: input.people.map(certified),
    ledger: {
      origin,
      entries: entries.length,
      withheld: entries.filter(({ disclosed }) => disclosed === null).length,
    },
    records: input.records.map(({ version }) => ({ version, ...recordPaths(version) })),
    exhibits: input.exhibits.map(aboutExhibit),
    documents: input.documents.map((one) => ({
      path: documentPath(one),
      mediaType: one.mediaType,
      sizeBytes: one.bytes.length,
      digest: digestOf(one.bytes),
    })),
    withheld: input.withheld,
  };
}

function payloadOf(input: PackInput, about: AboutV1): PackFile[] {
  return [
    { path: PACK_PATHS.about, bytes: canonicalBytes(about) },
    ...ledgerFiles(input.ledger),
    { path: PACK_PATHS.exhibits, bytes: exhibitsFile(input.exhibits) },
    ...input.records.flatMap(({ version, pdf, manifest, signature }) => {
      const paths = recordPaths(version);
      return [
        { path: paths.form, bytes: pdf },
        { path: paths.manifest, bytes: manifest },
        { path: paths.signature, bytes: signature },
      ];
    }),
    ...input.exhibits.flatMap((exhibit) =>
      exhibit.files.map(({ name, bytes }) => ({ path: exhibitPath(exhibit, name), bytes })),
    ),
    ...input.documents.map((one) => ({ path: documentPath(one), bytes: one.bytes })),
  ];
}

/**
 * Build and seal a pack: a bag of everything that leaves, its tag manifest signed by two people, in
 * the canonical container.
 * @param input - what the export rules allow; everything in it leaves
 * @returns the container with both digests
 * @throws {EvidenceError} DIGEST_MISMATCH - an exhibit's bytes are not those recorded
 * @throws {EvidenceError} PACK_PATH_INVALID, PACK_TOO_LARGE - outside the format
 * @throws {EvidenceError} PACK_CONTENT_REFUSED - one person would sign alone
 * @see docs/spec/pack.md
 */
export async function buildPack(input: PackInput): Promise<BuiltPack> {
  const [first, second] = input.signers;
  if (digestOf(first.certificate) === digestOf(second.certificate)) {
    throw new EvidenceError('PACK_CONTENT_REFUSED', '"signers" expected two people, got one twice');
  }
  input.exhibits.forEach(assertExhibit);
  const about = aboutOf(input);
  const tags = [
    { path: PACK_PATHS.readme, bytes: utf8(readmeText(about)) },
    { path: PACK_PATHS.ca, bytes: utf8(pemOf(input.caCertificate)) },
  ];
  const { files, tagManifest } = makeBag(payloadOf(input, about), tags, input);
  const seal = await signCms(tagManifest, input.signers, input.caCertificate, {
    signedAt: input.createdAt,
  });
  const all = [...files, { path: PACK_PATHS.seal, bytes: seal }];
  const bytes = writeCanonicalZip(all);
  return {
    bytes,
    packDigest: digestOf(bytes),
    sealDigest: digestOf(tagManifest),
    files: all
      .map((file) => ({ path: file.path, sizeBytes: file.bytes.length }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
