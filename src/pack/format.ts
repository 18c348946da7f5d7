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
  exhibits: 'data/record/exhibits.json',
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
  /** Base64 DER, one or more: a renewed one is added, the one before it stays. */
  readonly certificates: readonly string[];
}

/** A computer that the investigation was bound to. */
export interface AboutComputer {
  readonly computerId: string;
  readonly name: string;
  readonly location: string;
  readonly assetNo: string;
  /** Operating system's key store that holds its key. */
  readonly keyBackend: string;
  /** False where that protects nothing. */
  readonly keyRealProtection: boolean;
  /** Base64 DER, one or more. */
  readonly certificates: readonly string[];
}

/** One file of an exhibit. */
export interface AboutExhibitFile {
  readonly path: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly digest: Digest;
}

/** What every exhibit says of itself, whatever its kind, with the entry that kept it. */
interface AboutAnyExhibit {
  readonly exhibitId: string;
  readonly exhibitRef: string;
  readonly entryIndex: number;
  readonly files: readonly AboutExhibitFile[];
}

/** A page captured in the review. */
export interface AboutCapture extends AboutAnyExhibit {
  readonly kind: 'capture';
  readonly address: string;
  readonly capturedAt: string;
}

/** A part of a capture's picture. @see docs/spec/pack.md, section 7a */
export interface AboutPart extends AboutAnyExhibit {
  readonly kind: 'sub-exhibit';
  /** Reference of the whole. */
  readonly parentRef: string;
}

/** An exhibit of a kind that this program does not know; reserved: `received-file`, `archive`. */
export interface AboutUnknownExhibit extends AboutAnyExhibit {
  readonly kind: 'unknown';
}

/** One exhibit. */
export type AboutExhibit = AboutCapture | AboutPart | AboutUnknownExhibit;

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
  readonly computers: readonly AboutComputer[];
  readonly people: readonly AboutPerson[];
  readonly ledger: { readonly origin: string; readonly entries: number; readonly withheld: number };
  readonly records: readonly AboutRecord[];
  readonly exhibits: readonly AboutExhibit[];
  readonly documents: readonly AboutExhibitFile[];
  readonly withheld: readonly AboutWithheld[];
}

/** Who or what held an exhibit. */
export type LabelHolder =
  | { readonly kind: 'person'; readonly personId: string }
  | { readonly kind: 'vault'; readonly computerId: string };

/** One event in an exhibit's custody and the ledger entry that it follows from. @see docs/spec/pack.md, section 7 */
export interface LabelCustody {
  readonly kind: 'produced' | 'stored' | 'examined' | 'moved' | 'locked' | 'released' | 'exported';
  readonly entryIndex: number;
  readonly at: string;
  readonly from: LabelHolder | null;
  readonly to: LabelHolder | null;
  readonly why: string;
}

/** Value of `kind` in `data/record/exhibits.json`. */
export const EXHIBITS_KIND = 'countersign/exhibits';

/** Roles of which one of the two people who seal a pack must hold one each (procedure.md R29). */
export const SEAL_ROLES: readonly [readonly Role[], readonly Role[]] = [
  ['dsl'],
  ['headteacher', 'chair'],
];
