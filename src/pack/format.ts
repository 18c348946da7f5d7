import type { JsonValue } from '#src/core/canonical-json.ts';
import type { Digest } from '#src/core/digest.ts';
import type { Role } from '#src/core/roles.ts';

/** Places that have a meaning of their own; everything else is payload below `data/`. */
export const PACK_PATHS = {
  bagit: 'bagit.txt',
  bagInfo: 'bag-info.txt',
  manifest: 'manifest-sha256.txt',
  tagManifest: 'tagmanifest-sha256.txt',
  readme: 'README.txt',
  ca: 'certificates/ca.pem',
  seal: 'signatures/tagmanifest-sha256.txt.p7s',
  about: 'data/pack.json',
  entries: 'data/ledger/entries.jsonl',
  sittings: 'data/ledger/sittings.json',
  checkpoint: 'data/ledger/checkpoint.txt',
} as const;

/** Bounds that a reader enforces before it allocates anything. */
export const PACK_LIMITS = {
  /** The whole container, bytes. */
  packBytes: 2 * 1024 * 1024 * 1024,
  files: 20_000,
  pathCharacters: 200,
  /** JSON and text files, bytes. */
  textBytes: 64 * 1024 * 1024,
  signatureBytes: 64 * 1024,
} as const;

/** The one content of `bagit.txt`. */
export const BAGIT_TEXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

const SEGMENT = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/**
 * Whether a path may stand in a pack: 1 to 200 ASCII letters, digits, dots, hyphens and underscores in
 * segments joined by `/`; no segment starts or ends with a dot or has a name that Windows reserves.
 */
export function isPackPath(path: string): boolean {
  return (
    path.length <= PACK_LIMITS.pathCharacters &&
    path.split('/').every((segment) => SEGMENT.test(segment) && !RESERVED.test(segment))
  );
}

/** A person named in a pack. */
export interface AboutPerson {
  readonly personId: string;
  readonly name: string;
  readonly position: string;
  /** Base64 DER. */
  readonly certificate: string;
}

/** One file of an exhibit. */
export interface AboutExhibitFile {
  readonly path: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly digest: Digest;
}

/** One exhibit with the entry that accepted it. */
export interface AboutExhibit {
  readonly exhibitId: string;
  readonly exhibitRef: string;
  readonly address: string;
  readonly capturedAt: string;
  readonly entryIndex: number;
  readonly files: readonly AboutExhibitFile[];
}

/** One signed version of the record of review. */
export interface AboutRecord {
  readonly version: number;
  readonly form: string;
  readonly manifest: string;
  readonly signature: string;
}

/** Something that stays behind. */
export interface AboutWithheld {
  readonly what: string;
  readonly why: string;
  readonly count: number;
  readonly digests: readonly Digest[];
}

/** `data/pack.json`, canonical JSON. @see docs/spec/pack.md, section 4 */
export interface AboutV1 {
  readonly v: 1;
  readonly packId: string;
  readonly createdAt: string;
  readonly demonstration: boolean;
  readonly preview: boolean;
  readonly school: { readonly name: string; readonly caFingerprint: Digest };
  readonly investigation: { readonly investigationId: string; readonly reference: string };
  readonly recipient: {
    readonly name: string;
    readonly organisation: string;
    readonly purpose: string;
    readonly lawfulBasis: string;
  };
  readonly facts: JsonValue;
  readonly software: JsonValue;
  readonly computer: JsonValue;
  /** Base64 DER; null where the computer signed nothing in this ledger. */
  readonly computerCertificate: string | null;
  readonly people: readonly AboutPerson[];
  readonly ledger: { readonly origin: string; readonly entries: number; readonly withheld: number };
  readonly records: readonly AboutRecord[];
  readonly exhibits: readonly AboutExhibit[];
  readonly documents: readonly AboutExhibitFile[];
  readonly withheld: readonly AboutWithheld[];
}

/** Roles of which one of the two people who seal a pack must hold one each (procedure.md R29). */
export const SEAL_ROLES: readonly [readonly Role[], readonly Role[]] = [
  ['dsl'],
  ['headteacher', 'chair'],
];
