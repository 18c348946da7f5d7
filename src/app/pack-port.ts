import type { JsonValue } from '#src/core/canonical-json.ts';
import type { Digest } from '#src/core/digest.ts';
import type { CmsSigner } from '#src/crypto/cms.ts';
import type { SittingRow } from '#src/ledger/store-port.ts';

/** One ledger entry as it leaves: payload and salt, or withheld. */
export interface PackEntry {
  /** RFC 8785 bytes of the entry. */
  readonly bytes: Uint8Array;
  /** Signed note of the tree of its index + 1. */
  readonly checkpoint: string;
  readonly disclosed: { readonly salt: Uint8Array; readonly payloadBytes: Uint8Array } | null;
}

/** One file of an exhibit, in the clear: only ever in memory. */
export interface PackExhibitFile {
  /** E.g. `tile-0001.png`, `capture-record.json`. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

/** One exhibit that may leave. */
export interface PackExhibit {
  readonly exhibitId: string;
  /** `ABC/1`. */
  readonly exhibitRef: string;
  readonly address: string;
  readonly capturedAt: string;
  /** Index of the entry that accepted it. */
  readonly entryIndex: number;
  readonly files: readonly PackExhibitFile[];
}

/** One signed version of the record of review. */
export interface PackRecord {
  readonly version: number;
  readonly pdf: Uint8Array;
  /** Canonical JSON: digests of the form and the exhibits, final checkpoint. */
  readonly manifest: Uint8Array;
  /** Detached CMS of both reviewers over `manifest`, DER. */
  readonly signature: Uint8Array;
}

/** A person named in the pack, with the certificate that proves their keys. */
export interface PackPerson {
  readonly personId: string;
  readonly name: string;
  readonly position: string;
  readonly certificate: Uint8Array;
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
  /** Facts of the investigation for README and CASE/UCO: plain JSON, no reporter. */
  readonly facts: JsonValue;
  readonly software: JsonValue;
  readonly computer: JsonValue;
  readonly caCertificate: Uint8Array;
  readonly caFingerprint: Digest;
  /** The computer's certificate, whose key signs entries outside sittings; null where the vault has none at hand. */
  readonly computerCertificate: Uint8Array | null;
  readonly people: readonly PackPerson[];
  readonly ledger: {
    readonly origin: string;
    readonly entries: readonly PackEntry[];
    readonly sittings: readonly SittingRow[];
    readonly finalCheckpoint: string;
  };
  readonly records: readonly PackRecord[];
  readonly exhibits: readonly PackExhibit[];
  /** Documents made for this export, e.g. the screenshot sheet. */
  readonly documents: readonly {
    readonly name: string;
    readonly mediaType: string;
    readonly bytes: Uint8Array;
  }[];
  /** What stays behind, in words and numbers. */
  readonly withheld: readonly {
    readonly what: string;
    readonly why: string;
    readonly count: number;
    readonly digests: readonly Digest[];
  }[];
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

/** What a verifier found; empty findings and `valid` together mean that all it claims holds. */
export interface PackVerdict {
  readonly valid: boolean;
  /** Plain sentences. */
  readonly findings: readonly string[];
}

/** Packs, made by `src/pack` and checked by `src/verify` (the lead wires both). */
export interface PackBuilder {
  /** @throws {EvidenceError} PACK_CONTENT_REFUSED - something that may never leave was put in */
  build(input: PackInput): Promise<BuiltPack>;
  /** Verify from the bytes alone; never throws for bad packs. */
  verify(bytes: Uint8Array): Promise<PackVerdict>;
}
