import type { JsonValue } from '#src/core/canonical-json.ts';
import type { Digest } from '#src/core/digest.ts';
import type { CmsSigner } from '#src/crypto/cms.ts';
import type { CustodyEvent } from '#src/exhibit/custody.ts';
import type { Exhibit } from '#src/exhibit/exhibit.ts';
import type { ExhibitRef } from '#src/exhibit/exhibit-ref.ts';
import type { SittingRow } from '#src/ledger/store-port.ts';
import type { AboutWithheld } from './format.ts';

/** One ledger entry as it leaves: payload and salt, or withheld. */
export interface PackEntry {
  /** RFC 8785 bytes of the entry. */
  readonly bytes: Uint8Array;
  /** Signed note of the tree of its index + 1. */
  readonly checkpoint: string;
  readonly disclosed: { readonly salt: Uint8Array; readonly payloadBytes: Uint8Array } | null;
}

/** One file in the clear: only ever in memory. */
export interface PackDocument {
  /** E.g. `screenshot-sheet.pdf`. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** One file of an exhibit, e.g. `tile-0001.png`, `capture-record.json`. */
export interface PackExhibitFile extends PackDocument {
  /** Digest recorded when it was made. */
  readonly digest: Digest;
}

/** What every exhibit that may leave has. */
interface PackAnyExhibit {
  readonly exhibitId: string;
  /** `ABC/1`, of a part `ABC/1/1`. */
  readonly exhibitRef: ExhibitRef;
  /** Index of the entry that accepted it. */
  readonly entryIndex: number;
  readonly files: readonly PackExhibitFile[];
  /** What its label says, and its custody in the order of the entries. */
  readonly record: { readonly exhibit: Exhibit; readonly custody: readonly CustodyEvent[] };
}

/** A capture that may leave. */
export interface PackCapture extends PackAnyExhibit {
  readonly kind: 'capture';
  readonly address: string;
  readonly capturedAt: string;
}

/** A part of a capture that leaves. */
export interface PackPart extends PackAnyExhibit {
  readonly kind: 'sub-exhibit';
  readonly parentRef: ExhibitRef;
  /** What its entry says of it, plain JSON (docs/spec/pack.md, section 7a). */
  readonly mark: JsonValue;
}

/** One exhibit that may leave. */
export type PackExhibit = PackCapture | PackPart;

/** One signed version of the record of review. */
export interface PackRecord {
  readonly version: number;
  readonly pdf: Uint8Array;
  /** Canonical JSON: digests of the form and the exhibits, final checkpoint. */
  readonly manifest: Uint8Array;
  /** Detached CMS of both reviewers over `manifest`, DER. */
  readonly signature: Uint8Array;
}

/** A person named in the pack, with the certificates that prove their keys. */
export interface PackPerson {
  readonly personId: string;
  readonly name: string;
  readonly position: string;
  /** DER, one or more: a renewed one is added, the one before it stays. */
  readonly certificates: readonly Uint8Array[];
}

/** A computer that the investigation was bound to, with the certificates that prove its keys. */
export interface PackComputer {
  readonly computerId: string;
  readonly name: string;
  readonly location: string;
  readonly assetNo: string;
  readonly keyBackend: string;
  readonly keyRealProtection: boolean;
  /** DER, one or more. */
  readonly certificates: readonly Uint8Array[];
}

/** Everything a pack is built from. */
export interface PackInput {
  readonly packId: string;
  readonly createdAt: string;
  readonly schoolName: string;
  readonly reference: string;
  readonly investigationId: string;
  readonly demonstration: boolean;
  readonly preview: boolean;
  readonly recipient: string;
  readonly organisation: string;
  readonly purpose: string;
  readonly lawfulBasis: string;
  /** Facts of the investigation: plain JSON, no reporter. */
  readonly facts: JsonValue;
  readonly software: JsonValue;
  readonly caCertificate: Uint8Array;
  readonly caFingerprint: Digest;
  /** Every computer that the ledger names. */
  readonly computers: readonly PackComputer[];
  readonly people: readonly PackPerson[];
  readonly ledger: {
    readonly origin: string;
    readonly entries: readonly PackEntry[];
    readonly sittings: readonly SittingRow[];
    readonly finalCheckpoint: string;
  };
  readonly records: readonly PackRecord[];
  readonly exhibits: readonly PackExhibit[];
  /** Documents made for this export. */
  readonly documents: readonly PackDocument[];
  readonly withheld: readonly AboutWithheld[];
  /** DSL first, then headteacher (or chair). */
  readonly signers: readonly [CmsSigner, CmsSigner];
}

/** A finished pack. */
export interface BuiltPack {
  /** The whole container. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`. */
  readonly packDigest: Digest;
  /** SHA-256 of `tagmanifest-sha256.txt`: what the signatures cover. */
  readonly sealDigest: Digest;
  readonly files: readonly { readonly path: string; readonly sizeBytes: number }[];
}
